"""Tries each mutant in a process of its own that starts warm and yet has seen nothing of the unchanged engine.

What is slow and belongs to nobody, other people's packages and what was parsed of YAML, is there before a process
starts. The project's own modules are forgotten in it and imported again with the mutant among them: no constant, no
cache and no rule set can be left over that the unchanged engine has made.
"""

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import CodeType, ModuleType
from typing import Any

from tests.mutation.code_mutants import CodeMutant, file_of

_OURS = frozenset({"rules", "functions", "cli", "infra", "tests"})
_SECONDS = 10
"""Of processor time for one check; without any mutant none takes a fifth of it."""
_MEMORY = 2 << 30
_FROM_OUTSIDE = frozenset({-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT})
_FORK = multiprocessing.get_context("fork")
SURVIVED = ""

type Tried = tuple[CodeMutant, str]


def tried(mutants: Sequence[CodeMutant], tests: Sequence[str], workers: int) -> Iterator[Tried]:
    """Each mutant with the name of the check that noticed it, SURVIVED if none did, as the processes end."""
    waiting = list(reversed(mutants))
    running: dict[Any, tuple[CodeMutant, BaseProcess, Connection]] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            process, told = _started(mutant, tests)
            running[process.sentinel] = (mutant, process, told)
        for sentinel in wait(list(running)):
            mutant, process, told = running.pop(sentinel)
            yield mutant, _outcome(process, told)


def _started(mutant: CodeMutant, tests: Sequence[str]) -> tuple[BaseProcess, Connection]:
    told, telling = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_try, args=(mutant, tests, telling), daemon=True)
    process.start()
    telling.close()
    return process, told


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


def _try(mutant: CodeMutant, tests: Sequence[str], telling: Connection) -> None:
    """In a process of its own, whose output nobody wants. Raises what a mutant raises beside exceptions."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    forget()
    sys.meta_path.insert(0, _Instead(mutant))
    telling.send(first_broken(tests))


def forget() -> None:
    """Lets everything of the project be imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
        del sys.modules[name]


def first_broken(tests: Sequence[str]) -> str:
    """The first check that fails in this process, which has imported nothing of the project yet; else SURVIVED."""
    for name in tests:
        _limit()
        try:
            claims: Any = import_module("tests.mutation.claims")
            claimed = claims.claims([name])
        except Exception as error:  # noqa: BLE001 - what cannot even be imported, the tests would have noticed
            return f"{name}: {type(error).__name__} on import"
        for claim in claimed:
            _limit()
            if claims.broken(claim):
                return f"{name} {claim.name}"
    return SURVIVED


def _limit() -> None:
    """Ends this process when it goes on for too long: an alarm that nothing catches, not even a loop in C."""
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)


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
