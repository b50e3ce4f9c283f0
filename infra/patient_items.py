"""Finds everything the table holds of a patient, and deletes it. An operator's work: no function can."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from functions.adapters.dynamodb.attributes import plain
from functions.adapters.dynamodb.keys import AUDIT, patient_partition
from functions.service.access import Access
from functions.service.retention import Kept
from infra.records_place import RecordsPlace, RecordsServices

# Kinds of partitions that belong to one patient altogether, with the item that says when it began.
_BEGAN: Final = {"CASE": "opened_at", "SCREENING": "received_at", "DRAFT": "saved_at"}
_PATIENT_INDEX: Final = "patient"
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_READS: Final = frozenset(access.value for access in Access)

type Item = Mapping[str, Any]


@dataclass
class PatientItems:
    """Partitions that hold nothing but this patient, by name, and items of the patient elsewhere."""

    partitions: dict[str, list[Item]] = field(default_factory=dict)
    single: list[Item] = field(default_factory=list)

    @property
    def case_id(self) -> str | None:
        return next((_id(name) for name in self.partitions if _kind(name) == "CASE"), None)

    @property
    def screening_ids(self) -> tuple[str, ...]:
        return tuple(sorted(_id(name) for name in self.partitions if _kind(name) == "SCREENING"))

    @property
    def has_open_case(self) -> bool:
        items = (item for part in self.partitions.values() for item in part)
        return any(item["sk"]["S"] == "CASE" and item["status"]["S"] != "closed" for item in items)

    def __len__(self) -> int:
        return sum(len(part) for part in self.partitions.values()) + len(self.single)

    def begun_by(self, moment: datetime) -> "PatientItems":
        """Without what began later: the patient may have come back."""
        old = {name: items for name, items in self.partitions.items() if _began(name, items) <= moment}
        return PatientItems(old, [item for item in self.single if _time(item) <= moment])


def items_of(services: RecordsServices, place: RecordsPlace, clinic: str, patient_key: str) -> PatientItems:
    """Everything that names the patient, or lies in a partition of the patient's own."""
    found = PatientItems()
    for item in _naming(services, place, clinic, patient_key):
        name = item["pk"]["S"]
        if _kind(name) in _BEGAN:
            found.partitions.setdefault(name, [])
        # Entries about searches name a patient by a keyed hash, in the chain of a day; a chain is not cut.
        elif not item["sk"]["S"].startswith(AUDIT):
            found.single.append(item)
    for name in found.partitions:
        found.partitions[name] = list(_partition(services, place, name))
    return found


def delete(services: RecordsServices, place: RecordsPlace, items: PatientItems) -> int:
    """How many were deleted. What the rest is found by goes last, so that a second attempt finds it."""
    done = 0
    for part in [items.single, *items.partitions.values()]:
        for item in sorted(part, key=lambda each: _kind(each["pk"]["S"]) == each["sk"]["S"]):
            services.table.delete_item(TableName=place.table, Key={"pk": item["pk"], "sk": item["sk"]})
            done += 1
    return done


def patients_of(services: RecordsServices, place: RecordsPlace, clinic: str) -> Sequence[Kept]:
    """Everybody the clinic has records of, with the last thing that happened."""
    times: dict[str, list[datetime]] = defaultdict(list)
    owners: dict[str, str] = {}
    is_open: set[str] = set()
    for item in _scan(services, place, "begins_with(pk, :clinic)", {":clinic": {"S": f"CLINIC#{clinic}#"}}):
        read = plain(item)
        times[read["pk"]].extend(_happened(read))
        if read["sk"] in {"CASE", "SCREENING"}:
            owners[read["pk"]] = read["patient_key"]
        if read["sk"] == "CASE" and read["status"] != "closed":
            is_open.add(read["patient_key"])
    last: dict[str, datetime] = {}
    for name, patient in owners.items():
        last[patient] = max(last.get(patient, times[name][0]), *times[name])
    return [Kept(patient_key=key, last=at, open=key in is_open) for key, at in sorted(last.items())]


def _happened(item: Mapping[str, Any]) -> Iterator[datetime]:
    if item["sk"] in {"CASE", "SCREENING"}:
        yield from (datetime.fromisoformat(item[name]) for name in ("received_at", "latest_at") if name in item)
    elif item["sk"].startswith(AUDIT) and item["action"] not in _READS:
        yield datetime.fromisoformat(item["at"])


def _naming(services: RecordsServices, place: RecordsPlace, clinic: str, patient_key: str) -> list[Item]:
    """One pass over the table: drafts and items of later kinds stand in no index of patients."""
    case = _case_of(services, place, clinic, patient_key)
    found = _pass(services, place, clinic, patient_key, case)
    opened = next((_id(item["pk"]["S"]) for item in found if item["sk"]["S"] == "CASE"), None)
    # The index may lag behind a case that was opened a moment ago.
    return found if opened in {case, None} else _pass(services, place, clinic, patient_key, opened)


def _pass(
    services: RecordsServices, place: RecordsPlace, clinic: str, patient_key: str, case: str | None
) -> list[Item]:
    condition = "begins_with(pk, :clinic) AND (patient_key = :patient OR case_id = :case)"
    values = {
        ":clinic": {"S": f"CLINIC#{clinic}#"},
        ":patient": {"S": patient_key},
        ":case": {"S": case or "none"},
    }
    return list(_scan(services, place, condition, values))


def _case_of(services: RecordsServices, place: RecordsPlace, clinic: str, patient_key: str) -> str | None:
    pages = services.table.get_paginator("query").paginate(
        TableName=place.table,
        IndexName=_PATIENT_INDEX,
        KeyConditionExpression="patient_pk = :partition",
        ExpressionAttributeValues={":partition": {"S": patient_partition(clinic, patient_key)}},
    )
    names = (item["pk"]["S"] for page in pages for item in page["Items"])
    return next((_id(name) for name in names if _kind(name) == "CASE"), None)


def _scan(services: RecordsServices, place: RecordsPlace, condition: str, values: Any) -> Iterator[Item]:
    pages = services.table.get_paginator("scan").paginate(
        TableName=place.table, ConsistentRead=True, FilterExpression=condition, ExpressionAttributeValues=values
    )
    for page in pages:
        yield from page["Items"]


def _partition(services: RecordsServices, place: RecordsPlace, name: str) -> Iterator[Item]:
    pages = services.table.get_paginator("query").paginate(
        TableName=place.table,
        ConsistentRead=True,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": name}},
    )
    for page in pages:
        yield from page["Items"]


def _began(name: str, items: Sequence[Item]) -> datetime:
    """When what lies in a partition began; what is left of one whose head is gone is as old as its oldest part."""
    heads = [plain(item) for item in items if item["sk"]["S"] == _kind(name)]
    if heads:
        return datetime.fromisoformat(heads[0][_BEGAN[_kind(name)]])
    return min((_time(item) for item in items), default=_LONG_AGO)


def _time(item: Item) -> datetime:
    for attribute in ("at", "sealed_at"):
        if attribute in item:
            return datetime.fromisoformat(item[attribute]["S"])
    return _LONG_AGO


def _kind(partition: str) -> str:
    return partition.split("#")[2]


def _id(partition: str) -> str:
    return partition.split("#")[3]
