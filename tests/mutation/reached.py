"""Which functions of the engine each check reaches, so that a mutant meets no check that never comes by it.

Found out once, by running every check on the unchanged engine in one process. A check that finds an answer in a
cache some earlier check has filled does not reach what would have computed it. So a mutant may be called living that
a check left out would have noticed, and never the other way round; `--thorough` tries it on every check.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import process_time
from types import CodeType
from typing import NamedTuple

from tests.mutation.code_mutants import ENGINE

_ROOT = Path(__file__).parents[2]
_READ = ("rules", "tests/rules", "tests/cases", "tests/mutation", "functions", "cli")
"""What a check may depend on."""
IMPORT = "import"
"""Stands for a check where a module of tests is only imported."""
_TOOL = sys.monitoring.PROFILER_ID
_ENTERED = sys.monitoring.events.PY_START


class Check(NamedTuple):
    """A check as a trial names it, its processor time in seconds, and the functions it reached."""

    name: str
    seconds: float
    functions: frozenset[str]


@contextmanager
def watching() -> Iterator[set[str]]:
    """The functions of the engine that are entered meanwhile, as in `judging.judge` or `values.Interval.to_json`."""
    entered: set[str] = set()

    def enter(code: CodeType, _offset: int) -> object:
        if code.co_filename.startswith(str(ENGINE)):
            entered.add(_function(code.co_filename, code.co_qualname))
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(_TOOL, "reached")
    sys.monitoring.register_callback(_TOOL, _ENTERED, enter)
    sys.monitoring.set_events(_TOOL, _ENTERED)
    sys.monitoring.restart_events()
    try:
        yield entered
    finally:
        sys.monitoring.set_events(_TOOL, 0)
        sys.monitoring.free_tool_id(_TOOL)


@contextmanager
def timed() -> Iterator[list[float]]:
    """Holds the processor time that was taken, once it is over."""
    taken: list[float] = []
    began = process_time()
    yield taken
    taken.append(process_time() - began)


@cache
def _function(path: str, name: str) -> str:
    """What is written inside of a function is part of it."""
    module = ".".join(Path(path).relative_to(ENGINE).with_suffix("").parts)
    return f"{module}.{name.partition('.<locals>')[0]}"


def remembered(folder: Path | None) -> list[Check] | None:
    """The checks as an earlier run has written them; None if anything they depend on was changed since."""
    path = folder and _path(folder)
    if path is None or not path.exists():
        return None
    digest, *checks = path.read_text(encoding="utf-8").splitlines()
    if digest != _digest():
        return None
    return [Check(name, seconds, frozenset(functions)) for name, seconds, functions in map(json.loads, checks)]


def remember(folder: Path, checks: Sequence[Check]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps([check.name, check.seconds, sorted(check.functions)]) for check in checks]
    _path(folder).write_text("\n".join([_digest(), *lines]) + "\n", encoding="utf-8")


def _path(folder: Path) -> Path:
    return folder / "reached.jsonl"


@cache
def _digest() -> str:
    contents = {str(path): _content(path) for folder in _READ for path in sorted((_ROOT / folder).rglob("*.*"))}
    return sha256(json.dumps(contents).encode()).hexdigest()


def _content(path: Path) -> str:
    is_read = path.suffix in {".py", ".yaml", ".json", ".txt"}
    return sha256(path.read_bytes()).hexdigest() if is_read else ""


def by_function(checks: Sequence[Check]) -> Mapping[str, frozenset[str]]:
    """The names of the checks that reach each function."""
    functions = {function for check in checks for function in check.functions}
    return {name: frozenset(check.name for check in checks if name in check.functions) for name in functions}
