"""Where the knee is, by the definition."""

from dataclasses import replace

from tests.load.knee import Step, bends, knee, offered_by, part, step_of
from tests.load.ledger import Finished, Request

GOOD = Step(users=6, offered=2.4, finished=2.4, requests=5.0, turned_away=0.0, failed=0, p95=0.2)
LATE = replace(GOOD, p95=1.01)


def steps(*served: bool) -> list[Step]:
    return [replace(GOOD if good else LATE, users=6 * (place + 1)) for place, good in enumerate(served)]


def users_at_the_knee(*served: bool) -> int | None:
    found = knee(steps(*served))
    return found.users if found else None


def test_the_knee_is_the_last_served_step_before_two_that_were_not() -> None:
    assert users_at_the_knee(True, True, True, False, False, True) == 18
    assert users_at_the_knee(True, False, True, True) == 24
    assert users_at_the_knee(False, False, True) is None
    assert knee([]) is None


def test_the_ramp_goes_on_after_one_bad_step() -> None:
    assert not bends(steps(True, False))
    assert bends(steps(True, False, False))


def test_each_of_the_four_conditions_counts() -> None:
    assert GOOD.is_served
    for harm in ({"finished": 2.2}, {"turned_away": 0.011}, {"failed": 1}, {"p95": 1.01}):
        assert not replace(GOOD, **harm).is_served


def test_a_step_counts_what_happened_in_it() -> None:
    requests = [
        Request(at, "form", status, took, 0)
        for at, status, took in ((9, 500, 9), (10, 201, 1), (11, 429, 2), (19, 0, 3), (20, 500, 9))
    ]
    finished = [Finished(at, "form", 1) for at in (9.0, 10.0, 15.0, 20.0)]
    step = step_of(6, 10, 20, requests, finished)
    assert (step.requests, step.finished, step.failed) == (0.3, 0.2, 1)
    assert (step.turned_away, step.p95) == (1 / 3, 3)


def test_six_users_are_four_forms_and_two_practitioners() -> None:
    assert offered_by(6) == 4 * 0.5 + 2 * 0.2


def test_a_quantile_of_nothing_is_nothing() -> None:
    assert (part([], 0.99), part([1.0], 0.99), part(list(range(100)), 0.95)) == (0.0, 1.0, 95)
