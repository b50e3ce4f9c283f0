"""Tries each mutant in a process of its own that starts warm and yet has seen nothing its function has made.

What is slow is there before a process starts: other people's packages, what was parsed of YAML, the released rule
set. A function that did not run for that is changed where it stands. For any other one the project's own modules are
forgotten and imported again with the mutant among them: no constant, no cache and no rule set can be left over that
the unchanged engine has made.
"""

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

from tests.mutation.code_mutants import CodeMutant, file_of
from tests.mutation.in_place import put_into_its_function
from tests.mutation.reached import IMPORT, Check, timed, watching

_OURS = frozenset({"rules", "functions", "cli", "infra", "tests"})
_SECONDS = 6
"""Of processor time for one check; of those that every mutant meets none takes a third of it without one."""
_PATIENT = 10
"""How much longer checks may take that are too slow to be met by every mutant."""
_MEMORY = 2 << 30
_FROM_OUTSIDE = frozenset({-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT})
_FORK = multiprocessing.get_context("fork")
SURVIVED = ""

type Tried = tuple[CodeMutant, str]


class Faced(NamedTuple):
    """What a mutant meets: modules of tests in this order, of them `only` these checks if any are named."""

    tests: Sequence[str]
    only: frozenset[str] | None = None
    has_run: bool = True
    """Whether its function ran before any trial."""

    def modules(self) -> Iterator[str]:
        named = self.only and {check.partition(" ")[0] for check in self.only}
        yield from (name for name in self.tests if self.only is None or name in (named or ()))


def tried(mutants: Sequence[CodeMutant], faced: Callable[[CodeMutant], Faced], workers: int) -> Iterator[Tried]:
    """Each mutant with the name of the check that noticed it, SURVIVED if none did, as the processes end."""
    waiting = list(reversed(mutants))
    running: dict[Any, tuple[CodeMutant, BaseProcess, Connection]] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            process, told = _started(_try, mutant, faced(mutant))
            running[process.sentinel] = (mutant, process, told)
        for sentinel in wait(list(running)):
            mutant, process, told = running.pop(sentinel)
            yield mutant, _outcome(process, told)


def checks_of(tests: Sequence[str]) -> list[Check]:
    """Every check with what it reaches. Raises AssertionError when one fails: it would seem to catch every mutant."""
    process, told = _started(_watch, tests)
    try:
        found: Any = told.recv()
    except EOFError:
        found = "ended before it was through"
    process.join()
    if isinstance(found, str):
        raise AssertionError(f"fails without any mutant: {found}")  # noqa: TRY004 - it is a check that failed
    return [Check(*check) for check in found]


def _started(work: Callable[..., object], *arguments: object) -> tuple[BaseProcess, Connection]:
    told, telling = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_aside, args=(work, telling, *arguments), daemon=True)
    process.start()
    telling.close()
    return process, told


def _aside(work: Callable[..., object], telling: Connection, *arguments: object) -> None:
    """In a process of its own, whose output nobody wants."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    telling.send(work(*arguments))


def _outcome(process: BaseProcess, told: Connection) -> str:
    """What a process has told; one that ended without a word was ended by its mutant.

    Raises InterruptedError when somebody else ended it: that says nothing about the mutant.
    """
    process.join()
    with told, suppress(EOFError):
        return str(told.recv())
    if process.exitcode in _FROM_OUTSIDE:
        raise InterruptedError(f"a trial was ended from outside: {process.exitcode}")
    return f"ended: {process.exitcode}"


def _try(mutant: CodeMutant, faced: Faced) -> str:
    """Raises what a mutant raises beside exceptions."""
    most = _memory_held() + _MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if faced.has_run or not put_into_its_function(mutant):
        forget()
        sys.meta_path.insert(0, _Instead(mutant))
    return first_broken(faced)


def _watch(tests: Sequence[str]) -> list[tuple[object, ...]] | str:
    """Every check with what it reaches, or the name of one that fails."""
    checks: list[tuple[object, ...]] = []
    calling: Any = import_module("tests.mutation.calling")
    for name in tests:
        with watching() as importing, timed() as taken:
            claimed = calling.claims([name])
        checks.append((f"{name} {IMPORT}", *taken, importing.lines))
        for claim in claimed:
            with watching() as entered, timed() as taken:
                fails = calling.broken(claim)
            if fails:
                return f"{name} {claim.name}"
            checks.append((f"{name} {claim.name}", *taken, importing.lines | entered.lines))
    return checks


def forget() -> None:
    """Lets everything of the project be imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
        del sys.modules[name]


def first_broken(faced: Faced) -> str:
    """The first check that fails in this process; else SURVIVED."""
    patience = _PATIENT if faced.only is None else 1
    for name in faced.modules():
        _limit(patience)
        try:
            calling: Any = import_module("tests.mutation.calling")
            claimed = calling.claims([name])
        except Exception as error:  # noqa: BLE001 - what cannot even be imported, the tests would have noticed
            return f"{name}: {type(error).__name__} on import"
        for claim in claimed:
            check = f"{name} {claim.name}"
            _limit(patience)
            if (faced.only is None or check in faced.only) and calling.broken(claim):
                return check
    return SURVIVED


def _limit(patience: float) -> None:
    """Ends this process when it goes on for too long: an alarm that nothing catches, not even a loop in C."""
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS * patience)


class _Instead:
    """Finds the mutant where the module is looked for."""

    def __init__(self, mutant: CodeMutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, _path: object = None, _target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self._mutant.module:
            return None
        path = str(file_of(name.removeprefix("rules.engine.")))
        return spec_from_file_location(name, path, loader=_Loader(name, path, self._mutant.source))


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.get_filename(fullname), "exec", dont_inherit=True)


def _memory_held() -> int:
    """Bytes of address space this process has: what it was forked from may have grown large."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
