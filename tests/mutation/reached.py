"""Which lines of the engine each check reaches, so that a mutant meets no check that never comes by it.

Found out once, by running every check on the unchanged engine in one process. A check that finds an answer in a
cache some earlier check has filled does not reach what would have computed it. So a mutant may be called living that
a check left out would have noticed, and never the other way round; `--thorough` tries it on every check.

Lines are kept as the bits of a number, those of all modules one after another.
"""

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from time import process_time
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from tests.mutation.code_mutants import file_of, modules_of, source_of

IMPORT = "import"
"""Stands for a check where a module of tests is only imported."""
_ROOT = Path(__file__).parents[2]
_READ = ("rules", "tests/rules", "tests/cases", "functions", "cli")
"""What a check may depend on beside this folder, whose modules only call it."""
_TOOL = sys.monitoring.PROFILER_ID
_EVENTS = sys.monitoring.events


class Check(NamedTuple):
    """A check as a trial names it, its processor time in seconds, and the lines it reached."""

    name: str
    seconds: float
    lines: int


class Seen:
    """The lines that were reached while somebody watched."""

    def __init__(self) -> None:
        self.lines = 0

    def line(self, code: CodeType, number: int) -> object:
        self.lines |= 1 << _offsets()[code.co_filename] + number
        return sys.monitoring.DISABLE

    def function(self, code: CodeType, _offset: int) -> object:
        if code.co_filename in _offsets():
            for _, _, number in code.co_lines():
                self.line(code, number or 0)
        return sys.monitoring.DISABLE


def lines_of(module: str, first: int, last: int) -> int:
    """These lines of a module, both included."""
    return (1 << last - first + 1) - 1 << _offsets()[str(file_of(module))] + first


@contextmanager
def watching_imports() -> Iterator[Seen]:
    """Sees all lines of the functions that run while the engine is imported; to be done before `watching`."""
    sys.monitoring.use_tool_id(_TOOL, "reached")
    seen = Seen()
    sys.monitoring.register_callback(_TOOL, _EVENTS.PY_START, seen.function)
    sys.monitoring.set_events(_TOOL, _EVENTS.PY_START)
    yield seen
    sys.monitoring.set_events(_TOOL, 0)
    for code in _codes():
        sys.monitoring.set_local_events(_TOOL, code, _EVENTS.LINE)


@contextmanager
def watching() -> Iterator[Seen]:
    """Sees the lines of the engine that are reached meanwhile."""
    seen = Seen()
    sys.monitoring.register_callback(_TOOL, _EVENTS.LINE, seen.line)
    sys.monitoring.restart_events()
    yield seen
    sys.monitoring.register_callback(_TOOL, _EVENTS.LINE, None)


def import_engine() -> None:
    for module in modules_of([]):
        import_module(f"rules.engine.{module}".removesuffix(".__init__"))


@contextmanager
def timed() -> Iterator[list[float]]:
    """Holds the processor time that was taken, once it is over."""
    taken: list[float] = []
    began = process_time()
    yield taken
    taken.append(process_time() - began)


def _codes() -> Iterator[CodeType]:
    """The code of every function of the engine that is there, with what is written inside of it."""
    functions = [found for found in gc.get_objects() if isinstance(found, FunctionType)]
    waiting = [function.__code__ for function in functions if function.__code__.co_filename in _offsets()]
    while waiting:
        code = waiting.pop()
        waiting += [part for part in code.co_consts if isinstance(part, CodeType)]
        yield code


@cache
def _offsets() -> dict[str, int]:
    """Where the lines of each file begin among all lines."""
    offsets, begin = {}, 0
    for module in modules_of([]):
        offsets[str(file_of(module))] = begin
        begin += source_of(module).count("\n") + 2
    return offsets


def remembered(folder: Path | None, tests: Sequence[str]) -> list[Check]:
    """The checks of those modules of tests of which nothing was changed since they were written down."""
    path = folder and _path(folder)
    if path is None or not path.exists():
        return []
    found = [(digest, Check(name, seconds, int(lines, 16))) for digest, name, seconds, lines in _read(path)]
    digests = {name: digest_of(name) for name in tests}
    return [check for digest, check in found if digest == digests.get(check.name.partition(" ")[0])]


def remember(folder: Path, checks: Sequence[Check]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with _path(folder).open("w", encoding="utf-8") as file:
        for check in checks:
            digest = digest_of(check.name.partition(" ")[0])
            file.write(json.dumps([digest, check.name, check.seconds, f"{check.lines:x}"]) + "\n")


def _read(path: Path) -> Iterator[list[Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _path(folder: Path) -> Path:
    return folder / "reached.jsonl"


@cache
def digest_of(tests: str) -> str:
    """Of a module of tests with everything that is not one."""
    own = _ROOT.joinpath(*tests.split(".")).with_suffix(".py")
    return sha256(f"{_digest_of_all()}{_content(own)}".encode()).hexdigest()[:16]


@cache
def _digest_of_all() -> str:
    files = [path for folder in _READ for path in sorted((_ROOT / folder).rglob("*.*"))]
    contents = {str(path): _content(path) for path in files if not path.name.startswith("test_")}
    return sha256(json.dumps(contents).encode()).hexdigest()


def _content(path: Path) -> str:
    is_read = path.suffix in {".py", ".yaml", ".json", ".txt"}
    return sha256(path.read_bytes()).hexdigest() if is_read else ""
