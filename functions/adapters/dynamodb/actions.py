"""The actions of one write's transaction, each with its condition. Makes requests, sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.adapters.dynamodb.attributes import Item, Plain, typed, typed_value
from functions.adapters.dynamodb.case_moves import case_update
from functions.adapters.dynamodb.information_items import request_answering
from functions.adapters.dynamodb.keys import (
    Key,
    audit_key,
    case_key,
    draft_key,
    idempotency_key,
    nothing_found_key,
    patient_index_key,
    response_key,
    screening_key,
)
from functions.adapters.dynamodb.outbox import outbox_item
from functions.service.notices import notices_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from functions.service.records import (
        AuditEntry,
        DraftEntry,
        IdempotencyEntry,
        Response,
        ScreeningEntry,
        Write,
    )

_NEW = "attribute_not_exists(pk)"
_NEWER_DRAFT = (
    "attribute_not_exists(pk) OR (patient_key = :patient AND "
    "(revision < :revision OR (revision = :revision AND body_hash = :hash)))"
)


def actions_of(table: str, write: Write) -> list[tuple[str, TransactWriteItemTypeDef]]:
    """Pairs of a name and an action. Idempotency comes first: its condition tells a replay from everything else."""
    actions: list[tuple[str, TransactWriteItemTypeDef]] = []
    screening = write.screening
    if write.response:
        actions.append(("request", request_answering(table, write.response, write.at)))
    if write.idempotency and screening:
        actions.append(("idempotency", _remember(table, write, write.idempotency, screening)))
    if write.draft:
        actions.append(("draft", _keep_draft(table, write, write.draft)))
    if screening:
        actions.append(("screening", _put(table, write, screening_item(screening))))
        if write.audit:
            actions.append(("audit", _put(table, write, _audit_item(write, screening, write.audit))))
        if screening.case_id and write.move:
            actions.append(("case", case_update(table, write, screening, screening.case_id, write.move)))
            if write.response:
                actions.append(("response", _put(table, write, _response_item(write, screening, write.response))))
        actions.extend(
            (notice.event, _put(table, write, outbox_item(notice, write.at)))
            for notice in notices_of(screening, write.move)
        )
    return actions


def _put(
    table: str, write: Write, item: Item, condition: str = _NEW, values: Mapping[str, Plain] | None = None
) -> TransactWriteItemTypeDef:
    action: TransactWriteItemTypeDef = {
        "Put": {
            "TableName": table,
            "Item": typed({**item, "request_id": write.request_id}),
            "ConditionExpression": condition,
        }
    }
    if values:
        action["Put"]["ExpressionAttributeValues"] = {name: typed_value(value) for name, value in values.items()}
    return action


def _remember(
    table: str, write: Write, entry: IdempotencyEntry, screening: ScreeningEntry
) -> TransactWriteItemTypeDef:
    item: Item = {
        **idempotency_key(screening.clinic, entry.request_key),
        "body_hash": entry.body_hash,
        "screening_id": screening.id,
        "received_at": screening.received_at,
        "expires_at": int(entry.expires_at.timestamp()),
    }
    action = _put(table, write, item)
    # INVARIANT: the only item whose old image a failed condition returns; it holds no answer and no finding.
    action["Put"]["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    return action


def _keep_draft(table: str, write: Write, draft: DraftEntry) -> TransactWriteItemTypeDef:
    item: Item = {
        **draft_key(draft.clinic, draft.id),
        "patient_key": draft.patient_key,
        "revision": draft.revision,
        "body_hash": draft.body_hash,
        "saved_at": draft.saved_at,
        "expires_at": int(draft.expires_at.timestamp()),
        "answers": draft.answers,
    }
    values: Item = {":patient": draft.patient_key, ":revision": draft.revision, ":hash": draft.body_hash}
    return _put(table, write, item, _NEWER_DRAFT, values)


def screening_item(screening: ScreeningEntry) -> Item:
    clinic, at = screening.clinic, screening.received_at
    return {
        **screening_key(clinic, screening.id),
        **patient_index_key(clinic, screening.patient_key, at, "screening", screening.id),
        **({} if screening.case_id else nothing_found_key(clinic, at, screening.id)),
        "case_id": screening.case_id,
        "patient_key": screening.patient_key,
        "patient_reference": screening.patient_reference,
        "received_at": at,
        "phase": screening.phase.value,
        "lane": screening.lane.value,
        "contact": screening.contact.value,
        "disposition": screening.disposition.value,
        "draft": screening.draft,
        "answers": screening.answers,
        "record": screening.record,
    }


def _owner(screening: ScreeningEntry) -> Key:
    if screening.case_id:
        return case_key(screening.clinic, screening.case_id)
    return screening_key(screening.clinic, screening.id)


def _audit_item(write: Write, screening: ScreeningEntry, entry: AuditEntry) -> Item:
    return {
        **audit_key(_owner(screening), write.at, entry.id),
        "action": entry.action,
        "case_move": write.move.kind if write.move else None,
        "actor": entry.actor,
        "at": write.at,
        "screening_id": screening.id,
        "digest": entry.digest,
    }


def _response_item(write: Write, screening: ScreeningEntry, response: Response) -> Item:
    case = case_key(screening.clinic, response.request.case_id)
    return {**response_key(case, response.request.id, screening.id), "at": write.at}
