"""What a deployed table holds of some clinics, as plain records. Reads as an operator does, with a scan."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from functions.adapters.dynamodb.attributes import plain
from functions.adapters.dynamodb.keys import AUDIT
from functions.adapters.dynamodb.outbox import notice_at
from functions.adapters.dynamodb.readings import as_case
from functions.service.documents import unpacked
from functions.service.records import CaseStatus
from infra.records_place import RecordsPlace, RecordsServices
from rules.engine.terms import Lane
from tests.histories.in_memory import DEEDS, change_of
from tests.histories.kept import Audited, Kept, KeptCase, KeptScreening, Told

_CAME_IN = {"screening.received", "screening.drafted"}
type _Item = Mapping[str, Any]


def held_of(services: RecordsServices, place: RecordsPlace, clinics: Collection[str]) -> Kept:
    """Everything of these clinics. Made for checks: it reads the whole table."""
    pages = services.table.get_paginator("scan").paginate(TableName=place.table, ConsistentRead=True)
    items = (item for page in pages for item in page["Items"])
    return kept_in(plain(item) for item in items if _clinic(item["pk"]["S"]) in clinics)


def held_beside(services: RecordsServices, place: RecordsPlace, partitions: Iterable[str]) -> Kept:
    """Everything of these partitions: of a case, or of a screening."""
    return kept_in(item for partition in partitions for item in partition_of(services, place, partition))


def partition_of(services: RecordsServices, place: RecordsPlace, partition: str) -> Iterator[_Item]:
    pages = services.table.get_paginator("query").paginate(
        TableName=place.table,
        ConsistentRead=True,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": partition}},
    )
    return (plain(item) for page in pages for item in page["Items"])


def kept_in(items: Iterable[_Item]) -> Kept:
    """The items sorted by what they are; seals, heads, requests and drafts are not looked at here."""
    by_kind: dict[str, list[_Item]] = {"SCREENING": [], "CASE": [], "AUDIT": [], "JOURNAL": [], "OUTBOX": []}
    for item in items:
        by_kind.get(item["sk"].partition("#")[0], []).append(item)
    return Kept(
        screenings={_last(item): _screening(item) for item in by_kind["SCREENING"]},
        cases={_last(item): _case(item) for item in by_kind["CASE"]},
        journal=tuple(
            change_of(_clinic(item["pk"]), _last(item), unpacked(bytes(item["body"]))) for item in by_kind["JOURNAL"]
        ),
        audit=tuple(_audited(item) for item in by_kind["AUDIT"] if item["action"] in DEEDS | _CAME_IN),
        outbox=tuple(_told(item) for item in by_kind["OUTBOX"]),
    )


def _screening(item: _Item) -> KeptScreening:
    return KeptScreening(
        clinic=_clinic(item["pk"]),
        patient=item["patient_reference"],
        case=item.get("case_id"),
        found=item["lane"] != Lane.NOTHING_FOUND.value,
        answers=unpacked(bytes(item["answers"])),
    )


def _case(item: _Item) -> KeptCase:
    case = as_case(item)
    return KeptCase(
        clinic=_clinic(item["pk"]),
        patient=case.summary.patient_reference,
        is_open=case.summary.status is CaseStatus.OPEN,
        contact=case.summary.contact.value,
        round=case.summary.round,
        version=case.summary.work.version,
        screenings=case.screening_ids,
    )


def _audited(item: _Item) -> Audited:
    """Named by the time of the change and its id: two entries of one change differ in the time at most."""
    entry = item["sk"].removeprefix(AUDIT).partition("#")[2]
    return Audited(owner=_last(item), entry=entry, version=item.get("version"))


def _told(item: _Item) -> Told:
    notice = notice_at({"pk": item["pk"], "sk": item["sk"]})
    return Told(notice=notice, confirmed="published_at" in item and "due_pk" not in item)


def _last(item: _Item) -> str:
    return str(item["pk"]).rpartition("#")[2]


def _clinic(partition: str) -> str:
    return partition.split("#")[1] if partition.startswith("CLINIC#") else ""
