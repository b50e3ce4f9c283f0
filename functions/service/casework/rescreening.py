"""Makes a new screening of earlier answers with others laid over them: corrections, or what a patient added."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from functions.service.assessment import assess
from functions.service.casework.correcting import (
    Correction,
    CorrectionSource,
    Rescreened,
    corrected_form,
    correction_record,
    counted_ids,
    in_case,
)
from functions.service.casework.counted import whole_form
from functions.service.documents import JSON
from functions.service.entries import Arrival, screening_entry
from functions.service.errors import StoreUnavailableError
from functions.service.identifiers import Identifiers
from functions.service.information import ANSWERER
from functions.service.ports import ClinicSettings, Evaluation, ReviewStore
from functions.service.records import Case, ScreeningEntry, ScreeningSummary, StoredScreening
from functions.service.staff import Person
from rules.engine.site import SiteSettings
from rules.engine.terms import Disposition

type _Records = tuple[Mapping[str, JSON], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRescreening:
    """Reads what counts from the archive; `questions` are the link ids that the clinic's rules know."""

    archive: ReviewStore
    clinics: ClinicSettings
    evaluate: Evaluation
    questions: Callable[[SiteSettings], frozenset[str]]
    identifiers: Identifiers

    def of(
        self, case: Case, base_id: str | None, corrections: Sequence[Correction], by: Person, at: datetime
    ) -> Rescreened:
        counted = self._counted(case, by)
        version = case.summary.work.version + 1
        screening_id = self.identifiers.derived_screening(by.clinic, case.summary.id, version)
        base = counted[base_id] if base_id else whole_form(list(counted.values()))
        entry, records = self._made(case, base, corrections, screening_id, by, at)
        return _rescreened(base, entry, records, counted, frozenset({base.summary.id}))

    def with_answers(
        self, case: Case, partial_id: str, request_id: str, by: Person, at: datetime
    ) -> Rescreened | None:
        """The whole form with the answers of a part laid over it; nothing where only the part counts."""
        counted = self._counted(case, by)
        wholes = [each for each in counted.values() if each.summary.id != partial_id]
        if not wholes:
            return None
        base, partial = whole_form(wholes), counted[partial_id]
        screening_id = self.identifiers.merged_screening(by.clinic, request_id)
        entry, records = self._made(case, base, _statements(partial), screening_id, by, at)
        replaced = frozenset(each.summary.id for each in (base, partial) if _may_replace(entry, each.summary))
        return _rescreened(base, entry, records, counted, replaced)

    def _made(
        self,
        case: Case,
        base: StoredScreening,
        corrections: Sequence[Correction],
        screening_id: str,
        by: Person,
        at: datetime,
    ) -> tuple[ScreeningEntry, _Records]:
        records = tuple(correction_record(correction, base, by, at) for correction in corrections)
        arrival = self._arrival(base, corrections, records, by, at)
        entry = screening_entry(arrival, self.identifiers, screening_id, draft=False)
        return in_case(entry, case.summary.id), records

    def _counted(self, case: Case, by: Person) -> dict[str, StoredScreening]:
        return {each: self._stored(by.clinic, each) for each in counted_ids(case)}

    def _arrival(
        self,
        base: StoredScreening,
        corrections: Sequence[Correction],
        records: Sequence[Mapping[str, JSON]],
        by: Person,
        at: datetime,
    ) -> Arrival:
        site = self.clinics.of(by.clinic)
        # What a patient was asked is kept, although the clinic's rules may ask it no more.
        stated = {each.link_id for each in corrections if by.subject == ANSWERER}
        form = corrected_form(base, corrections, self.questions(site) | stated)
        return Arrival(
            form=form,
            screening=assess(form, site, self.evaluate, now=at, draft=base.summary.draft),
            site=site,
            submitter=by.subject,
            received_at=at,
            reach=self.clinics.reach_of(by.clinic),
            derived_from={"screeningId": base.summary.id, "corrections": list(records)},
        )

    def _stored(self, clinic: str, screening_id: str) -> StoredScreening:
        stored = self.archive.screening(clinic, screening_id)
        if stored is None:
            # What counts must be readable: a case never gets milder because something could not be read.
            raise StoreUnavailableError
        return stored


def _statements(partial: StoredScreening) -> tuple[Correction, ...]:
    answers = cast("Mapping[str, JSON]", partial.answers)
    return tuple(
        Correction(link_id=link_id, answer=answer, source=CorrectionSource.PATIENT_STATEMENT)
        for link_id, answer in answers.items()
    )


def _may_replace(made: ScreeningEntry, earlier: ScreeningSummary) -> bool:
    """INVARIANT: an urgent screening is set aside by a person, or by one that is urgent as well."""
    return made.disposition is Disposition.URGENT or earlier.disposition is not Disposition.URGENT


def _rescreened(
    base: StoredScreening,
    entry: ScreeningEntry,
    records: _Records,
    counted: Mapping[str, StoredScreening],
    replaced: frozenset[str],
) -> Rescreened:
    others = tuple(stored.summary for each, stored in counted.items() if each not in replaced)
    return Rescreened(entry=entry, based_on=base.summary.id, replaced=replaced, others=others, corrections=records)
