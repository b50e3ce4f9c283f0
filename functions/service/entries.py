"""Makes the entries that are stored for a screening. Must not know keys and indexes of the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from functions.service.assessment import needs_a_person
from functions.service.documents import JSON, packed, written
from functions.service.due_times import due
from functions.service.forms import Form
from functions.service.identifiers import Identifiers
from functions.service.reach import ReachSettings
from functions.service.records import AuditEntry, ScreeningEntry
from rules.engine.screening import Screening
from rules.engine.site import SiteSettings
from rules.engine.terms import Lane


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A form that was assessed: from whom, for which clinic, when. Each document is written and packed once.

    `derived_from` names the earlier screening and the corrections, when a clinician had it made.
    """

    form: Form
    screening: Screening
    site: SiteSettings
    reach: ReachSettings
    submitter: str
    received_at: datetime
    derived_from: Mapping[str, JSON] | None = None

    @property
    def clinic(self) -> str:
        return self.site.clinic

    @cached_property
    def answers_text(self) -> str:
        """Ordered, so that the same answers are the same text."""
        return written(self.form.answers, ordered=True)

    @cached_property
    def answers_packed(self) -> bytes:
        return packed(self.answers_text)

    @cached_property
    def record_packed(self) -> bytes:
        return packed(written(_record(self)))


def body_hash(arrival: Arrival, identifiers: Identifiers) -> str:
    """Tells a repetition from another body under the same name."""
    heading = written(arrival.form.heading())
    return identifiers.digest("body", heading + arrival.answers_text)


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
        due=due(screening.contact, arrival.received_at, arrival.reach),
        domains=frozenset(rule.partition(".")[0] for rule in screening.fired),
        answers=arrival.answers_packed,
        record=arrival.record_packed,
    )


def audit_entry(arrival: Arrival, identifiers: Identifiers, entry: ScreeningEntry) -> AuditEntry:
    return AuditEntry(
        id=entry.id,
        actor=arrival.submitter,
        action="screening.drafted" if entry.draft else "screening.received",
        digest=audit_digest(identifiers, entry.id, entry.answers, entry.record),
    )


def audit_digest(identifiers: Identifiers, screening_id: str, answers: bytes, record: bytes) -> str:
    """Covers exactly the bytes that are stored, so that they can be verified without reading what they say."""
    covered = (screening_id, sha256(answers).hexdigest(), sha256(record).hexdigest())
    return identifiers.digest("audit", ".".join(covered))


def change_digest(identifiers: Identifiers, change_id: str, *hashes: str) -> str:
    """Covers what a person's change put there: its journal entry and, if it made one, both parts of a screening."""
    return identifiers.digest("audit", ".".join((change_id, *hashes)))


def covered(entry: ScreeningEntry) -> tuple[str, str]:
    """The hashes of the two documents of a screening."""
    return sha256(entry.answers).hexdigest(), sha256(entry.record).hexdigest()


def _lane(screening: Screening, *, in_case: bool) -> Lane:
    # A case always has a lane in which somebody sees it, whatever the core calls an otherwise clear screening.
    return Lane.JUDGEMENT if in_case and screening.lane is Lane.NOTHING_FOUND else screening.lane


def _record(arrival: Arrival) -> dict[str, JSON]:
    form = arrival.form
    return {
        "screening": arrival.screening.to_record(),
        "submission": {
            "questionnaire": {"id": form.questionnaire_id, "version": form.questionnaire_version},
            "requestedRoute": form.requested_route,
            "submittedAt": form.submitted_at,
            "source": form.source,
            "submittedBy": arrival.submitter,
            "receivedAt": arrival.received_at.isoformat(),
        },
        **({"derivedFrom": arrival.derived_from} if arrival.derived_from else {}),
    }
