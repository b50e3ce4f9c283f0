"""The transaction of one change by a person, on the condition that nobody changed the case since. Sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from functions.adapters.dynamodb.actions import screening_item
from functions.adapters.dynamodb.attributes import ANY_DOMAIN, Item, Plain, typed, typed_value
from functions.adapters.dynamodb.information_items import request_ending, request_item
from functions.adapters.dynamodb.keys import (
    Key,
    audit_key,
    case_key,
    closed_key,
    journal_key,
    patient_index_key,
    pressing_rank,
    queue_key,
    wake_key,
)
from functions.adapters.dynamodb.outbox import outbox_item
from functions.service.casework.moves import Waking
from functions.service.records import CaseStatus

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from functions.service.casework.changes import CaseChange
    from functions.service.casework.work import Awaiting, Proposal, Work
    from functions.service.due_times import Due
    from functions.service.records import Case

_NEW: Final = "attribute_not_exists(pk)"
# Nobody is woken any more; or all over again, and whoever was woken before does not count.
_NO_LONGER_DUE: Final = {
    Waking.KEPT: "",
    Waking.STOPPED: " REMOVE due_at, due_pk, due_sk",
    Waking.ANEW: " REMOVE overdue_at, escalated_to",
    Waking.PAUSED: " REMOVE overdue_at, escalated_to",
}


def actions_of_change(table: str, change: CaseChange) -> list[TransactWriteItemTypeDef]:
    """The case with its condition, the journal and audit entries, the notice, the screening."""
    case = case_key(change.clinic, change.case.summary.id)
    items: list[Item] = [
        {**journal_key(case, _version(change)), "at": change.at, "body": change.journal},
        _audit_item(case, change),
    ]
    items += [outbox_item(notice, change.at) for notice in change.notices]
    items += map(screening_item, change.screenings)
    if change.asks:
        items.append(request_item(change.asks, change.at))
    ending = [request_ending(table, change.clinic, change.ends)] if change.ends else []
    actions = [_update(table, case, change), *(_put(table, item) for item in items), *ending]
    return actions + (actions_of_change(table, change.also) if change.also else [])


def _put(table: str, item: Item) -> TransactWriteItemTypeDef:
    return {"Put": {"TableName": table, "Item": typed(item), "ConditionExpression": _NEW}}


def _audit_item(case: Key, change: CaseChange) -> Item:
    return {
        **audit_key(case, change.at, change.audit.id),
        "action": change.audit.action,
        "actor": change.audit.actor,
        "at": change.at,
        "version": _version(change),
        "screening_id": change.screening.id if change.screening else None,
        "digest": change.audit.digest,
    }


def _update(table: str, key: Key, change: CaseChange) -> TransactWriteItemTypeDef:
    """Writes the progress as a whole; the place in the queue only where it is another one."""
    attributes: dict[str, Plain] = {
        "version": _version(change),
        "request_id": change.case.summary.work.change_id,
        "updated_at": change.at,
        "progress": _progress(change.case.summary.work),
        **(_place(change) if change.placed else {}),
        **(_screenings(change.case) if change.screenings else {}),
        **(_patient(change) if change.opens else {}),
        **(_due(change, change.due) if change.due else {}),
    }
    removed = _NO_LONGER_DUE[change.waking]
    return {
        "Update": {
            "TableName": table,
            "Key": typed({**key}),
            "ConditionExpression": "#version = :expected" if change.expected else _NEW,
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in attributes) + removed,
            "ExpressionAttributeNames": {f"#{name}": name for name in attributes},
            "ExpressionAttributeValues": {
                **({":expected": typed_value(change.expected)} if change.expected else {}),
                **{f":{name}": typed_value(value) for name, value in attributes.items()},
            },
        }
    }


def _due(change: CaseChange, due: Due) -> dict[str, Plain]:
    return {"due_at": due.at, **wake_key(due.wake, change.case.summary.id)}


def _progress(work: Work) -> dict[str, Plain]:
    """One attribute for all of it: an index may carry only twenty."""
    assignee, proposal = work.assignee, work.proposal
    return {
        "assignee": {"subject": assignee.subject, "name": assignee.name} if assignee else None,
        "acknowledged_at": work.acknowledged_at,
        "contacted_at": work.contacted_at,
        "reached_at": work.reached_at,
        "awaiting": _awaiting(work.awaiting) if work.awaiting else None,
        "proposal": _proposal(proposal) if proposal else None,
        "superseded": sorted(work.superseded),
        "closed_at": work.closed_at,
        "outcome": work.outcome.value if work.outcome else None,
        "deferred_until": work.deferred_until,
        "second_waived": work.second_waived,
    }


def _awaiting(awaiting: Awaiting) -> dict[str, Plain]:
    return {"request_id": awaiting.request_id, "expires_at": awaiting.expires_at}


def _proposal(proposal: Proposal) -> dict[str, Plain]:
    return {
        "version": proposal.version,
        "decision": proposal.decision.value,
        "by": proposal.by,
        "deferred_until": proposal.deferred_until,
    }


def _place(change: CaseChange) -> dict[str, Plain]:
    case, summary = change.case, change.case.summary
    if summary.status is CaseStatus.CLOSED:
        place = closed_key(change.clinic, change.at.isoformat(), summary.id)
    else:
        place = queue_key(
            change.clinic, summary.contact, summary.disposition, case.place_due, summary.since, summary.id
        )
    return {
        **place,
        "status": summary.status.value,
        "round": summary.round,
        "since": summary.since,
        "place_due": case.place_due,
        "opened_at": summary.opened_at,
        "rank": pressing_rank(summary.contact, summary.disposition),
        "contact": summary.contact.value,
        "disposition": summary.disposition.value,
        "contacts": {summary.contact.value},
        "dispositions": {summary.disposition.value},
        "lanes": {lane.value for lane in case.lanes},
        "leading_id": case.leading_id,
    }


def _screenings(case: Case) -> dict[str, Plain]:
    return {
        "screening_ids": list(case.screening_ids),
        "screening_count": case.summary.screening_count,
        "latest_at": case.summary.latest_at,
        "domains": {ANY_DOMAIN, *case.summary.domains},
    }


def _patient(change: CaseChange) -> dict[str, Plain]:
    """What a case is found by; it says so again with each round."""
    case = change.case
    return {
        **patient_index_key(change.clinic, case.patient_key, change.at, "case", case.summary.id),
        "patient_key": case.patient_key,
        "patient_reference": case.summary.patient_reference,
    }


def _version(change: CaseChange) -> int:
    return change.case.summary.work.version
