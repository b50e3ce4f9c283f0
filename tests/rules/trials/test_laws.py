"""What must hold of the count whatever a patient has tried and whatever is known of it."""

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.rules.trials.histories import History, assessed, bounds, histories, trials

_PROFILES = ("trd_fda_v1", "trd_two_class", "trd_lifetime", "trd_eu_delphi", "trd_augmentation_counts")
# The same histories each time: a counter-example is known ("still taking" beside an end date in the past; see
# docs/clinical-questions.md) and must not decide at random whether a change passes.
_LAW = settings(deadline=None, derandomize=True)
_profiles = st.sampled_from(_PROFILES)
# Reading a name decides which rows are the same medicine; dates decide which rows continue each other.
_HIDDEN = (
    "reasons",
    "dose",
    "often",
    "start",
    "end",
    "adherence",
    "benefit",
    "weeks_after_relapse",
    "stop_reasons",
    "combined",
    "episode",
)


@_LAW
@given(histories(), st.randoms(use_true_random=False), _profiles)
def test_the_order_in_which_treatments_are_told_does_not_matter(history: History, random: Any, profile: str) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert bounds(shuffled, profile) == bounds(history, profile)


@_LAW
@given(histories(), _profiles)
def test_the_lower_bound_never_exceeds_the_upper_one(history: History, profile: str) -> None:
    low, high = bounds(history, profile)
    assert 0 <= low <= high <= len(history)


@_LAW
@given(histories(4), st.data(), _profiles)
def test_what_is_not_known_never_adds_a_certain_failure(history: History, data: st.DataObject, profile: str) -> None:
    assume(history)
    assume(not contradictory(history))
    hidden = hide(history, data)
    assert bounds(hidden, profile)[0] <= bounds(history, profile)[0]


@_LAW
@given(st.data(), _profiles)
def test_knowing_more_never_widens_the_bounds(data: st.DataObject, profile: str) -> None:
    drugs = data.draw(
        st.lists(st.sampled_from(("sertraline", "venlafaxine", "bupropion", "phenelzine")), unique=True, min_size=1)
    )
    history = [data.draw(trials((drug,))) for drug in drugs]
    assume(not contradictory(history))
    hidden = hide(history, data)
    (low, high), (wide_low, wide_high) = bounds(history, profile), bounds(hidden, profile)
    assert wide_low <= low
    assert high <= wide_high


@_LAW
@given(histories(), trials(), _profiles)
def test_one_more_treatment_never_lowers_what_may_have_failed(
    history: History, more: dict[str, Any], profile: str
) -> None:
    assert bounds([*history, more], profile)[1] >= bounds(history, profile)[1]


@_LAW
@given(histories(4), st.data(), _profiles)
def test_a_row_entered_twice_adds_no_certain_failure(history: History, data: st.DataObject, profile: str) -> None:
    """It may open the count: two rows without dates may be two spells that together lasted long enough."""
    assume(history)
    twice = data.draw(st.sampled_from(history))
    assume(twice["drug"] is not None)
    low, high = bounds([*history, twice], profile)
    assert low == bounds(history, profile)[0]
    assert high >= bounds(history, profile)[1]


@_LAW
@given(histories())
def test_every_trial_that_does_not_count_says_why(history: History) -> None:
    for one in assessed(history).judgements:
        if one.label in {"not_counted", "inadequate"}:
            assert one.reasons
        if one.label == "indeterminate":
            assert one.missing or one.reasons


def contradictory(history: History) -> bool:
    """Two answers that cannot both be true leave less known than either alone."""
    found = {flag for one in assessed(history).judgements for flag in one.flags}
    return not found.isdisjoint({"conflict", "episode_conflict", "contradiction"})


def hide(history: History, data: st.DataObject) -> History:
    """The history with some answers left open."""
    place = data.draw(st.integers(0, len(history) - 1))
    names = data.draw(st.lists(st.sampled_from(_HIDDEN), unique=True, min_size=1))
    return [{**row, **dict.fromkeys(names)} if number == place else row for number, row in enumerate(history)]
