"""Every deed with the places it calls AWS from. A test holds the list against what really happens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.faults.forms import AnswerQuestions, Join, MergeAnswers, SaveDraft, ShowQuestions, Submit
from tests.faults.machines import (
    CountDays,
    Deliver,
    Escalate,
    ForgetClosed,
    Publish,
    PutOff,
    Republish,
    SealStream,
    SealSweep,
)
from tests.faults.people import AskForInformation, Claim, Correct, Decide, Override, Read, Reattribute, Search

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.faults.deeds import Deed


@dataclass(frozen=True)
class Row:
    """A deed, and the places as `Class.method:operation`; `also` are those whose faults leave something else."""

    make: Callable[[], Deed]
    places: str
    also: str = ""


_SETTINGS = "ClinicParameters.of:get_parameter"
_KEY = "SecretKey.__call__:get_secret_value"
_WRITE = "IntakeTable.write:transact_write_items"
_CHANGE = "CaseworkTable.change:transact_write_items"
_REQUEST = "RequestTable.request:get_item"
_CASE = "ReviewTable.case:get_item"
_SCREENING = "ReviewTable.screening:get_item"
_QUEUE = "ReviewTable.queue:query"
_RECORD = "AccessTable.record:put_item"
_CALL = "ContactTopic.call:publish"
_ANNOUNCE = "EventBus.announce:put_events"
_CONFIRM = "OutboxTable.confirm:update_item"
_DUE = "DueTable.due:query"
_REACH = "ClinicParameters.reach_of:get_parameter"
_ESCALATE = f"{_DUE} {_REACH} DueTable.escalate:transact_write_items"
_ALERT = "ContactTopic.alert:publish DueTable.confirm_alert:update_item"
_CHAIN = "ChainTable.head:get_item ChainTable.covered:get_item ChainTable.append:transact_write_items"
_SEAL = f"{_KEY} {_CHAIN} AnchorBucket.keep:put_object"
_WEBHOOK = (
    "EndpointTable.of:query EndpointTable.one:get_item EndpointTable.log:put_item WebhookQueue.put:send_message "
    "WebhookSecrets.__call__:get_parameter"
)

ROWS: Final[Mapping[str, Row]] = {
    "submit": Row(Submit, f"{_SETTINGS} {_KEY} {_WRITE}"),
    "join": Row(Join, f"{_SETTINGS} {_KEY} {_WRITE}"),
    "save draft": Row(SaveDraft, f"{_SETTINGS} {_KEY} {_WRITE}"),
    "read queue": Row(partial(Read, path="/v1/cases"), f"{_KEY} {_QUEUE} {_RECORD}"),
    "count queue": Row(partial(Read, path="/v1/cases/counts"), _QUEUE),
    "read nothing found": Row(
        partial(Read, path="/v1/screenings", query={"lane": "nothing_found"}),
        f"{_KEY} ReviewTable.nothing_found:query {_RECORD}",
    ),
    "read case": Row(
        partial(Read, path="/v1/cases/{case}"), f"{_KEY} {_CASE} {_SCREENING} ReviewTable.journal:query {_RECORD}"
    ),
    "read screening": Row(partial(Read, path="/v1/screenings/{screening}"), f"{_KEY} {_SCREENING} {_RECORD}"),
    "read figures": Row(partial(Read, path="/v1/figures"), f"{_SETTINGS} {_QUEUE} FigureTable.days:query"),
    "read course": Row(
        partial(Read, path="/v1/cases/{case}/course"),
        f"{_SETTINGS} {_KEY} {_CASE} {_SCREENING} ReviewTable.patient:query ReviewTable.journal:query {_RECORD}",
    ),
    "search patient": Row(Search, f"{_KEY} ReviewTable.patient:query {_CASE} {_SCREENING} {_RECORD}"),
    "export record": Row(
        partial(Read, path="/v1/cases/{case}/record", function="records"),
        f"{_KEY} CaseItemsTable.everything:query {_SCREENING} {_RECORD} SigningKey.sign:sign",
    ),
    "export list": Row(partial(Read, path="/v1/exports/cases.csv", function="records"), f"{_KEY} {_QUEUE} {_RECORD}"),
    "claim": Row(Claim, f"{_KEY} {_CASE} {_CHANGE}"),
    "correct": Row(Correct, f"{_SETTINGS} {_KEY} {_CASE} {_SCREENING} {_CHANGE}"),
    "ask for information": Row(AskForInformation, f"{_SETTINGS} {_KEY} {_CASE} {_SCREENING} {_CHANGE}"),
    "reattribute": Row(Reattribute, f"{_SETTINGS} {_KEY} {_CASE} {_SCREENING} {_CHANGE}"),
    "decide": Row(Decide, f"{_SETTINGS} {_KEY} {_CASE} {_CHANGE}"),
    "override": Row(Override, f"{_SETTINGS} {_KEY} {_CASE} {_SCREENING} {_CHANGE}"),
    "publish": Row(Publish, f"{_CALL} {_ANNOUNCE} {_CONFIRM}"),
    "publish late": Row(Republish, f"{_CALL} {_ANNOUNCE} {_CONFIRM} {_ESCALATE} {_ALERT}", also=_KEY),
    # Without its key the sweeper wakes people all the same, and verifying names the entry (tests of sweeping).
    "escalate": Row(Escalate, f"{_ESCALATE} {_ALERT}", also=_KEY),
    "forget a closed case": Row(ForgetClosed, f"{_ESCALATE} DueTable.escalate:update_item", also=_KEY),
    "put off": Row(PutOff, f"{_DUE} DueTable.postpone:update_item"),
    "seal": Row(SealStream, _SEAL),
    "seal late": Row(SealSweep, f"{_SEAL} TailTable.unsealed:query TailTable.unsealed:batch_get_item"),
    "count days": Row(
        CountDays,
        f"{_SETTINGS} HappeningTable.happened:query HappeningTable.entries:query HappeningTable.changes:get_item "
        "HappeningTable.records:get_item FigureTable.keep:put_item",
    ),
    "deliver": Row(Deliver, _WEBHOOK),
    "deliver to nobody": Row(partial(Deliver, replies=[410]), f"{_WEBHOOK} EndpointTable.disable:update_item"),
    "show questions": Row(ShowQuestions, f"{_SETTINGS} {_KEY} {_REQUEST}"),
    "answer questions": Row(AnswerQuestions, f"{_SETTINGS} {_KEY} {_REQUEST} {_WRITE}"),
    "merge answers": Row(MergeAnswers, f"{_SETTINGS} {_KEY} {_CASE} {_SCREENING} {_CHANGE}"),
}

# The same parameter was read for the settings in the same request, so it is never asked for here: the faults of that
# reading are those of this one.
READ_A_MOMENT_BEFORE: Final = frozenset({"ClinicParameters.waiver_of:get_parameter"})
