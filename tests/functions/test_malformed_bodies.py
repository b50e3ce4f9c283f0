"""A short run in every build; `python -m tests.functions.malformed_bodies` makes the long one."""

from tests.functions.malformed_bodies import run

SHORT = 3_000


def test_no_malformed_body_breaks_the_service_is_stored_or_makes_a_result_milder() -> None:
    tally = run(SHORT, seed=1)
    assert tally.failures == []
    assert len(tally.distinct) == SHORT
    assert {201, 400} <= set(tally.statuses)
