"""Where each item lives. The clinic leads every key and index, except the sharded index of what is due.

Nothing a person entered may stand in a key: patients, requests and cases appear as keyed hashes only, because the
table's stream shows keys to the notifier.
"""

import re
from datetime import date, datetime
from typing import Final

from functions.service.due_times import Wake
from functions.service.information import Answered
from functions.service.records import CaseStatus
from rules.engine.terms import Contact, Disposition

type Key = dict[str, str]

AUDIT: Final = "AUDIT#"
SEAL: Final = "SEAL#"
CHAIN: Final = "CHAIN"
_SEALING: Final = "SEALING#"
JOURNAL: Final = "JOURNAL#"
RESPONSE: Final = "RESPONSE#"
_RESPONSE = re.compile(r"CLINIC#([a-z0-9]+)#CASE#([0-9a-f]{32}) RESPONSE#([0-9a-f]{32})#([0-9a-f]{32})", re.ASCII)
_DUE_SHARDS = 8
_MOST_DISPOSITIONS = len(Disposition)


def idempotency_key(clinic: str, request_key: str) -> Key:
    return {"pk": f"CLINIC#{clinic}#REQUEST#{request_key}", "sk": "IDEMPOTENCY"}


def screening_key(clinic: str, screening_id: str) -> Key:
    return {"pk": f"CLINIC#{clinic}#SCREENING#{screening_id}", "sk": "SCREENING"}


def case_key(clinic: str, case_id: str) -> Key:
    return {"pk": f"CLINIC#{clinic}#CASE#{case_id}", "sk": "CASE"}


def journal_key(case: Key, version: int) -> Key:
    return {"pk": case["pk"], "sk": f"{JOURNAL}{version:010d}"}


def journal_end(case: Key) -> Key:
    """Sorts after every entry."""
    return {"pk": case["pk"], "sk": f"{JOURNAL}~"}


def information_key(clinic: str, request_id: str) -> Key:
    """A partition of its own, so that whoever answers can be let at requests and at nothing else."""
    return {"pk": f"CLINIC#{clinic}#INFORMATION#{request_id}", "sk": "REQUEST"}


def response_key(case: Key, request_id: str, screening_id: str) -> Key:
    """All that the function behind the stream needs to find what was answered."""
    return {"pk": case["pk"], "sk": f"{RESPONSE}{request_id}#{screening_id}"}


def response_at(key: Key) -> Answered:
    """What a response's key names. Raises ValueError for any other key."""
    match = _RESPONSE.fullmatch(f"{key['pk']} {key['sk']}")
    if match is None:
        raise ValueError("not a response")
    clinic, case_id, request_id, screening_id = match.groups()
    return Answered(clinic=clinic, case_id=case_id, request_id=request_id, screening_id=screening_id)


def draft_key(clinic: str, draft_id: str) -> Key:
    return {"pk": f"CLINIC#{clinic}#DRAFT#{draft_id}", "sk": "DRAFT"}


def audit_key(owner: Key, at: datetime, entry_id: str) -> Key:
    """Beside the case, or beside the screening when there is no case; and where the sweep for unsealed ones looks."""
    entry = f"{at.isoformat()}#{entry_id}"
    return {**audit_place(owner["pk"], entry), "due_pk": f"{_SEALING}{_shard(entry_id)}", "due_sk": entry}


def audit_place(chain: str, entry: str) -> Key:
    """An entry is named within its chain by its time and its id; the chain is the partition it lies in."""
    return {"pk": chain, "sk": f"{AUDIT}{entry}"}


def seal_key(chain: str, entry: str) -> Key:
    """Named after the entry, so that no entry can have two seals."""
    return {"pk": chain, "sk": f"{SEAL}{entry}"}


def chain_head_key(chain: str) -> Key:
    return {"pk": chain, "sk": CHAIN}


def sealing_partitions() -> tuple[str, ...]:
    return tuple(f"{_SEALING}{shard}" for shard in range(_DUE_SHARDS))


def accesses_key(clinic: str, day: date) -> Key:
    """Owns the audit entries of reads that belong to no single patient: one chain for each clinic and day."""
    return {"pk": f"CLINIC#{clinic}#ACCESS#{day.isoformat()}", "sk": "ACCESS"}


def figures_key(clinic: str, day: date) -> Key:
    """One row for each of the clinic's days; a period is a stretch of one partition."""
    return {"pk": f"CLINIC#{clinic}#FIGURES", "sk": f"DAY#{day.isoformat()}"}


def figures_day(key: Key) -> date:
    """The day a row of figures is of. Raises ValueError for any other key."""
    return date.fromisoformat(key["sk"].removeprefix("DAY#"))


def outbox_key(case: Key, event: str, contact: Contact, event_id: str) -> Key:
    """Everything the notifier needs: clinic, case, what happened and how soon a person must call."""
    return {"pk": case["pk"], "sk": f"OUTBOX#{event}#{contact}#{event_id}"}


def due_key(at: datetime, owner_id: str, kind: str) -> Key:
    """Where something of a case, or of a screening without one, waits until its time has come."""
    return {"due_pk": f"DUE#{_shard(owner_id)}", "due_sk": f"{at.isoformat()}#{owner_id}#{kind}"}


def due_partitions() -> tuple[str, ...]:
    return tuple(f"DUE#{shard}" for shard in range(_DUE_SHARDS))


def wake_key(wake: Wake, case_id: str) -> Key:
    """Where the case itself waits; how often somebody was woken for it stands in its place."""
    return due_key(wake.at, case_id, f"{wake.contact}.{wake.turn}")


def queue_partition(clinic: str, status: CaseStatus) -> str:
    return f"CLINIC#{clinic}#QUEUE#{status}"


def queue_key(clinic: str, contact: Contact, disposition: Disposition, due_at: str, since: str, case_id: str) -> Key:
    """Sorts as the queue is worked: contact, then urgency, then due time; of two that are due together, the older."""
    place = f"{contact.rank}#{_inverted(disposition)}#{due_at}#{since}#{case_id}"
    return {"queue_pk": queue_partition(clinic, CaseStatus.OPEN), "queue_sk": place}


def closed_key(clinic: str, closed_at: str, case_id: str) -> Key:
    """Sorts by the day of closing; lists of closed cases are read from the end."""
    return {"queue_pk": queue_partition(clinic, CaseStatus.CLOSED), "queue_sk": f"{closed_at}#{case_id}"}


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


def _shard(item_id: str) -> int:
    return int(item_id[:8], 16) % _DUE_SHARDS


def _inverted(disposition: Disposition) -> int:
    return _MOST_DISPOSITIONS - 1 - disposition.rank
