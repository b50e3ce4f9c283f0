"""Items of the table as records of the service. Must not know how they were found."""

from collections.abc import Mapping
from typing import Any, cast

from functions.service.documents import JSON, unpacked
from functions.service.records import (
    Case,
    CaseStatus,
    CaseSummary,
    ScreeningSummary,
    StoredScreening,
    most_demanding,
)
from rules.engine.terms import Contact, Disposition, Lane, Phase

type _Item = Mapping[str, Any]


def as_case(item: _Item) -> Case:
    return Case(
        summary=as_case_summary(item), screening_ids=tuple(item["screening_ids"]), leading_id=item["leading_id"]
    )


def as_case_summary(item: _Item) -> CaseSummary:
    return CaseSummary(
        id=item["case_id"],
        patient_reference=item["patient_reference"],
        status=CaseStatus(item["status"]),
        round=item["round"],
        contact=min(map(Contact, item["contacts"]), key=lambda contact: contact.rank),
        disposition=Disposition.strictest(*map(Disposition, item["dispositions"])),
        lane=most_demanding(map(Lane, item["lanes"])),
        since=item["since"],
        opened_at=item["opened_at"],
        latest_at=item["latest_at"],
        screening_count=item["screening_count"],
    )


def as_screening_summary(item: _Item) -> ScreeningSummary:
    return ScreeningSummary(
        id=item["screening_id"],
        patient_reference=item["patient_reference"],
        case_id=item.get("case_id"),
        received_at=item["received_at"],
        phase=Phase(item["phase"]),
        lane=Lane(item["lane"]),
        contact=Contact(item["contact"]),
        disposition=Disposition(item["disposition"]),
        draft=item["draft"],
    )


def as_screening(item: _Item) -> StoredScreening:
    return StoredScreening(
        summary=as_screening_summary(item),
        answers=unpacked(item["answers"]),
        record=cast("Mapping[str, JSON]", unpacked(item["record"])),
    )
