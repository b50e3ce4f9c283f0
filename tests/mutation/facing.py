"""Chooses what each mutant of the engine has to meet, and makes ready what all of them need."""

import gc
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from tests.mutation.code_mutants import CodeMutant, modules_of
from tests.mutation.own_tests import faced_by, faced_by_all
from tests.mutation.reached import Check, by_function, remember, remembered
from tests.mutation.trying import Faced, checks_of
from tests.mutation.warming import prepare, prepare_tests, warm

_SLOW = 1.5
"""Seconds of processor time: a check that takes longer is met in a thorough run only."""


class Facing:
    """To be made once, in the process from which all trials are started. Raises AssertionError if a check fails."""

    def __init__(self, folder: Path | None, *, thorough: bool) -> None:
        self._thorough = thorough
        tests = faced_by_all(modules_of([]))
        warm(tests)
        early = prepare()
        self._checks = _checks(folder, tests)
        self._early = early | prepare_tests(self._checks, early)
        # What is there already is left alone, so that the processes can go on sharing it.
        gc.freeze()

    def faced(self, mutant: CodeMutant) -> Faced:
        tests = faced_by(mutant.module.removeprefix("rules.engine."))
        if self._thorough:
            return Faced(tests)
        has_run = mutant.function in self._early
        only = self._quick if has_run else self._by_function.get(mutant.function, frozenset()) & self._quick
        return Faced(tests, only, has_run)

    @cached_property
    def _quick(self) -> frozenset[str]:
        return frozenset(check.name for check in self._checks if check.seconds < _SLOW)

    @cached_property
    def _by_function(self) -> Mapping[str, frozenset[str]]:
        return by_function(self._checks)


def _checks(folder: Path | None, tests: list[str]) -> list[Check]:
    known = remembered(folder)
    if known is None:
        known = checks_of(tests)
        if folder is not None:
            remember(folder, known)
    return known
