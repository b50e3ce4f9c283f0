"""What every trial of a mutant would otherwise do again: import other people's packages, parse the same YAML."""

from collections.abc import Callable, Iterable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.mutation.own_tests import WHOLE
from tests.mutation.reached import IMPORT, Check, import_engine, watching, watching_imports
from tests.mutation.trying import forget

_ROOT = Path(__file__).parents[2]
_READ = ("tests/rules", "tests/cases", *(f"rules/content/{name}" for name in ("instruments", "medicines", "trials")))
"""Folders with YAML that tests of the engine read."""


def warm(tests: Iterable[str]) -> None:
    """To be called once, before any mutant is tried. Leaves nothing of the project behind."""
    _remember_what_is_parsed()
    for folder in _READ:
        for path in sorted((_ROOT / folder).rglob("*.yaml")):
            YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    for name in tests:
        import_module(name)
    forget()


def prepare() -> int:
    """Reads what most checks read, and says which lines of the engine ran for it."""
    with watching_imports() as imported:
        import_engine()
    with watching() as seen:
        claims: Any = import_module("tests.mutation.claims")
        claims.read_once()
        cases: Any = import_module(WHOLE)
        cases.cases()
    return imported.lines | seen.lines


def prepare_tests(checks: Iterable[Check], early: int) -> int:
    """Imports the modules of tests for which nothing else of the engine has to run; says what ran nevertheless."""
    with watching() as seen:
        for check in checks:
            module, _, what = check.name.partition(" ")
            if what == IMPORT and not check.lines & ~early:
                import_module(module)
    return seen.lines


def _remember_what_is_parsed() -> None:
    """Whoever changes what it was given spoils it for its own process alone, and without any mutant as well."""
    load: Callable[..., Any] = YAML.load
    parsed: dict[tuple[Any, str], Any] = {}

    @wraps(load)
    def loaded(parser: YAML, stream: Any) -> Any:
        key = (tuple(parser.typ), stream)
        if not isinstance(stream, str):
            return load(parser, stream)
        if key not in parsed:
            parsed[key] = load(parser, stream)
        return parsed[key]

    setattr(YAML, "load", loaded)  # noqa: B010 - a method may not be assigned to
