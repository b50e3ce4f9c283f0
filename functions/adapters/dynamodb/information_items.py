"""Information requests as items of the table: how one is put, ended, answered and read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.adapters.dynamodb.attributes import Item, typed
from functions.adapters.dynamodb.keys import information_key
from functions.service.information import InformationRequest, KeptRequest, RequestState
from rules.engine.terms import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from functions.service.records import Response

REQUEST_ATTRIBUTES: Final = (
    *("pk", "sk", "state", "case_id", "screening_id", "patient_key", "patient_reference", "phase", "link_ids"),
    *("token_hash", "answerable_until", "body_hash", "answered_at"),
)


def request_item(request: InformationRequest, at: datetime) -> Item:
    """When it was made stands in it: a restore erases again what is older than the erasure, and nothing younger."""
    return {
        **information_key(request.clinic, request.id),
        "state": RequestState.OPEN.value,
        "at": at,
        "case_id": request.case_id,
        "screening_id": request.screening_id,
        "patient_key": request.patient_key,
        "patient_reference": request.patient_reference,
        "phase": request.phase.value,
        "link_ids": list(request.link_ids),
        "token_hash": request.token_hash,
        "answerable_until": request.expires_at,
    }


def as_kept_request(clinic: str, request_id: str, item: Mapping[str, Any]) -> KeptRequest:
    request = InformationRequest(
        clinic=clinic,
        id=request_id,
        case_id=item["case_id"],
        screening_id=item["screening_id"],
        patient_key=item["patient_key"],
        patient_reference=item["patient_reference"],
        phase=Phase(item["phase"]),
        link_ids=tuple(item["link_ids"]),
        token_hash=item["token_hash"],
        expires_at=datetime.fromisoformat(item["answerable_until"]),
    )
    return KeptRequest(
        request=request,
        state=RequestState(item["state"]),
        body_hash=item.get("body_hash"),
        answered_at=item.get("answered_at"),
    )


def request_ending(table: str, clinic: str, request_id: str) -> TransactWriteItemTypeDef:
    """Fails when it was answered at the same moment; then the case has changed as well."""
    return {
        "Update": {
            "TableName": table,
            "Key": typed({**information_key(clinic, request_id)}),
            "UpdateExpression": "SET #state = :ended",
            "ConditionExpression": "#state = :open",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": typed(
                {":ended": RequestState.ENDED.value, ":open": RequestState.OPEN.value}
            ),
        }
    }


def request_answering(table: str, response: Response, at: datetime) -> TransactWriteItemTypeDef:
    """At most once, and not after its time."""
    request = response.request
    return {
        "Update": {
            "TableName": table,
            "Key": typed({**information_key(request.clinic, request.id)}),
            "UpdateExpression": "SET #state = :answered, body_hash = :hash, answered_at = :at",
            "ConditionExpression": "#state = :open AND answerable_until > :at",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": typed(
                {
                    ":answered": RequestState.ANSWERED.value,
                    ":open": RequestState.OPEN.value,
                    ":hash": response.body_hash,
                    ":at": at,
                }
            ),
        }
    }
