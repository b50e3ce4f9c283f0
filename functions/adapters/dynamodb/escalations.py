"""One step of an escalation as a transaction: the case moves on, an alert waits to be sent, the audit knows of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from functions.adapters.dynamodb.attributes import Item, Plain, typed
from functions.adapters.dynamodb.keys import Key, audit_key, case_key, due_key, wake_key
from functions.adapters.dynamodb.outbox import outbox_item
from functions.service.errors import NoticeUnreadableError
from functions.service.escalation import Alert, CaseWake, DueEntry, Step, step_digest
from functions.service.notices import Event, Notice, event_id
from functions.service.reach import Level
from functions.service.records import CaseStatus
from rules.engine.terms import Contact

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from functions.service.identifiers import Identifiers


_ACTOR: Final = "sweeper"
_NEW: Final = "attribute_not_exists(pk)"
# Who acknowledges, closes or pauses the case moves its place; then this step is not taken.
_STILL_DUE: Final = "due_sk = :seen AND #status <> :closed"
_CASE: Final = re.compile(r"CLINIC#([a-z0-9]{8,32})#CASE#([0-9a-f]{32})", re.ASCII)
_ALERT: Final = re.compile(r"ALERT#([a-z_]+)#([a-z]+)#([0-9a-f]{32})", re.ASCII)


def escalation(
    table: str, entry: DueEntry, case: CaseWake, step: Step, at: datetime, identifiers: Identifiers | None
) -> tuple[Alert | None, list[TransactWriteItemTypeDef]]:
    """The alert to be sent, and the actions that store it with everything else; without a key, no digest."""
    owner = case_key(case.clinic, case.case_id)
    step_id = event_id(case.case_id, entry.place[2])
    actions: list[TransactWriteItemTypeDef] = [
        {"Update": _case_update(table, entry, case, step, at)},
        _put(table, _audit_item(owner, step_id, step, at, identifiers)),
    ]
    if step.is_overdue:
        actions.append(_put(table, outbox_item(_overdue(case, step_id), at)))
    alert = _alert(case, step, step_id)
    if alert:
        # Due at once: whoever sends it confirms it, and if nobody does the next run finds it.
        actions.append(_put(table, {**alert_key(alert), **due_key(at, case.case_id, alert.id), "at": at}))
    return alert, actions


def alert_key(alert: Alert) -> Key:
    owner = case_key(alert.clinic, alert.case_id)
    return {"pk": owner["pk"], "sk": f"ALERT#{alert.level}#{alert.contact}#{alert.id}"}


def alert_at(key: Key) -> Alert:
    """Raises NoticeUnreadableError."""
    case, alert = _CASE.fullmatch(key["pk"]), _ALERT.fullmatch(key["sk"])
    if not case or not alert:
        raise NoticeUnreadableError
    try:
        level, contact = Level(alert[1]), Contact(alert[2])
    except ValueError:
        raise NoticeUnreadableError from None
    return Alert(id=alert[3], clinic=case[1], case_id=case[2], contact=contact, level=level)


def _alert(case: CaseWake, step: Step, step_id: str) -> Alert | None:
    if step.level is None:
        return None
    return Alert(id=step_id, clinic=case.clinic, case_id=case.case_id, contact=case.wake.contact, level=step.level)


def _overdue(case: CaseWake, step_id: str) -> Notice:
    return Notice(
        id=event_id(step_id, Event.CASE_OVERDUE),
        event=Event.CASE_OVERDUE,
        clinic=case.clinic,
        case_id=case.case_id,
        contact=case.wake.contact,
    )


def _case_update(table: str, entry: DueEntry, case: CaseWake, step: Step, at: datetime) -> Any:
    values: dict[str, Plain] = {":seen": entry.place[2], ":closed": CaseStatus.CLOSED.value}
    sets, removes = [], []
    if step.is_overdue:
        sets.append("overdue_at = :at")
        values[":at"] = at
    if step.level:
        sets.append("escalated_to = :level")
        values[":level"] = step.level.value
    if step.next:
        place = wake_key(step.next, case.case_id)
        sets.append("due_pk = :due_pk, due_sk = :due_sk")
        values |= {":due_pk": place["due_pk"], ":due_sk": place["due_sk"]}
    else:
        removes.append("due_pk, due_sk")
    parts = [f"{verb} {', '.join(each)}" for verb, each in (("SET", sets), ("REMOVE", removes)) if each]
    return {
        "TableName": table,
        "Key": typed({**case_key(case.clinic, case.case_id)}),
        "ConditionExpression": _STILL_DUE,
        "UpdateExpression": " ".join(parts),
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": typed(values),
    }


def _audit_item(owner: Key, step_id: str, step: Step, at: datetime, identifiers: Identifiers | None) -> Item:
    action, level, when = step.taken.value, step.level.value if step.level else None, at.isoformat()
    said = {"action": action, "actor": _ACTOR, "at": when, "level": level}
    if identifiers is None:
        return {**audit_key(owner, at, step_id), **said}
    digest = step_digest(
        identifiers, chain=owner["pk"], entry_id=step_id, actor=_ACTOR, action=action, level=level, at=when
    )
    return {**audit_key(owner, at, step_id), **said, "digest": digest}


def _put(table: str, item: Item) -> TransactWriteItemTypeDef:
    return {"Put": {"TableName": table, "Item": typed(item), "ConditionExpression": _NEW}}
