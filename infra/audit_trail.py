"""Verifies the audit trail of a clinic, or of one of its cases, as it stands in the table and in the ledger."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from functions.adapters.dynamodb.attributes import plain
from functions.adapters.dynamodb.keys import AUDIT, CHAIN, JOURNAL, SEAL, case_key, screening_key
from functions.adapters.dynamodb.trail import chain_of, entries_of
from functions.service.contents import Contents, Keys, Stored, check_contents
from functions.service.entries import audit_digest
from functions.service.identifiers import Identifiers
from functions.service.verifying import Finding, Verdict, verify
from infra.ledger import Ledger, erased_chains
from infra.records_place import RecordsPlace, RecordsServices

type Items = list[dict[str, Any]]


@dataclass
class Report:
    """What was looked at, and what was found. `unsealed` and `unanchored` are what cannot be told yet."""

    clinic: str
    chains: int = 0
    sealed: int = 0
    findings: list[Finding] = field(default_factory=list)
    unsealed: list[str] = field(default_factory=list)
    unanchored: int = 0
    contents_not_known: int = 0
    erased_patients: int = 0
    lost_in_restores: int = 0

    def add(self, verdict: Verdict, contents: Sequence[Finding], not_known: int) -> None:
        self.chains += 1
        self.sealed += verdict.sealed
        self.findings.extend((*verdict.findings, *contents))
        self.unsealed.extend(f"{verdict.chain} {entry}" for entry in verdict.unsealed)
        self.unanchored += verdict.unanchored
        self.contents_not_known += not_known


@dataclass
class _Trail:
    """The items chains are made of, by chain; the screenings and journal entries they speak of, as hashes."""

    chains: dict[str, Items] = field(default_factory=lambda: defaultdict(list))
    journals: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    screenings: dict[str, Stored] = field(default_factory=dict)

    def take(self, item: dict[str, Any], clinic: str, identifiers: Identifiers) -> None:
        place = item["sk"]["S"]
        if place == CHAIN or place.startswith((AUDIT, SEAL)):
            self.chains[item["pk"]["S"]].append(item)
        elif place.startswith(JOURNAL):
            version = int(place.removeprefix(JOURNAL))
            self.journals[item["pk"]["S"]][version] = sha256(bytes(item["body"]["B"])).hexdigest()
        elif place == "SCREENING":
            stored = _stored(plain(item), clinic, identifiers)
            self.screenings[stored.id] = stored


def verify_trail(
    services: RecordsServices, place: RecordsPlace, clinic: str, case: str | None, now: datetime
) -> Report:
    """Everything of the clinic, or of one case. Reads the table after the ledger, so that no anchor runs ahead."""
    keys, sealer = Keys(services.identifiers(place), services.sweeper(place)), services.sealer(place)
    ledger = Ledger(services.bucket, place.bucket)
    tombstones = list(ledger.tombstones(clinic))
    anchors, lost = ledger.anchors(clinic, erased_chains(tombstones))
    trail = _Trail()
    for item in _items(services, place, clinic, case):
        trail.take(item, clinic, keys.writers)
    erased = {each.patient_key for each in tombstones}
    report = Report(clinic, erased_patients=len(erased), lost_in_restores=lost)
    for name in sorted(_names(trail, anchors.keys(), clinic, case)):
        items = trail.chains.get(name, [])
        verdict = verify(chain_of(name, items, anchors.get(name, ())), sealer, now)
        entries = {entry: plain(item) for entry, item in entries_of(items).items()}
        contents = Contents(name, clinic, trail.screenings, trail.journals[name])
        report.add(verdict, *check_contents(entries, contents, keys))
    return report


def _names(trail: _Trail, anchored: Any, clinic: str, case: str | None) -> set[str]:
    """Every chain there is, was, or ought to be."""
    if case is not None:
        return {case_key(clinic, case)["pk"]}
    return {*trail.chains, *anchored, *(stored.chain for stored in trail.screenings.values())}


def _items(services: RecordsServices, place: RecordsPlace, clinic: str, case: str | None) -> Iterator[dict[str, Any]]:
    if case is None:
        yield from _whole_clinic(services, place, clinic)
        return
    items = list(_partition(services, place, case_key(clinic, case)["pk"]))
    yield from items
    for screening in _named_screenings(items):
        yield from _partition(services, place, screening_key(clinic, screening)["pk"], "SCREENING")


def _whole_clinic(services: RecordsServices, place: RecordsPlace, clinic: str) -> Iterator[dict[str, Any]]:
    # An operator reads everything now and then; no function of the service may scan.
    pages = services.table.get_paginator("scan").paginate(
        TableName=place.table,
        ConsistentRead=True,
        FilterExpression="begins_with(pk, :clinic)",
        ExpressionAttributeValues={":clinic": {"S": f"CLINIC#{clinic}#"}},
    )
    for page in pages:
        yield from page["Items"]


def _partition(
    services: RecordsServices, place: RecordsPlace, name: str, beginning: str = ""
) -> Iterator[dict[str, Any]]:
    values: dict[str, Any] = {":pk": {"S": name}} | ({":sk": {"S": beginning}} if beginning else {})
    pages = services.table.get_paginator("query").paginate(
        TableName=place.table,
        ConsistentRead=True,
        KeyConditionExpression="pk = :pk" + (" AND begins_with(sk, :sk)" if beginning else ""),
        ExpressionAttributeValues=values,
    )
    for page in pages:
        yield from page["Items"]


def _named_screenings(items: Items) -> set[str]:
    """Those the case lists, and those its entries name: the list may be full, an entry may be missing."""
    listed = [each for item in items if item["sk"]["S"] == "CASE" for each in plain(item)["screening_ids"]]
    return {*listed, *(item["screening_id"]["S"] for item in items if "screening_id" in item)}


def _stored(item: Mapping[str, Any], clinic: str, identifiers: Identifiers) -> Stored:
    screening = item["pk"].rpartition("#")[2]
    owner = case_key(clinic, item["case_id"]) if "case_id" in item else screening_key(clinic, screening)
    answers, record = bytes(item["answers"]), bytes(item["record"])
    digest = audit_digest(identifiers, screening, answers, record)
    return Stored(screening, owner["pk"], digest, (sha256(answers).hexdigest(), sha256(record).hexdigest()))
