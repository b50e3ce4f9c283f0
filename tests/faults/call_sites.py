"""Every place in the functions that calls AWS, found in the source itself, so that a new one cannot be forgotten.

A place is a public method of an adapter and the operation it leads to, however many private methods lie between.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from botocore import xform_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FUNCTIONS: Final = Path(__file__).parents[2] / "functions"
_ADAPTERS: Final = FUNCTIONS / "adapters"
# A paginator is the operation it is made for.
_PAGINATOR: Final = "get_paginator"


@dataclass(frozen=True, order=True)
class Site:
    """A place that calls AWS: the adapter's file, its method, the operation as the SDK's clients spell it."""

    file: str
    method: str
    operation: str

    def __str__(self) -> str:
        return f"{self.method}:{self.operation}"


@cache
def call_sites() -> frozenset[Site]:
    """All of them."""
    return frozenset(site for path in sorted(_ADAPTERS.rglob("*.py")) for site in sites_in(path))


def sites_in(path: Path) -> Iterator[Site]:
    for adapter in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(adapter, ast.ClassDef):
            methods = {each.name: each for each in adapter.body if isinstance(each, ast.FunctionDef)}
            for name in filter(_is_public, methods):
                for operation in _reached(name, methods, frozenset()):
                    yield Site(str(path), f"{adapter.name}.{name}", operation)


def sites_on_the_way(operation: str) -> frozenset[Site]:
    """Which of them the running code has come through to this operation, spelt as AWS spells it."""
    wanted = xform_name(operation)
    frame, found = sys._getframe(1), set()
    while frame is not None:
        found.add(Site(frame.f_code.co_filename, frame.f_code.co_qualname, wanted))
        frame = frame.f_back  # type: ignore[assignment]
    return call_sites() & found


def _is_public(name: str) -> bool:
    return name == "__call__" or not name.startswith("_")


def _reached(name: str, methods: Mapping[str, ast.FunctionDef], seen: frozenset[str]) -> frozenset[str]:
    """The operations a method leads to, by itself and through other methods of its class."""
    found: set[str] = set()
    for node in ast.walk(methods[name]):
        if isinstance(node, ast.Attribute):
            if _is_client(node.value):
                found.add(node.attr)
            elif _is_self(node.value) and node.attr in methods.keys() - seen - {name}:
                found |= _reached(node.attr, methods, seen | {name})
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == _PAGINATOR:
            found |= {str(each.value) for each in node.args if isinstance(each, ast.Constant)}
    return frozenset(found - {_PAGINATOR})


def _is_client(node: ast.expr) -> bool:
    """`self._client`, or one that is made on the spot."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and _is_self(node.func.value) and node.func.attr == "_connect"
    return isinstance(node, ast.Attribute) and _is_self(node.value) and node.attr == "_client"


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"
