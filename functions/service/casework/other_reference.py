"""Screens stored answers anew under another reference, for that patient's case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from functions.service.assessment import assess
from functions.service.casework.correcting import corrected_form, counted_ids, in_case
from functions.service.casework.counted import counted_screenings
from functions.service.casework.reattributing import Reattributed
from functions.service.casework.work import Work
from functions.service.entries import Arrival, screening_entry
from functions.service.errors import ContentRefusedError
from functions.service.identifiers import Identifiers
from functions.service.ports import ClinicSettings, Evaluation, ReviewStore
from functions.service.records import Case, CaseStatus, CaseSummary, ScreeningEntry, ScreeningSummary, StoredScreening
from functions.service.staff import Person
from rules.engine.terms import Contact, Disposition, Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReattribution:
    """Reads what counts on both cases from the archive."""

    archive: ReviewStore
    clinics: ClinicSettings
    evaluate: Evaluation
    identifiers: Identifiers

    def of(
        self, case: Case, screening_ids: Sequence[str], reference: str, reason: str, by: Person, at: datetime
    ) -> Reattributed:
        there_id = self.identifiers.case(by.clinic, reference)
        if there_id == case.summary.id:
            raise ContentRefusedError(("/patientReference", "same_patient"))
        counted = {each.summary.id: each for each in counted_screenings(case, by.clinic, self.archive)}
        known = self.archive.case(by.clinic, there_id)
        there = self._there(known, there_id, by.clinic, reference, at)
        entries = [self._anew(counted[each], there, reference, reason, by, at) for each in screening_ids]
        return Reattributed(
            entries=tuple(entries),
            moved=tuple(counted[each].summary for each in screening_ids),
            remaining=tuple(each.summary for name, each in counted.items() if name not in screening_ids),
            there=there,
            there_version=known.summary.work.version if known else 0,
            there_counted=self._counted_there(there, by.clinic),
        )

    def _anew(
        self, base: StoredScreening, there: Case, reference: str, reason: str, by: Person, at: datetime
    ) -> ScreeningEntry:
        site = self.clinics.of(by.clinic)
        form = replace(corrected_form(base, (), frozenset()), patient_reference=reference)
        arrival = Arrival(
            form=form,
            screening=assess(form, site, self.evaluate, now=at, draft=base.summary.draft),
            site=site,
            submitter=by.subject,
            received_at=at,
            reach=self.clinics.reach_of(by.clinic),
            derived_from={"screeningId": base.summary.id, "fromCase": base.summary.case_id, "reason": reason},
        )
        case_id = there.summary.id
        screening_id = self.identifiers.reattributed_screening(by.clinic, base.summary.id, case_id)
        return in_case(screening_entry(arrival, self.identifiers, screening_id, draft=base.summary.draft), case_id)

    def _counted_there(self, there: Case, clinic: str) -> tuple[ScreeningSummary, ...]:
        if not counted_ids(there):
            return ()
        return tuple(each.summary for each in counted_screenings(there, clinic, self.archive))

    def _there(self, known: Case | None, case_id: str, clinic: str, reference: str, at: datetime) -> Case:
        """The open case; or one without screenings and without earlier work, a further round of a closed one."""
        if known is not None and known.summary.status is CaseStatus.OPEN:
            return known
        earlier = known.summary if known else None
        summary = CaseSummary(
            id=case_id,
            patient_reference=reference,
            status=CaseStatus.OPEN,
            round=1 + (earlier.round if earlier else 0),
            contact=Contact.ROUTINE,
            disposition=Disposition.NO_FLAGS,
            lane=Lane.JUDGEMENT,
            since=at.isoformat(),
            opened_at=at.isoformat(),
            latest_at=at.isoformat(),
            updated_at=at.isoformat(),
            due_at=None,
            domains=frozenset(),
            screening_count=0,
            work=Work(version=earlier.work.version if earlier else 0, change_id=""),
        )
        return Case(
            summary=summary,
            patient_key=self.identifiers.patient(clinic, reference),
            place_due=at.isoformat(),
            screening_ids=(),
            leading_id="",
            lanes=frozenset(),
        )
