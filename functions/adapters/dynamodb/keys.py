"""Where each item lives. The clinic leads every key and index, except the sharded index of what is due.

Nothing a person entered may stand in a key: patients, requests and cases appear as keyed hashes only, because the
table's stream shows keys to the notifier.
"""

from datetime import datetime

from functions.service.records import CaseStatus
from rules.engine.terms import Contact, Disposition

type Key = dict[str, str]

_DUE_SHARDS = 8
_MOST_DISPOSITIONS = len(Disposition)


def idempotency_key(clinic: str, request_key: str) -> Key:
    return {"pk": f"CLINIC#{clinic}#REQUEST#{request_key}", "sk": "IDEMPOTENCY"}


def screening_key(clinic: str, screening_id: str) -> Key:
    return {"pk": f"CLINIC#{clinic}#SCREENING#{screening_id}", "sk": "SCREENING"}


def case_key(clinic: str, case_id: str) -> Key:
    return {"pk": f"CLINIC#{clinic}#CASE#{case_id}", "sk": "CASE"}


def draft_key(clinic: str, draft_id: str) -> Key:
    return {"pk": f"CLINIC#{clinic}#DRAFT#{draft_id}", "sk": "DRAFT"}


def audit_key(owner: Key, at: datetime, entry_id: str) -> Key:
    """Beside the case, or beside the screening when there is no case."""
    return {"pk": owner["pk"], "sk": f"AUDIT#{at.isoformat()}#{entry_id}"}


def outbox_key(case: Key, event: str, contact: Contact, event_id: str) -> Key:
    """Everything the notifier needs: clinic, case, what happened and how soon a person must call."""
    return {"pk": case["pk"], "sk": f"OUTBOX#{event}#{contact}#{event_id}"}


def due_key(at: datetime, case_id: str, event_id: str) -> Key:
    shard = int(event_id[:8], 16) % _DUE_SHARDS
    return {"due_pk": f"DUE#{shard}", "due_sk": f"{at.isoformat()}#{case_id}#{event_id}"}


def queue_partition(clinic: str, status: CaseStatus) -> str:
    return f"CLINIC#{clinic}#QUEUE#{status}"


def queue_key(clinic: str, contact: Contact, disposition: Disposition, since: datetime, case_id: str) -> Key:
    """Sorts as the queue is worked: contact, then urgency, then age."""
    place = f"{contact.rank}#{_inverted(disposition)}#{since.isoformat()}#{case_id}"
    return {"queue_pk": queue_partition(clinic, CaseStatus.OPEN), "queue_sk": place}


def nothing_found_partition(clinic: str) -> str:
    return f"CLINIC#{clinic}#NOTHING_FOUND"


def nothing_found_key(clinic: str, at: datetime, screening_id: str) -> Key:
    return {"queue_pk": nothing_found_partition(clinic), "queue_sk": f"{at.isoformat()}#{screening_id}"}


def patient_partition(clinic: str, patient_key: str) -> str:
    return f"CLINIC#{clinic}#PATIENT#{patient_key}"


def patient_index_key(clinic: str, patient_key: str, at: datetime, kind: str, item_id: str) -> Key:
    return {
        "patient_pk": patient_partition(clinic, patient_key),
        "patient_sk": f"{at.isoformat()}#{kind}#{item_id}",
    }


def pressing_rank(contact: Contact, disposition: Disposition) -> int:
    """One number for contact and urgency; the lower one is the more pressing."""
    return contact.rank * _MOST_DISPOSITIONS + _inverted(disposition)


def _inverted(disposition: Disposition) -> int:
    return _MOST_DISPOSITIONS - 1 - disposition.rank
