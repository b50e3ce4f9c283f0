"""Names, doses, weeks and episodes as they are written."""

from decimal import Decimal
from typing import Any

import pytest

from rules.engine.trials.reading import Written, trial_reader
from rules.engine.trials.trial import Trial
from rules.engine.truth import NO, YES
from rules.engine.values import Interval
from tests.rules.trials.histories import EPISODE, TODAY, assessed, bounds, day, read, tables, trial


def seen(*, ever_well: Any = YES, **answers: Any) -> Trial:
    return Trial.of(read([trial(**answers)], ever_well=ever_well)[0])


@pytest.mark.parametrize(
    ("written", "agent"),
    [
        ("Zoloft", "sertraline"),
        ("  ZOLOFT ", "sertraline"),
        ("venlafaxine XR", "venlafaxine"),
        ("Effexor XR", "venlafaxine"),
        ("Paxil CR", "paroxetine_cr"),
        ("bupropion hcl xl", "bupropion"),
        ("Silenor", "low_dose_doxepin"),
        ("sertralin", None),
        ("sertraline or something", None),
        ("xr", None),
        ("", None),
        (None, None),
    ],
)
def test_only_exact_names_are_taken(written: str | None, agent: str | None) -> None:
    assert seen(drug=written).agent == agent


def test_an_agent_that_is_not_known_has_no_entry() -> None:
    assert tables().agents.get(None) is None


@pytest.mark.parametrize(
    ("answers", "low", "high"),
    [
        ({"dose": 50, "often": "twice"}, 100, 100),
        ({"dose": 50, "often": None}, 50, None),
        ({"dose": None}, 0, None),
        ({"dose": 50, "often": "as_needed"}, 0, None),
        ({"drug": "fluoxetine", "dose": 90, "often": "weekly"}, 20, 20),
        ({"drug": "fluoxetine", "dose": 60, "often": "weekly"}, 0, None),
        ({"drug": "unheard of", "dose": 90, "often": "weekly"}, 0, None),
        ({"drug": "Emsam", "dose": 9, "often": "patch"}, 9, 9),
        ({"drug": "Auvelity", "dose": 45, "often": "twice"}, 210, 210),
        ({"drug": "Auvelity", "dose": 60, "often": "twice"}, 0, None),
    ],
)
def test_a_dose_a_day(answers: dict[str, Any], low: int, high: int | None) -> None:
    found = seen(**answers)
    assert (found.mg_low, found.mg_high) == (low, high)


@pytest.mark.parametrize(
    ("answers", "low", "high"),
    [
        ({"weeks": 10}, 10, 10),
        ({"drug": "bupropion", "weeks": 10}, 9, 10),
        ({"drug": "bupropion", "weeks": 10, "weeks_at_dose": 7}, 7, 7),
        ({"weeks": 9, "weeks_most": 4}, 4, 9),
        ({"weeks": None, "weeks_most": 5}, 0, 5),
        ({"weeks": None}, 0, None),
        ({"weeks": None, "start": day(2025, 1, 1), "end": day(2025, 2, 11)}, 6, 6),
        ({"weeks": None, "start": TODAY - 20, "stop_reasons": frozenset({"still_taking"})}, 3, 3),
        ({"weeks": None, "start": TODAY - 20, "stop_reasons": None}, 0, 3),
        ({"weeks": None, "start": Interval(TODAY - 69, TODAY - 41), "end": TODAY}, 6, 10),
        ({"weeks": None, "end": TODAY}, 0, None),
        ({"weeks": None, "start": TODAY, "end": TODAY}, Decimal(1) / 7, Decimal(1) / 7),
        ({"weeks": None, "start": TODAY - 6, "end": Interval(TODAY - 10, TODAY)}, 0, 1),
    ],
)
def test_weeks_from_statements_or_dates(answers: dict[str, Any], low: int, high: int | None) -> None:
    found = seen(**answers)
    assert (found.weeks_low, found.weeks_high) == (low, high)
    assert not found.doubts


@pytest.mark.parametrize(("weeks", "doubted"), [(7, True), (8, False), (12, False), (13, True)])
def test_weeks_that_differ_from_the_dates_by_more_than_two_are_doubted(weeks: int, *, doubted: bool) -> None:
    found = seen(weeks=weeks, start=day(2025, 1, 1), end=day(2025, 3, 11))
    assert ("conflict" in found.doubts) is doubted


def test_an_end_before_the_start_leaves_the_duration_open() -> None:
    found = seen(weeks=None, start=TODAY, end=TODAY - 30)
    assert found.weeks_high is None
    assert found.doubts == {"conflict"}


def test_more_weeks_at_the_dose_than_between_the_dates_are_doubted() -> None:
    assert seen(weeks=None, weeks_at_dose=20, start=day(2025, 1, 1), end=day(2025, 3, 11)).doubts == {"conflict"}


@pytest.mark.parametrize(
    ("answers", "in_episode"),
    [
        ({"episode": "current"}, YES),
        ({"episode": "earlier"}, NO),
        ({"episode": None}, None),
        ({"episode": None, "end": EPISODE}, YES),
        ({"episode": None, "end": EPISODE - 1}, NO),
        ({"episode": None, "end": Interval(EPISODE - 10, EPISODE + 10)}, None),
        ({"episode": None, "start": None, "end": EPISODE - 1, "ever_well": NO}, YES),
        ({"episode": "current", "start": None, "end": EPISODE - 1}, None),
    ],
)
def test_a_trial_belongs_to_the_episode_in_which_it_ended(answers: dict[str, Any], in_episode: Any) -> None:
    found = seen(**answers)
    assert found.in_episode is in_episode


