"""Chooses what each mutant of the engine has to meet, and makes ready what all of them need."""

import gc
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.code_mutants import CodeMutant, modules_of
from tests.mutation.own_tests import faced_by, faced_by_all, own
from tests.mutation.places import place_of
from tests.mutation.reached import Check, lines_of, remember, remembered
from tests.mutation.trying import Faced, checks_of
from tests.mutation.warming import prepare, prepare_tests, warm

_SECONDS = 1.5
"""Of processor time for the checks of one mutant beside its module's own: the quickest ones, as far as it lasts."""
_SLOW = 1.5


class Facing:
    """To be made once, in the process from which all trials are started. Raises AssertionError if a check fails."""

    def __init__(self, folder: Path | None, *, thorough: bool) -> None:
        self._thorough = thorough
        tests = faced_by_all(modules_of([]))
        warm(tests)
        early = prepare()
        self.checks = _checks(folder, tests)
        self._early = early | prepare_tests(self.checks, early)
        # What is there already is left alone, so that the processes can go on sharing it.
        gc.freeze()

    def faced(self, mutant: CodeMutant) -> Faced:
        module = mutant.module.removeprefix("rules.engine.")
        if self._thorough:
            return Faced(faced_by(module))
        place = place_of(mutant)
        statement, function = lines_of(module, *place.statement), lines_of(module, *place.function)
        has_run = bool(self._early & statement)
        reaching = [check for check in self.checks if has_run or check.lines & statement]
        return Faced(
            faced_by(module),
            frozenset(_affordable(reaching, own(module))),
            has_run or (place.inside and bool(self._early & function)),
        )


def _affordable(checks: Sequence[Check], own_tests: Sequence[str]) -> list[str]:
    chosen, left = [], _SECONDS
    for check in sorted(checks, key=lambda check: check.seconds):
        is_own = check.name.partition(" ")[0] in own_tests and check.seconds < _SLOW
        if is_own or check.seconds < left:
            chosen.append(check.name)
            left -= 0 if is_own else check.seconds
    return chosen


def _checks(folder: Path | None, tests: Sequence[str]) -> list[Check]:
    known = remembered(folder, tests)
    there = {check.name.partition(" ")[0] for check in known}
    found = checks_of([name for name in tests if name not in there])
    if folder is not None and found:
        remember(folder, [*known, *found])
    return [*known, *found]
