"""A clinician enters or verifies a fact, or has the case screened again. Old and new screening both stay.

The new screening is made from the answers of an earlier one with the corrections laid over them; it replaces that
one in what the case asks for, and only that one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol, cast

from functions.service.casework.journal import Deed
from functions.service.casework.moves import Moved, Waking, still_open
from functions.service.casework.standing import with_standing
from functions.service.documents import JSON
from functions.service.errors import ContentRefusedError, MoveRefusedError
from functions.service.forms import Form
from functions.service.records import Case, ScreeningEntry, ScreeningSummary, StoredScreening
from functions.service.staff import JUDGING, Person, Role
from rules.engine.terms import Lane, Phase


class CorrectionSource(StrEnum):
    """Where a corrected fact comes from."""

    MEASURED = "measured"
    LABORATORY = "laboratory"
    RECORD = "record"
    PATIENT_STATEMENT = "patient_statement"
    SLIP = "slip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One answer as it should read; no answer at all makes its fact unknown."""

    link_id: str
    answer: JSON
    source: CorrectionSource
    comment: str | None = None

    def to_json(self) -> dict[str, JSON]:
        return {
            "linkId": self.link_id,
            "answer": self.answer,
            "source": self.source.value,
            "comment": self.comment,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Has the case screened again with these corrections; without any, with today's rules and date alone."""

    corrections: tuple[Correction, ...]
    screening_id: str | None
    rescreening: "Rescreening"
    admits: ClassVar[frozenset[Role]] = JUDGING

    @property
    def deed(self) -> Deed:
        return Deed.CORRECTED if self.corrections else Deed.RESCREENED

    def content(self) -> Mapping[str, JSON]:
        return {"screeningId": self.screening_id, "corrections": [each.to_json() for each in self.corrections]}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        still_open(case)
        counted = counted_ids(case)
        if not counted:
            raise MoveRefusedError("nothing_counts")
        if self.screening_id is not None and self.screening_id not in counted:
            raise ContentRefusedError(("/screeningId", "not_a_screening_that_counts"))
        made = self.rescreening.of(case, self.screening_id, self.corrections, by, at)
        after = replaced_by(case, made, at)
        return Moved(
            case=after,
            placed=True,
            waking=waking(case, after),
            screening=made.entry,
            added={"screeningId": made.entry.id, "basedOn": made.based_on, "corrections": list(made.corrections)},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescreened:
    """A new screening, those it replaces, the others that still count, and what changed, old and new side by side."""

    entry: ScreeningEntry
    based_on: str
    replaced: frozenset[str]
    others: tuple[ScreeningSummary, ...]
    corrections: tuple[Mapping[str, JSON], ...]


class Rescreening(Protocol):
    """Makes a new screening of a case from an earlier one."""

    def of(
        self, case: Case, base_id: str | None, corrections: Sequence[Correction], by: Person, at: datetime
    ) -> Rescreened:
        """From the named screening, or else from the latest whole form that counts."""


def counted_ids(case: Case) -> tuple[str, ...]:
    """The screenings that no later one has replaced, oldest first."""
    return tuple(each for each in case.screening_ids if each not in case.summary.work.superseded)


def waking(before: Case, after: Case) -> Waking:
    """More pressing than before, or less and already called: in both cases the time starts anew."""
    return Waking.KEPT if before.summary.contact is after.summary.contact else Waking.ANEW


def replaced_by(case: Case, made: Rescreened, at: datetime) -> Case:
    """The case with the new screening in the place of those it replaces."""
    work = replace(case.summary.work, superseded=case.summary.work.superseded | made.replaced, proposal=None)
    summary = replace(
        case.summary,
        latest_at=at.isoformat(),
        screening_count=case.summary.screening_count + 1,
        domains=case.summary.domains | made.entry.domains,
        work=work,
    )
    longer = replace(case, summary=summary, screening_ids=(*case.screening_ids, made.entry.id))
    return with_standing(longer, [*made.others, made.entry.summary()], at)


def corrected_form(base: StoredScreening, corrections: Sequence[Correction], questions: frozenset[str]) -> Form:
    """The earlier form with the corrections laid over its answers.

    Raises ContentRefusedError for a question that is not asked, or one that is corrected twice.
    """
    _check(corrections, questions)
    answers = dict(cast("Mapping[str, JSON]", base.answers))
    for correction in corrections:
        if correction.answer is None:
            answers.pop(correction.link_id, None)
        else:
            answers[correction.link_id] = correction.answer
    submission = cast("Mapping[str, Any]", base.record["submission"])
    return Form(
        questionnaire_id=submission["questionnaire"]["id"],
        questionnaire_version=submission["questionnaire"]["version"],
        phase=Phase(base.summary.phase),
        patient_reference=base.summary.patient_reference,
        requested_route=submission["requestedRoute"],
        # When the answers were given, so that they grow stale as if nobody had touched them.
        submitted_at=submission["submittedAt"],
        source=submission["source"],
        answers=answers,
    )


def correction_record(correction: Correction, base: StoredScreening, by: Person, at: datetime) -> Mapping[str, JSON]:
    """Old and new side by side, with who and why."""
    answers = cast("Mapping[str, JSON]", base.answers)
    return {
        "linkId": correction.link_id,
        "before": answers.get(correction.link_id),
        "after": correction.answer,
        "source": correction.source.value,
        "comment": correction.comment,
        "by": {"subject": by.subject, "name": by.name},
        "at": at.isoformat(),
    }


def in_case(entry: ScreeningEntry, case_id: str) -> ScreeningEntry:
    """The entry as part of the case it was made for, however little was found this time."""
    lane = Lane.JUDGEMENT if entry.lane is Lane.NOTHING_FOUND else entry.lane
    return replace(entry, case_id=case_id, lane=lane)


def _check(corrections: Sequence[Correction], questions: frozenset[str]) -> None:
    faults = []
    seen: set[str] = set()
    for place, correction in enumerate(corrections):
        if correction.link_id not in questions:
            faults.append((f"/corrections/{place}/linkId", "not_a_question"))
        elif correction.link_id in seen:
            faults.append((f"/corrections/{place}/linkId", "corrected_twice"))
        seen.add(correction.link_id)
    if faults:
        raise ContentRefusedError(*faults)
