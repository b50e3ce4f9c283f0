"""The function records leave by. It reads whole cases, puts an audit entry for every export, and has pages signed."""

import os
from datetime import UTC, datetime
from functools import cache, partial

from functions.adapters.dynamodb.accesses import AccessTable
from functions.adapters.dynamodb.case_items import CaseItemsTable
from functions.adapters.dynamodb.reviews import ReviewTable
from functions.adapters.released import ReleasedWording
from functions.adapters.secrets import SecretKey
from functions.adapters.signing import ALGORITHM, SigningKey
from functions.api import record_operations as at
from functions.api.application import Handler, Routes, application
from functions.api.claims import Gate
from functions.api.record_desk import RecordDesk
from functions.service.identifiers import Identifiers
from functions.settings import RecordsSettings


def opened(desk: RecordDesk, gate: Gate) -> Handler:
    """The routes of this function."""
    routes: Routes = {
        at.GET_RECORD: desk.get_record,
        at.GET_CASE_LIST: desk.get_case_list,
    }
    return application(routes, gate=gate, for_forms=False)


def desk_for(settings: RecordsSettings) -> RecordDesk:
    key = SecretKey(settings.identifier_key_arn)
    return RecordDesk(
        cases=CaseItemsTable(settings.table_name),
        archive=ReviewTable(
            settings.table_name, queue_index=settings.queue_index, patient_index=settings.queue_index
        ),
        accesses=AccessTable(settings.table_name),
        signer=SigningKey(settings.record_key_arn),
        algorithm=ALGORITHM,
        identifiers=cache(lambda: Identifiers(key())),
        words=ReleasedWording(),
        clock=partial(datetime.now, UTC),
    )


_SETTINGS = RecordsSettings.parse(os.environ)
handler = opened(desk_for(_SETTINGS), Gate(_SETTINGS.token_issuer, _SETTINGS.staff_client_id))
