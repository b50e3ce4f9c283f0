"""Makes the entries that are stored for a screening. Must not know keys and indexes of the table."""

from dataclasses import dataclass
from datetime import datetime

from functions.service.assessment import needs_a_person
from functions.service.documents import JSON, written
from functions.service.forms import Form
from functions.service.identifiers import Identifiers
from functions.service.records import AuditEntry, ScreeningEntry
from rules.engine.screening import Screening
from rules.engine.site import SiteSettings
from rules.engine.terms import Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A form that was assessed: from whom, for which clinic, when."""

    form: Form
    screening: Screening
    site: SiteSettings
    submitter: str
    received_at: datetime

    @property
    def clinic(self) -> str:
        return self.site.clinic


def screening_entry(arrival: Arrival, identifiers: Identifiers, screening_id: str, *, draft: bool) -> ScreeningEntry:
    screening, reference = arrival.screening, arrival.form.patient_reference
    in_case = needs_a_person(screening)
    return ScreeningEntry(
        clinic=arrival.clinic,
        id=screening_id,
        patient_key=identifiers.patient(arrival.clinic, reference),
        patient_reference=reference,
        case_id=identifiers.case(arrival.clinic, reference) if in_case else None,
        received_at=arrival.received_at,
        phase=screening.phase,
        lane=_lane(screening, in_case=in_case),
        contact=screening.contact,
        disposition=screening.strictest,
        draft=draft,
        answers=arrival.form.answers,
        record=_record(arrival),
    )


def audit_entry(arrival: Arrival, identifiers: Identifiers, entry: ScreeningEntry) -> AuditEntry:
    covered = written({"screening": entry.id, "answers": entry.answers, "record": entry.record}, ordered=True)
    return AuditEntry(
        id=entry.id,
        actor=arrival.submitter,
        action="screening.drafted" if entry.draft else "screening.received",
        digest=identifiers.digest("audit", covered),
    )


def _lane(screening: Screening, *, in_case: bool) -> Lane:
    # A case always has a lane in which somebody sees it, whatever the core calls an otherwise clear screening.
    return Lane.JUDGEMENT if in_case and screening.lane is Lane.NOTHING_FOUND else screening.lane


def _record(arrival: Arrival) -> dict[str, JSON]:
    form = arrival.form
    return {
        # The answers are stored once, beside the record, as they were written.
        "screening": {name: part for name, part in arrival.screening.to_record().items() if name != "answers"},
        "submission": {
            "questionnaire": {"id": form.questionnaire_id, "version": form.questionnaire_version},
            "requestedRoute": form.requested_route,
            "submittedAt": form.submitted_at,
            "source": form.source,
            "submittedBy": arrival.submitter,
            "receivedAt": arrival.received_at.isoformat(),
        },
    }
