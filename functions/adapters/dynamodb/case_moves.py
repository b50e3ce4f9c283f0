"""How a screening reaches its patient's case without anybody reading it: one conditional update for each move.

The case remembers every contact, disposition and lane that joined as a set, so that the strictest of each can be told
although the writer cannot compare with what is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from functions.adapters.dynamodb.attributes import ANY_DOMAIN, Plain, typed
from functions.adapters.dynamodb.keys import case_key, patient_index_key, pressing_rank, queue_key, wake_key
from functions.service.records import CaseMove, CaseStatus, ScreeningEntry, Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

# The ids of this many screenings stay far below the size an item may have; later ones are found through the patient.
_MOST_IDS: Final = 2000

# A version is never the same twice, so nobody decides on a picture that a joining screening has changed.
_ALWAYS = "latest_at = :at, updated_at = :at, request_id = :request, version = if_not_exists(version, :zero) + :one"
# What somebody is about to sign was about another picture.
_UNSIGNED = "progress.proposal"
# Somebody has to call once more, whoever was called before.
_UNCALLED = "progress.acknowledged_at, progress.contacted_at, progress.reached_at"
# Nobody waits for the patient any more.
_AWAITED = "progress.awaiting"
_LEADING = (
    "contact = :contact, disposition = :disposition, leading_id = :screening, #rank = :rank, since = :at, "
    "queue_sk = :place, place_due = :due_at"
)
_COUNT = "screening_count = screening_count + :one"
_APPEND = f"screening_ids = list_append(screening_ids, :ids), {_COUNT}"
# Whoever became more pressing is waited for from now on; who joins an acknowledged case wakes somebody again, and
# never puts off what is already waited for.
_DUE = "due_at = :due_at, due_pk = :due_pk, due_sk = :due_sk"
_DUE_STILL = (
    "due_at = if_not_exists(due_at, :due_at), due_pk = if_not_exists(due_pk, :due_pk), "
    "due_sk = if_not_exists(due_sk, :due_sk)"
)
_IN_TIME = "REMOVE overdue_at, escalated_to"
# An empty set cannot be stored; every set of domains has one that no rule has.
_SEEN = "ADD contacts :contacts, dispositions :dispositions, lanes :lanes, domains :domains"
_ROOM = "#status = :open AND size(screening_ids) < :most"
_FULL = "#status = :open AND size(screening_ids) >= :most"

_OPEN = (
    f"SET {_ALWAYS}, {_LEADING}, {_DUE}, #status = :open, #round = if_not_exists(#round, :zero) + :one, "
    "opened_at = :at, patient_key = :patient, patient_reference = :reference, queue_pk = :queue, "
    "patient_pk = :patient_pk, patient_sk = :patient_sk, screening_ids = :ids, screening_count = :one, "
    "contacts = :contacts, dispositions = :dispositions, lanes = :lanes, domains = :domains, progress = :unworked "
    f"{_IN_TIME}"
)
_RAISE = f"{_IN_TIME}, {_UNSIGNED}, {_UNCALLED} {_SEEN}"
_JOIN = f"REMOVE {_UNSIGNED} {_SEEN}"

_EXPRESSIONS: Final = {
    CaseMove.OPENED: ("attribute_not_exists(pk) OR #status = :closed", _OPEN),
    CaseMove.RAISED: (f"{_ROOM} AND #rank > :rank", f"SET {_ALWAYS}, {_LEADING}, {_DUE}, {_APPEND} {_RAISE}"),
    CaseMove.JOINED: (f"{_ROOM} AND #rank <= :rank", f"SET {_ALWAYS}, {_DUE_STILL}, {_APPEND} {_JOIN}"),
    CaseMove.RAISED_FULL: (f"{_FULL} AND #rank > :rank", f"SET {_ALWAYS}, {_LEADING}, {_DUE}, {_COUNT} {_RAISE}"),
    CaseMove.JOINED_FULL: (f"{_FULL} AND #rank <= :rank", f"SET {_ALWAYS}, {_DUE_STILL}, {_COUNT} {_JOIN}"),
}


def case_update(
    table: str, write: Write, screening: ScreeningEntry, case_id: str, move: CaseMove
) -> TransactWriteItemTypeDef:
    condition, update = _EXPRESSIONS[move]
    if write.response:
        update = update.replace("REMOVE ", f"REMOVE {_AWAITED}, ")
    used = f"{condition} {update}"
    values = {name: value for name, value in _values(write, screening, case_id).items() if _names(used, name)}
    names = {name: name[1:] for name in ("#status", "#round", "#rank") if _names(used, name)}
    return {
        "Update": {
            "TableName": table,
            "Key": typed({**case_key(screening.clinic, case_id)}),
            "ConditionExpression": condition,
            "UpdateExpression": update,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": typed(values),
        }
    }


def _values(write: Write, screening: ScreeningEntry, case_id: str) -> dict[str, Plain]:
    clinic = screening.clinic
    due_at, since = screening.due.at.isoformat(), write.at.isoformat()
    queue = queue_key(clinic, screening.contact, screening.disposition, due_at, since, case_id)
    waiting = wake_key(screening.due.wake, case_id)
    patient = patient_index_key(clinic, screening.patient_key, write.at, "case", case_id)
    return {
        ":at": write.at,
        ":request": write.request_id,
        ":contact": screening.contact.value,
        ":disposition": screening.disposition.value,
        ":screening": screening.id,
        ":rank": pressing_rank(screening.contact, screening.disposition),
        ":place": queue["queue_sk"],
        ":queue": queue["queue_pk"],
        ":due_at": due_at,
        ":due_pk": waiting["due_pk"],
        ":due_sk": waiting["due_sk"],
        ":open": CaseStatus.OPEN.value,
        ":closed": CaseStatus.CLOSED.value,
        ":zero": 0,
        ":one": 1,
        ":most": _MOST_IDS,
        ":patient": screening.patient_key,
        ":reference": screening.patient_reference,
        ":patient_pk": patient["patient_pk"],
        ":patient_sk": patient["patient_sk"],
        ":unworked": {},
        ":ids": [screening.id],
        ":contacts": {screening.contact.value},
        ":dispositions": {screening.disposition.value},
        ":lanes": {screening.lane.value},
        ":domains": {ANY_DOMAIN, *screening.domains},
    }


def _names(expression: str, name: str) -> bool:
    """Whether the expression uses exactly this name; the table refuses values that are not used."""
    words = expression.replace(",", " ").replace("(", " ").replace(")", " ").split()
    return name in words
