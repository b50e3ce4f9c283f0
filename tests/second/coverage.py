"""How often each rule fired, was clear and was unknown in a run: agreement says nothing about a rule that did not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from tests.second.logic import Verdict
from tests.second.tables import ROWS

OUTCOMES = ("fired", "clear", "unknown")
SELDOM = 300

type Coverage = Counter[tuple[str, str]]


def counted(verdicts: Mapping[str, Verdict]) -> Coverage:
    return Counter((rule_id, verdict.outcome) for rule_id, verdict in verdicts.items())


def never_fired(coverage: Coverage) -> tuple[str, ...]:
    return tuple(rule_id for rule_id in sorted(ROWS) if not coverage[rule_id, "fired"])


def table(coverage: Coverage) -> Iterator[str]:
    """One line for each rule, with a mark where an outcome was seldom seen."""
    yield f"{'rule':44}" + "".join(f"{outcome:>9}" for outcome in OUTCOMES)
    for rule_id in sorted(ROWS):
        times = [coverage[rule_id, outcome] for outcome in OUTCOMES]
        yield f"{rule_id:44}" + "".join(f"{number:9}" for number in times) + _mark(times)


def _mark(times: Iterable[int]) -> str:
    seldom = [outcome for outcome, number in zip(OUTCOMES, times, strict=True) if number < SELDOM]
    return f"  seldom: {', '.join(seldom)}" if seldom else ""
