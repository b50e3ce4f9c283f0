"""How long each entry file takes to import, against the plain stack, in fresh interpreters taken in turn."""

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from math import nan
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
type _Cases = Mapping[str, tuple[str, Mapping[str, str]]]

_CASES: _Cases = {
    **{name: (name, {}) for name in ENTRIES},
    "plain": (PLAIN, {}),
    "plain, YAML parsed in C": (PLAIN, {"PYYAML_LOADER": "CSafeLoader"}),
    "pydantic and boto3 alone": ("pydantic, boto3", {}),
}


def measure_imports(*, rounds: int, say: Callable[[str], None], peers_optional: bool) -> dict[str, Any]:
    """Median milliseconds, without the interpreter's own start, and medians of the ratios within each round.

    Elapsed time is what a cold start costs; processor time stands beside it, since others use the machine as well. A
    first round that is not counted leaves byte code and warm files behind.
    """
    cases = _importable() if peers_optional else _CASES
    taken = [_round(cases, f"round {turn} of {rounds}", say) for turn in range(rounds + 1)][1:]
    return {
        "ms": {name: median(each[name][0] for each in taken) for name in cases},
        "processor_ms": {name: median(each[name][1] for each in taken) for name in cases},
        "intake_ratio": _ratio(taken, "plain", 0),
        "intake_processor_ratio": _ratio(taken, "plain", 1),
        "intake_ratio_yaml_in_c": _ratio(taken, "plain, YAML parsed in C", 0),
    }


def _importable() -> _Cases:
    """Without the plain stack, where its packages are not installed."""
    complete = all(find_spec(package) for package in ("aws_xray_sdk", "yaml"))
    return {name: case for name, case in _CASES.items() if complete or case[0] != PLAIN}


def _round(cases: _Cases, title: str, say: Callable[[str], None]) -> Mapping[str, Sequence[float]]:
    say(title)
    return {name: _imported(module, variables) for name, (module, variables) in cases.items()}


def _imported(module: str, variables: Mapping[str, str]) -> Sequence[float]:
    """Elapsed and processor milliseconds; whatever a module prints while it is imported stands before them."""
    printed = python("-c", _CODE.format(module=module), **variables)
    return [1000 * float(seconds) for seconds in printed.split()[-2:]]


def _ratio(taken: Sequence[Mapping[str, Sequence[float]]], to: str, clock: int) -> float:
    """Not a number when the plain stack was left out."""
    return median(each["functions.intake"][clock] / each[to][clock] if to in each else nan for each in taken)
