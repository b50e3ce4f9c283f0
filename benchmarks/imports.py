"""How long each entry file takes to import, against the plain stack, in fresh interpreters taken in turn."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks.children import python

ENTRIES = ("functions.intake", "functions.reviews", "functions.catalog")
PLAIN = "benchmarks.plain_stack"
_CODE = """
import time
begun = time.perf_counter(), time.process_time()
import {module}
print(time.perf_counter() - begun[0], time.process_time() - begun[1])
"""
_CASES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    **{name: (name, {}) for name in ENTRIES},
    "plain": (PLAIN, {}),
    "plain, YAML parsed in C": (PLAIN, {"PYYAML_LOADER": "CSafeLoader"}),
    "pydantic and boto3 alone": ("pydantic, boto3", {}),
}


def measure_imports(*, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Median milliseconds, without the interpreter's own start, and medians of the ratios within each round.

    Elapsed time is what a cold start costs; processor time stands beside it, since others use the machine as well. A
    first round that is not counted leaves byte code and warm files behind.
    """
    taken = [_round(turn, rounds, say) for turn in range(rounds + 1)][1:]
    return {
        "ms": {name: median(each[name][0] for each in taken) for name in _CASES},
        "processor_ms": {name: median(each[name][1] for each in taken) for name in _CASES},
        "intake_ratio": _ratio(taken, "plain", 0),
        "intake_processor_ratio": _ratio(taken, "plain", 1),
        "intake_ratio_yaml_in_c": _ratio(taken, "plain, YAML parsed in C", 0),
    }


def _round(turn: int, rounds: int, say: Callable[[str], None]) -> Mapping[str, Sequence[float]]:
    say(f"round {turn} of {rounds}")
    return {name: _imported(module, variables) for name, (module, variables) in _CASES.items()}


def _imported(module: str, variables: Mapping[str, str]) -> Sequence[float]:
    """Elapsed and processor milliseconds; whatever a module prints while it is imported stands before them."""
    printed = python("-c", _CODE.format(module=module), **variables)
    return [1000 * float(seconds) for seconds in printed.split()[-2:]]


def _ratio(taken: Sequence[Mapping[str, Sequence[float]]], to: str, clock: int) -> float:
    return median(each["functions.intake"][clock] / each[to][clock] for each in taken)
