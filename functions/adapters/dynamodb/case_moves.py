"""How a screening reaches its patient's case without anybody reading it: one conditional update for each move.

The case remembers every contact, disposition and lane that joined as a set, so that the strictest of each can be told
although the writer cannot compare with what is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from functions.adapters.dynamodb.attributes import Plain, typed
from functions.adapters.dynamodb.keys import case_key, patient_index_key, pressing_rank, queue_key
from functions.service.records import CaseMove, CaseStatus, ScreeningEntry, Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

# The ids of this many screenings stay far below the size an item may have; later ones are found through the patient.
_MOST_IDS: Final = 2000

_ALWAYS = "latest_at = :at, request_id = :request"
_LEADING = (
    "contact = :contact, disposition = :disposition, leading_id = :screening, #rank = :rank, since = :at, "
    "queue_sk = :place"
)
_COUNT = "screening_count = screening_count + :one"
_APPEND = f"screening_ids = list_append(screening_ids, :ids), {_COUNT}"
_SEEN = "ADD contacts :contacts, dispositions :dispositions, lanes :lanes"
_ROOM = "#status = :open AND size(screening_ids) < :most"
_FULL = "#status = :open AND size(screening_ids) >= :most"

_OPEN = (
    f"SET {_ALWAYS}, {_LEADING}, #status = :open, #round = if_not_exists(#round, :zero) + :one, opened_at = :at, "
    "case_id = :case, patient_key = :patient, patient_reference = :reference, queue_pk = :queue, "
    "patient_pk = :patient_pk, patient_sk = :patient_sk, screening_ids = :ids, screening_count = :one, "
    "contacts = :contacts, dispositions = :dispositions, lanes = :lanes"
)

_EXPRESSIONS: Final = {
    CaseMove.OPENED: ("attribute_not_exists(pk) OR #status = :closed", _OPEN),
    CaseMove.RAISED: (f"{_ROOM} AND #rank > :rank", f"SET {_ALWAYS}, {_LEADING}, {_APPEND} {_SEEN}"),
    CaseMove.JOINED: (f"{_ROOM} AND #rank <= :rank", f"SET {_ALWAYS}, {_APPEND} {_SEEN}"),
    CaseMove.RAISED_FULL: (f"{_FULL} AND #rank > :rank", f"SET {_ALWAYS}, {_LEADING}, {_COUNT} {_SEEN}"),
    CaseMove.JOINED_FULL: (f"{_FULL} AND #rank <= :rank", f"SET {_ALWAYS}, {_COUNT} {_SEEN}"),
}


def case_update(
    table: str, write: Write, screening: ScreeningEntry, case_id: str, move: CaseMove
) -> TransactWriteItemTypeDef:
    condition, update = _EXPRESSIONS[move]
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
    queue = queue_key(clinic, screening.contact, screening.disposition, write.at, case_id)
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
        ":open": CaseStatus.OPEN.value,
        ":closed": CaseStatus.CLOSED.value,
        ":zero": 0,
        ":one": 1,
        ":most": _MOST_IDS,
        ":case": case_id,
        ":patient": screening.patient_key,
        ":reference": screening.patient_reference,
        ":patient_pk": patient["patient_pk"],
        ":patient_sk": patient["patient_sk"],
        ":ids": [screening.id],
        ":contacts": {screening.contact.value},
        ":dispositions": {screening.disposition.value},
        ":lanes": {screening.lane.value},
    }


def _names(expression: str, name: str) -> bool:
    """Whether the expression uses exactly this name; the table refuses values that are not used."""
    words = expression.replace(",", " ").replace("(", " ").replace(")", " ").split()
    return name in words
