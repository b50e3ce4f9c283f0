"""What is told of a screening: to whom, under which name, and that nothing but ids, clinic and contact is told."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.channels import detail
from functions.adapters.dynamodb.outbox import notice_at, outbox_item
from functions.service.entries import screening_entry
from functions.service.errors import NoticeUnreadableError
from functions.service.notices import Event, Notice, following, notices_of
from functions.service.records import CaseMove, ScreeningEntry
from rules.engine.terms import Contact
from tests.functions.builders import IDENTIFIERS, NOW, arrival

IDS = st.text("0123456789abcdef", min_size=32, max_size=32)
NOTICES = st.builds(
    Notice,
    id=IDS,
    event=st.sampled_from(Event),
    clinic=st.from_regex(r"[a-z0-9]{8,32}", fullmatch=True),
    case_id=st.none() | IDS,
    contact=st.sampled_from(Contact),
)


def entry(says: str, number: int = 1) -> ScreeningEntry:
    return screening_entry(arrival(says), IDENTIFIERS, f"{number:032x}", draft=False)


def told(says: str, move: CaseMove | None) -> list[Event]:
    return [notice.event for notice in notices_of(entry(says), move)]


def test_a_screening_that_opens_a_case_tells_of_both() -> None:
    assert told("review", CaseMove.OPENED) == [Event.SCREENING_COMPLETED, Event.CASE_OPENED]


@pytest.mark.parametrize("move", [move for move in CaseMove if move is not CaseMove.OPENED])
def test_a_screening_that_joins_a_case_tells_of_itself(move: CaseMove) -> None:
    assert told("now", move) == [Event.SCREENING_COMPLETED]


def test_a_screening_that_found_nothing_is_told_of_too() -> None:
    (notice,) = notices_of(entry("nothing"), None)
    assert (notice.event, notice.case_id) == (Event.SCREENING_COMPLETED, None)


def test_one_danger_calls_people_once() -> None:
    opening, joining = notices_of(entry("now"), CaseMove.OPENED), notices_of(entry("now", 2), CaseMove.JOINED)
    assert [notice.calls_people for notice in opening] == [True, False]
    assert [notice.calls_people for notice in joining] == [True]
    assert not any(notice.calls_people for notice in notices_of(entry("today"), CaseMove.OPENED))


def test_no_two_events_share_an_id_and_a_repetition_keeps_it() -> None:
    first = notices_of(entry("now"), CaseMove.OPENED)
    assert len({notice.id for notice in first}) == 2
    assert first == notices_of(entry("now"), CaseMove.OPENED)
    assert following(first[0], Event.CASE_OVERDUE).id not in {notice.id for notice in first}


@given(NOTICES)
def test_a_key_of_the_outbox_tells_the_whole_notice(notice: Notice) -> None:
    stored = notice if notice.case_id else replace(notice, case_id=None)
    item = outbox_item(stored, NOW)
    assert notice_at({"pk": str(item["pk"]), "sk": str(item["sk"])}) == stored


@given(NOTICES)
def test_a_message_holds_ids_clinic_and_contact_and_nothing_else(notice: Notice) -> None:
    assert json.loads(json.dumps(detail(notice))) == {
        "id": notice.id,
        "clinic": notice.clinic,
        "caseId": notice.case_id,
        "contact": notice.contact.value,
    }


@pytest.mark.parametrize(
    ("pk", "sk"),
    [
        ("", ""),
        ("None", "None"),
        (f"CLINIC#democlinic#CASE#{'0' * 32}", "CASE"),
        (f"CLINIC#democlinic#CASE#{'0' * 32}", f"OUTBOX#case.sold#now#{'0' * 32}"),
        (f"CLINIC#democlinic#CASE#{'0' * 32}", f"OUTBOX#case.opened#soon#{'0' * 32}"),
        (f"CLINIC#democlinic#CASE#{'0' * 32}", "OUTBOX#case.opened#now#0"),
        (f"CLINIC#democlinic#CASE#{'0' * 32}\n", f"OUTBOX#case.opened#now#{'0' * 32}"),
        (f"CLINIC#Demo Clinic#CASE#{'0' * 32}", f"OUTBOX#case.opened#now#{'0' * 32}"),
        (f"CLINIC#democlinic#SCREENING#{'1' * 32}", f"OUTBOX#screening.completed#now#{'0' * 32}"),
    ],
)
def test_a_key_no_writer_of_ours_made_is_not_guessed_at(pk: str, sk: str) -> None:
    with pytest.raises(NoticeUnreadableError):
        notice_at({"pk": pk, "sk": sk})
