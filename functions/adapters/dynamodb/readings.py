"""Items of the table as records of the service. Must not know how they were found."""

from collections.abc import Mapping
from typing import Any, cast

from functions.adapters.dynamodb.attributes import ANY_DOMAIN
from functions.service.casework.work import Assignee, Awaiting, Decision, Proposal, Work
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
        summary=as_case_summary(item),
        patient_key=item["patient_key"],
        place_due=item["place_due"],
        screening_ids=tuple(item["screening_ids"]),
        leading_id=item["leading_id"],
        lanes=frozenset(map(Lane, item["lanes"])),
    )


def as_case_summary(item: _Item) -> CaseSummary:
    return CaseSummary(
        id=_id(item),
        patient_reference=item["patient_reference"],
        status=CaseStatus(item["status"]),
        round=item["round"],
        contact=min(map(Contact, item["contacts"]), key=lambda contact: contact.rank),
        disposition=Disposition.strictest(*map(Disposition, item["dispositions"])),
        lane=most_demanding(map(Lane, item["lanes"])),
        since=item["since"],
        opened_at=item["opened_at"],
        latest_at=item["latest_at"],
        updated_at=item["updated_at"],
        due_at=item.get("due_at"),
        domains=frozenset(item["domains"] - {ANY_DOMAIN}),
        screening_count=item["screening_count"],
        work=_as_work(item),
    )


def _as_work(item: _Item) -> Work:
    progress = item["progress"]
    outcome = progress.get("outcome")
    return Work(
        version=item["version"],
        # An index does not carry it; only a case that is read for a change is asked for it.
        change_id=item.get("request_id", ""),
        assignee=Assignee(**progress["assignee"]) if "assignee" in progress else None,
        acknowledged_at=progress.get("acknowledged_at"),
        contacted_at=progress.get("contacted_at"),
        reached_at=progress.get("reached_at"),
        awaiting=Awaiting(**progress["awaiting"]) if "awaiting" in progress else None,
        proposal=_as_proposal(progress["proposal"]) if "proposal" in progress else None,
        superseded=frozenset(progress.get("superseded", ())),
        closed_at=progress.get("closed_at"),
        outcome=Decision(outcome) if outcome else None,
        deferred_until=progress.get("deferred_until"),
        second_waived=progress.get("second_waived", False),
    )


def _as_proposal(item: _Item) -> Proposal:
    return Proposal(
        version=item["version"],
        decision=Decision(item["decision"]),
        by=item["by"],
        deferred_until=item.get("deferred_until"),
    )


def _id(item: _Item) -> str:
    """The last part of the key, so that an index need not carry it once more."""
    return str(item["pk"]).rpartition("#")[2]


def as_journal_row(item: _Item) -> Mapping[str, JSON]:
    return cast("Mapping[str, JSON]", unpacked(item["body"]))


def as_screening_summary(item: _Item) -> ScreeningSummary:
    return ScreeningSummary(
        id=_id(item),
        patient_reference=item["patient_reference"],
        case_id=item.get("case_id"),
        received_at=item["received_at"],
        phase=Phase(item["phase"]),
        # The index carries neither: a screening that stands in it has found nothing and is no draft.
        lane=Lane(item.get("lane", Lane.NOTHING_FOUND)),
        contact=Contact(item["contact"]),
        disposition=Disposition(item["disposition"]),
        draft=item.get("draft", False),
    )


def as_screening(item: _Item) -> StoredScreening:
    return StoredScreening(
        summary=as_screening_summary(item),
        answers=unpacked(item["answers"]),
        record=cast("Mapping[str, JSON]", unpacked(item["record"])),
    )
