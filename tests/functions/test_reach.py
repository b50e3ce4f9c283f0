"""How a clinic writes down when it is staffed and who is called."""

from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from functions.service.reach import ContactPoint, Level, ReachSettings, Timers
from tests.functions.test_due_times import shifts

SETTINGS = st.builds(
    ReachSettings,
    zone=st.just(ZoneInfo("America/Denver")),
    hours=st.dictionaries(st.integers(0, 6), shifts()),
    closed=st.frozensets(st.dates(), max_size=3),
    timers=st.builds(Timers, acknowledge_now=st.integers(1, 60), on_call_again=st.integers(1, 240)),
    contacts=st.lists(
        st.builds(
            ContactPoint,
            level=st.sampled_from(Level),
            channel=st.just("sms"),
            address=st.from_regex(r"\+[1-9]\d{6,14}", fullmatch=True).filter(str.isascii),
        ),
        max_size=3,
    ).map(tuple),
)


@given(SETTINGS)
def test_settings_are_read_back_as_they_were_written(reach: ReachSettings) -> None:
    assert ReachSettings.from_json({"timeZone": "America/Denver", "reach": reach.to_json()}) == reach


def test_one_part_can_be_settled_without_the_others() -> None:
    reach = ReachSettings.from_json({"timeZone": "UTC", "reach": {"closed": ["2026-12-25"]}})
    assert (reach.closed, reach.timers) == (frozenset({date(2026, 12, 25)}), Timers())
    assert reach.hours == ReachSettings(zone=ZoneInfo("UTC")).hours
