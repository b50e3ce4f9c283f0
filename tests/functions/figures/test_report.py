"""What somebody who leads a clinic reads: the queue now, the times and the rules of a period."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.service.counts import MOST_COUNTED
from functions.service.errors import UnreadableRequestError
from functions.service.figures.ageing import Band, band
from functions.service.figures.report import LONGEST_PERIOD, Period, percentile, rate
from tests.functions.builders import OTHER_CLINIC
from tests.functions.desks import Service, envelope
from tests.functions.promises import contract

TODAY = date(2026, 4, 20)
DAYS = st.dates(date(2000, 1, 1), date(2999, 12, 31))


def time_of(said: dict[str, Any], step: str, contact: str) -> dict[str, Any]:
    (found,) = [time for time in said["times"] if (time["step"], time["contact"]) == (step, contact)]
    return dict(found)


def test_open_cases_stand_by_contact_lane_and_age(clinic_service: Service) -> None:
    for number, (says, minutes) in enumerate((("review", 5000), ("review", 10), ("now", 10), ("information", 0))):
        clinic_service.submit(envelope(says, f"patient-{number}"), key=f"key-{number}")
        clinic_service.clock.at += timedelta(minutes=minutes)
    queue = clinic_service.oversee().body["queue"]
    assert (queue["open"], queue["complete"]) == (4, True)
    assert [(ages["contact"], ages["lane"], ages["count"]) for ages in queue["ages"]] == [
        ("now", "contact", 1),
        ("routine", "judgement", 2),
        ("routine", "collecting", 1),
    ]
    judged = queue["ages"][1]
    assert {name: count for name, count in judged["bands"].items() if count} == {"under1Hour": 1, "under7Days": 1}
    assert judged["oldestOpenedAt"] == (clinic_service.clock.at - timedelta(minutes=5020)).isoformat()


def test_what_is_done_and_what_still_waits_stand_side_by_side(clinic_service: Service) -> None:
    for number in range(3):
        clinic_service.submit(envelope("now", f"patient-{number}"), key=f"key-{number}")
    rows = clinic_service.read("/v1/cases").body["cases"]
    for minutes, row in zip((1, 9), rows, strict=False):
        clinic_service.clock.at += timedelta(minutes=minutes)
        clinic_service.work(row["id"], "contacts", {"result": "acknowledged"})
    clinic_service.clock.at += timedelta(minutes=1)
    clinic_service.count()
    time = time_of(clinic_service.oversee().body, "acknowledged", "now")
    assert (time["count"], time["median"], time["ninetieth"], time["slowest"]) == (2, 60, 600, 600)
    assert (time["waiting"], time["longestWaiting"]) == (1, 660)


def test_only_the_days_that_were_asked_for_are_in_the_figures(clinic_service: Service) -> None:
    for number in range(3):
        clinic_service.submit(envelope("review", f"patient-{number}"), key=f"key-{number}")
        clinic_service.clock.at += timedelta(days=1)
    clinic_service.count(5)
    said = clinic_service.oversee(from_="2026-04-21", to="2026-04-22").body
    assert (said["forms"], said["daysCounted"], said["timeZone"]) == (2, 2, "America/Los_Angeles")
    assert said["countedAt"] == clinic_service.clock.at.isoformat()


def test_rates_are_of_what_they_can_be_of(clinic_service: Service) -> None:
    for number, says in enumerate(("review", "nothing", "nothing", "information")):
        clinic_service.submit(envelope(says, f"patient-{number}"), key=f"key-{number}")
    clinic_service.count()
    rules = {rule["ruleId"]: rule for rule in clinic_service.oversee().body["rules"]}
    pressure, unknown = rules["cardiac.bp_defer"], rules["cardiac.htn_unknown"]
    assert (pressure["firedRate"], pressure["unknownRate"], pressure["overrideRate"]) == (0.3333, 0.0, None)
    assert (unknown["firedRate"], unknown["unknownRate"]) == (0.0, 1.0)


def test_thirty_days_up_to_today_unless_said(clinic_service: Service) -> None:
    said = clinic_service.oversee().body
    assert (said["from"], said["to"]) == ("2026-03-22", "2026-04-20")
    assert (said["daysCounted"], said["countedAt"], said["rules"]) == (0, None, [])


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-04-21", "to": "2026-04-20"},
        {"from": "2025-04-19", "to": "2026-04-20"},
        {"from": "20260401"},
        {"from": "2026-W01"},
        {"to": "2026-02-30"},
        {"to": "0001-01-01"},
        {"from": ""},
        {"since": "2026-04-01"},
    ],
)
def test_a_period_that_is_none_is_refused(clinic_service: Service, query: dict[str, str]) -> None:
    assert clinic_service.oversee(**query).status == 400


@pytest.mark.parametrize(
    ("role", "status"), [("lead", 200), ("auditor", 200), ("practitioner", 403), ("coordinator", 403), ("admin", 403)]
)
def test_leads_and_auditors_see_figures(clinic_service: Service, role: str, status: int) -> None:
    assert clinic_service.oversee(role=role).status == status


def test_figures_name_no_patient_no_case_and_nobody_else_s_clinic(clinic_service: Service) -> None:
    clinic_service.submit(envelope("now", "Mary-1970"))
    clinic_service.submit(envelope("review", "John-1980"), clinic=OTHER_CLINIC)
    case = clinic_service.read("/v1/cases").body["cases"][0]["id"]
    clinic_service.work(case, "contacts", {"result": "reached", "note": "Safe, with family."})
    clinic_service.count()
    said = clinic_service.oversee().text
    assert not [each for each in ("Mary", "John", "family", case, "cardiac.bp_defer", "person-1") if each in said]
    assert json.loads(said)["forms"] == 1


def test_a_clinic_whose_settings_cannot_be_read_has_no_days(clinic_service: Service) -> None:
    clinic_service.clinics.sites.clear()
    assert clinic_service.oversee().status == 503


def test_a_queue_beyond_the_budget_is_said_to_be_cut(
    clinic_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.service.counts.MOST_COUNTED", 2)
    monkeypatch.setattr("functions.service.counts._PAGE", 1)
    for number in range(3):
        clinic_service.submit(envelope("review", f"patient-{number}"), key=f"key-{number}")
    queue = clinic_service.oversee().body["queue"]
    assert (queue["open"], queue["complete"], MOST_COUNTED) == (2, False, 1000)


def test_the_contract_names_every_band() -> None:
    named = contract()["components"]["schemas"]["Band"]["enum"]
    assert named == [each.value for each in Band]


@given(st.lists(st.integers(0, 10**7), min_size=1), st.integers(1, 100))
def test_a_percentile_is_a_value_that_occurred_and_so_many_do_not_exceed_it(seconds: list[int], percent: int) -> None:
    ascending = sorted(seconds)
    found = percentile(ascending, percent)
    assert found is not None
    assert found in seconds
    assert sum(each <= found for each in seconds) * 100 >= percent * len(seconds)
    assert sum(each < found for each in seconds) * 100 < percent * len(seconds)


def test_nothing_has_no_percentile_and_no_rate() -> None:
    assert (percentile((), 50), rate(0, 0)) == (None, None)


@given(st.timedeltas(timedelta(), timedelta(days=400)))
def test_every_age_has_one_band_and_older_ones_never_a_younger_band(age: timedelta) -> None:
    order = list(Band)
    assert order.index(band(age)) <= order.index(band(age + timedelta(hours=1)))
    assert band(timedelta(days=14)) is Band.OLDER


@given(DAYS, DAYS, DAYS)
def test_a_period_is_within_a_year_or_refused(first: date, last: date, today: date) -> None:
    if 0 <= (last - first).days < LONGEST_PERIOD:
        assert Period.asked(first, last, today) == Period(first, last)
    else:
        with pytest.raises(UnreadableRequestError):
            Period.asked(first, last, today)
