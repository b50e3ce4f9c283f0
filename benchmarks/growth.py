"""How the cost of a screening grows: with the rules up to 2,000, with the treatment trials of one intake up to 100.

Runs in a process of its own (`python -m benchmarks.growth RESULT REPEATS`). Further rules are those of the release
over again under new ids, on the same questionnaire: as many findings and as many words for each rule as now, but no
further fact is read. Trials are one after the other; 100 is as many rows as an answer may have.
"""

import json
import sys
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from math import log
from pathlib import Path
from statistics import linear_regression
from time import process_time_ns
from typing import Any, Final

from benchmarks.intakes import invented, with_trials
from benchmarks.samples import AS_OF, SITE, samples
from benchmarks.timing import in_turn
from functions.adapters.released import RELEASED, current_rule_set
from functions.service.documents import packed, written
from rules.authoring.release import canonical_bytes, compile_content
from rules.engine.rule_set import RuleSet, build_rule_set
from rules.engine.screening import Screening, screen
from rules.engine.terms import Phase
from rules.engine.treatment_history import treatment_history

RULES: Final = (500, 1000, 2000)
TRIALS: Final = (1, 5, 10, 25, 50, 100)
_COMPILED: Final = 2
_LOADED: Final = 5
_FITTED: Final = 3
_UNSTAMPED: Final = "0" * 64

type Document = Mapping[str, Any]
type Costs = dict[str, dict[str, float]]


def measure_growth(repeats: int) -> dict[str, Any]:
    """What a release costs, and both curves with the powers of the size by which costs grow."""
    rule_set = ready(current_rule_set())
    document = rule_set.document
    sizes = (1, len(document["rules"]), *RULES)
    return {
        "release": of_release(repeats),
        "rules": _curve({str(size): of_rules(document, size, repeats) for size in sizes}),
        "trials": _curve({str(count): of_trials(rule_set, count, repeats) for count in (0, *TRIALS)}),
    }


def _curve(costs: Costs) -> dict[str, Any]:
    return {"costs": costs, "powers": powers(costs)}


def of_release(repeats: int) -> dict[str, float]:
    """Content to rule set with all its checks, in milliseconds of processor time, and what the loaded one holds."""
    path = RELEASED / f"{current_rule_set().version}.json"
    times = [_ms(compile_content) for _ in range(min(_COMPILED, repeats))]
    return {"compile_ms": min(times), "file_kb": path.stat().st_size / 1024}


def of_rules(document: Document, size: int, repeats: int) -> dict[str, float]:
    content = canonical_bytes({**document, "rules": several(document["rules"], size)})

    def loaded() -> RuleSet:
        return ready(build_rule_set(json.loads(content), _UNSTAMPED))

    rule_set = loaded()
    return {
        "file_kb": len(content) / 1024,
        "load_ms": min(_ms(loaded) for _ in range(min(_LOADED, repeats))),
        "memory_kb": _kilobytes(loaded),
        **_times(rule_set, repeats),
    }


def of_trials(rule_set: RuleSet, count: int, repeats: int) -> dict[str, float]:
    """The well person's intake with this many treatment trials."""
    answers = with_trials(count)
    screening = _screened(rule_set, answers)
    steps = {
        "screen_us": lambda: _screened(rule_set, answers),
        "timeline_us": lambda: treatment_history(screening),
    }
    return {**in_turn(steps, repeats=repeats), "stored_bytes": float(len(packed(written(screening.to_record()))))}


def several(rules: Sequence[Document], size: int) -> list[Document]:
    """So many rules: those given, over again under new ids."""
    rounds = ((place // len(rules), rules[place % len(rules)]) for place in range(size))
    return [rule if again == 0 else {**rule, "id": f"{rule['id']}_{again}"} for again, rule in rounds]


def ready(rule_set: RuleSet) -> RuleSet:
    """With everything a first form would have to wait for."""
    _ = rule_set.usual, rule_set.gate_conditions, rule_set.explanation
    return rule_set


def powers(costs: Costs) -> dict[str, float]:
    """For each cost the power of the further size by which it grows beyond the smallest one; 1 is a straight line.

    Least squares on logarithms over the three largest sizes, where noise is small beside what was added. A cost that
    does not grow has none.
    """
    (smallest, first), *others = ((int(size), each) for size, each in costs.items())
    grown = {
        cost: [(size - smallest, each[cost] - first[cost]) for size, each in others[-_FITTED:]] for cost in first
    }
    return {cost: _power(points) for cost, points in grown.items() if all(more > 0 for _, more in points)}


def _power(points: Sequence[tuple[float, float]]) -> float:
    sizes, costs = zip(*points, strict=True)
    return linear_regression([log(size) for size in sizes], [log(cost) for cost in costs]).slope


def _times(rule_set: RuleSet, repeats: int) -> dict[str, float]:
    """Microseconds for one screening: of intakes as they come, each another one, and of a form without any answer."""
    intakes = invented()
    steps = {
        "invented_us": lambda: [_screened(rule_set, answers) for answers in intakes],
        "all_unknown_us": lambda: _screened(rule_set, samples()["all unknown"]),
    }
    times = in_turn(steps, repeats=repeats)
    return {**times, "invented_us": times["invented_us"] / len(intakes)}


def _screened(rule_set: RuleSet, answers: Mapping[str, Any]) -> Screening:
    return screen(rule_set, answers, phase=Phase.INTAKE, as_of=AS_OF, site=SITE, submitted_on=AS_OF)


def _ms(work: Callable[[], Any]) -> float:
    begun = process_time_ns()
    work()
    return (process_time_ns() - begun) / 1e6


def _kilobytes(load: Callable[[], Any]) -> float:
    """What stays allocated while one is held."""
    tracemalloc.start()
    held = load()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del held
    return size / 1024


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure_growth(int(sys.argv[2]))))
