"""What the people of a clinic ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.faults.deeds import Deed, acknowledged, moved, read, searched, submitted
from tests.functions.desks import Answer, not_suitable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.faults.premises import Premises

_REASON = {"reason": "duplicate_reference", "comment": "Two files of the same person."}


@dataclass
class Read(Deed):
    """Something is looked at. What cannot be read is never shown as nothing."""

    path: str = ""
    query: dict[str, str] = field(default_factory=dict)
    function: str = "reviews"

    def prepare(self, made: Premises) -> None:
        submitted(made, "contact_now")
        submitted(made, "nothing_found", "patient-2")

    def act(self, made: Premises) -> bool:
        answer = self.asked(made)
        self.seen = _ids(answer)
        return acknowledged(answer)

    def asked(self, made: Premises) -> Answer:
        case = made.case()
        path = self.path.format(case=case["pk"].rpartition("#")[2], screening=case["screening_ids"][0])
        return read(made, path, self.function, **self.query)


@dataclass
class Search(Read):
    """A patient is looked for by the clinic's own reference."""

    def asked(self, made: Premises) -> Answer:
        return searched(made)


@dataclass
class Move(Deed):
    """A practitioner changes the case they have in front of them."""

    move: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0

    def prepare(self, made: Premises) -> None:
        submitted(made, "needs_review")
        self.version = made.case()["version"]

    def act(self, made: Premises) -> bool:
        return acknowledged(moved(made, self.move, self.body, self.version))


@dataclass
class Claim(Move):
    """The case is taken."""

    move: str = "claim"


@dataclass
class Correct(Move):
    """A weight is measured, and the case is screened again."""

    move: str = "corrections"
    body: Mapping[str, Any] = field(
        default_factory=lambda: {"corrections": [{"linkId": "body.weight", "answer": 80, "source": "measured"}]}
    )


@dataclass
class AskForInformation(Move):
    """The patient is asked for what is missing. A repetition shows no link, so only that it was done is compared."""

    move: str = "information-requests"


@dataclass
class Reattribute(Move):
    """The form belongs to another reference, which gets a case of its own."""

    move: str = "reattributions"

    def prepare(self, made: Premises) -> None:
        super().prepare(made)
        screenings = made.case()["screening_ids"]
        self.body = {**_REASON, "screeningIds": screenings, "patientReference": "patient-9"}

    def act(self, made: Premises) -> bool:
        # There are two cases afterwards; the move is on the first.
        return acknowledged(moved(made, self.move, self.body, self.version))


@dataclass
class Decide(Move):
    """Somebody was reached, and the case is concluded."""

    move: str = "decisions"
    body: Mapping[str, Any] = field(default_factory=not_suitable)

    def prepare(self, made: Premises) -> None:
        submitted(made, "contact_now")
        for move, body in (("claim", {}), ("contacts", {"result": "reached"})):
            assert acknowledged(moved(made, move, body))
        self.version = made.case()["version"]


@dataclass
class Override(Decide):
    """What is urgent is overridden: whether a second clinician has to agree is a setting of the clinic."""

    def prepare(self, made: Premises) -> None:
        super().prepare(made)
        going_on = {"decision": "proceed_to_consultation", "reasons": ["findings_overridden"], "attested": True}
        refused = moved(made, self.move, going_on, self.version).body["errors"]
        until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
        rules = [each["code"].removeprefix("override_missing:") for each in refused]
        self.body = {
            **going_on,
            "overrides": [{"ruleId": rule, "reason": "specialist_advice", "expiresOn": until} for rule in rules],
        }


def _ids(answer: Answer) -> list[Any]:
    """What was shown, by its ids and its number; pages and lists by their length."""
    if answer.body is None:
        return [len(answer.text.splitlines())]
    rows = [answer.body, *(each for rows in answer.body.values() if isinstance(rows, list) for each in rows)]
    return sorted(str(row.get("id", row.get("count"))) for row in rows if isinstance(row, dict))