@pytest.mark.parametrize(
    ("start", "end", "in_episode"),
    [
        (Interval(EPISODE, EPISODE + 30), EPISODE - 1, NO),
        (Interval(EPISODE, EPISODE + 30), EPISODE, None),
        (Interval(EPISODE, EPISODE + 30), EPISODE + 29, None),
        (Interval(EPISODE, EPISODE + 30), EPISODE + 30, YES),
        (None, EPISODE, None),
        (EPISODE, None, None),
    ],
)
def test_an_episode_may_have_begun_within_a_month(start: Any, end: Any, in_episode: Any) -> None:
    found = Trial.of(read([trial(episode=None, end=end)], start=start)[0])
    assert (found.in_episode, found.doubts) == (in_episode, frozenset())


def test_an_episode_told_against_the_dates_is_doubted() -> None:
    assert seen(episode="current", end=EPISODE - 1).doubts == {"episode_conflict"}
    assert seen(episode="earlier", end=EPISODE).doubts == {"episode_conflict"}
    assert seen(episode="earlier", end=EPISODE - 1).doubts == frozenset()


@pytest.mark.parametrize(
    ("answers", "ongoing"),
    [
        ({"stop_reasons": frozenset({"still_taking"})}, YES),
        ({"stop_reasons": frozenset({"still_taking", "cost"})}, YES),
        ({"stop_reasons": frozenset({"cost"})}, NO),
        ({"stop_reasons": None, "end": TODAY}, NO),
        ({"stop_reasons": None}, None),
    ],
)
def test_a_trial_goes_on_or_has_ended(answers: dict[str, Any], ongoing: Any) -> None:
    assert seen(**answers).ongoing is ongoing


@pytest.mark.parametrize(
    ("adherence", "share"),
    [("from_80", (80, 100)), ("from_50_to_79", (50, 79)), ("under_50", (0, 49)), (None, (0, None))],
)
def test_a_share_of_the_doses(adherence: str | None, share: tuple[int, int | None]) -> None:
    assert seen(adherence=adherence).adherence == share


@pytest.mark.parametrize(("often", "as_needed"), [("as_needed", YES), ("once", NO), (None, None)])
def test_taken_when_needed_or_regularly(often: str | None, as_needed: Any) -> None:
    assert seen(often=often).as_needed is as_needed


def test_a_medicine_nobody_knows_is_kept_as_it_was_written_and_has_no_titration() -> None:
    found = seen(drug="the white ones", weeks=10)
    assert (found.written, found.agent, found.titration, found.weeks) == ("the white ones", None, 0, (10, 10))
    assert seen(drug="Wellbutrin XL").titration == 1


def test_columns_of_different_length_are_a_fault() -> None:
    columns = [("sertraline", "citalopram"), *[(None,)] * (len(Written._fields) - 1)]
    with pytest.raises(ValueError, match=r"^zip\(\) argument 2 is shorter than argument 1$"):
        trial_reader(tables().agents)(TODAY, *columns, EPISODE, YES, 2)


def test_a_history_nobody_has_told_is_not_an_empty_one() -> None:
    assert trial_reader(tables().agents)(TODAY, *[None] * len(Written._fields), None, None, 2) is None
    assert read([]) == ()


def spell(start: int, end: int, **answers: Any) -> dict[str, Any]:
    return trial(weeks=None, start=start, end=end, **answers)


@pytest.mark.parametrize(("gap", "failed"), [(14, (1, 1)), (15, (0, 0))])
def test_taking_it_again_within_two_weeks_continues_the_trial(gap: int, failed: tuple[int, int]) -> None:
    first = spell(day(2025, 1, 1), day(2025, 1, 21))
    again = spell(day(2025, 1, 21) + gap + 1, day(2025, 1, 21) + gap + 21)
    assert bounds([first, again]) == failed


def test_days_covered_twice_count_once() -> None:
    one = spell(day(2025, 1, 1), day(2025, 1, 28))
    assert bounds([one, spell(day(2025, 1, 8), day(2025, 1, 28))]) == (0, 0)
    assert bounds([one, spell(day(2025, 1, 8), day(2025, 2, 11))]) == (1, 1)


def test_a_spell_at_too_low_a_dose_adds_nothing() -> None:
    assert bounds([spell(day(2025, 1, 1), day(2025, 1, 21)), spell(day(2025, 1, 22), day(2025, 2, 28), dose=25)]) == (
        0,
        0,
    )


def test_spells_without_dates_may_add_up() -> None:
    assert bounds([trial(weeks=4), trial(weeks=3)]) == (0, 1)
    assert bounds([trial(weeks=4), trial(weeks=3, episode="earlier")]) == (0, 0)
    assert bounds([trial(weeks=4), trial(weeks=None)]) == (0, 1)


def test_spells_far_apart_do_not_add_up() -> None:
    assert bounds([trial(weeks=4, end=day(2025, 1, 1)), trial(weeks=3, start=day(2025, 3, 1))]) == (0, 0)


def test_the_dose_of_a_spell_may_be_open() -> None:
    found = assessed([spell(day(2025, 1, 1), day(2025, 1, 21), dose=None), spell(day(2025, 1, 22), day(2025, 2, 28))])
    assert (found.tally.low, found.tally.high) == (0, 1)
