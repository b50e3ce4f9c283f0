"""How long a request goes on trying."""

from functions.api.visits import Deadline


def longest(_low: float, high: float) -> float:
    return high


def test_pauses_grow_and_end_in_time_to_answer() -> None:
    slept: list[float] = []
    deadline = Deadline(lambda: 10.0 - sum(slept), slept.append, longest)
    attempts = 0
    while deadline.pause(attempts):
        attempts += 1
    assert slept[:4] == [0.025, 0.05, 0.1, 0.2]
    assert max(slept) == 0.8
    assert 10.0 - sum(slept) >= 3.0


def test_however_often_it_was_tried_the_pause_stays_short() -> None:
    slept: list[float] = []
    assert Deadline(lambda: 10.0, slept.append, longest).pause(100_000)
    assert slept == [0.8]


def test_without_time_nothing_is_tried_again() -> None:
    assert not Deadline(lambda: 2.9, lambda _: None, longest).pause(0)
