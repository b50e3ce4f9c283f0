"""What forms and patients ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.faults.deeds import PATIENT, Deed, acknowledged, answered, moved, saved, streamed, submitted

if TYPE_CHECKING:
    from tests.faults.premises import Premises


@dataclass
class Submit(Deed):
    """A form comes in."""

    sample: str = "contact_now"

    def act(self, made: Premises) -> bool:
        return acknowledged(submitted(made, self.sample))


@dataclass
class Join(Submit):
    """A worse form of the same patient comes in while the case is open."""

    def prepare(self, made: Premises) -> None:
        submitted(made, "needs_review")


@dataclass
class SaveDraft(Deed):
    """A form that is not finished says something that cannot wait."""

    def act(self, made: Premises) -> bool:
        return acknowledged(saved(made, "contact_now"))


@dataclass
class Asked(Deed):
    """A patient holds a link to what is still to be answered."""

    token: str = ""
    questions: list[dict[str, Any]] = field(default_factory=list)

    def prepare(self, made: Premises) -> None:
        submitted(made, "needs_review")
        self.token = moved(made, "information-requests", {}).body["link"].partition("#")[2]
        self.questions = answered(made, "questions", {"token": self.token}).body["questions"]


@dataclass
class ShowQuestions(Asked):
    """The page behind the link asks what to show."""

    def act(self, made: Premises) -> bool:
        answer = answered(made, "questions", {"token": self.token})
        self.seen = [each["linkId"] for each in (answer.body.get("questions", []))]
        return acknowledged(answer)


@dataclass
class AnswerQuestions(Asked):
    """The patient answers."""

    def act(self, made: Premises) -> bool:
        said = {self.questions[0]["linkId"]: "declined"}
        return acknowledged(answered(made, "answers", {"token": self.token, "answers": said}))


@dataclass
class MergeAnswers(AnswerQuestions):
    """What was answered is laid over the form, behind the stream."""

    def prepare(self, made: Premises) -> None:
        super().prepare(made)
        assert super().act(made)

    def act(self, made: Premises) -> bool:
        return streamed(made, "rescreen", "RESPONSE#")


__all__ = ["PATIENT", "AnswerQuestions", "Join", "MergeAnswers", "SaveDraft", "ShowQuestions", "Submit"]
