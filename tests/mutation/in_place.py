"""Puts a mutant's code into the function of a running engine: far quicker than to import everything anew.

Only a function that has not run yet can be changed so: nothing it made can be left in a cache or a constant.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from tests.mutation.code_mutants import CodeMutant, file_of, source_of


def put_into_its_function(mutant: CodeMutant) -> bool:
    """Whether that could be done: not where a default was changed, or the name does not lead to the function."""
    module = mutant.module.removeprefix("rules.engine.")
    path = mutant.function.removeprefix(f"{module}.").split(".")
    function = _function(sys.modules.get(mutant.module), path)
    code = _code(compile(mutant.source, str(file_of(module)), "exec", dont_inherit=True), path)
    if function is None or code is None or not _same_head(source_of(module), mutant.source, path):
        return False
    if code.co_freevars != function.__code__.co_freevars:
        return False
    function.__code__ = code
    return True


def _function(holder: Any, path: list[str]) -> FunctionType | None:
    for name in path:
        holder = vars(holder).get(name) if holder is not None else None
    held = inspect.unwrap(getattr(holder, "fget", getattr(holder, "func", getattr(holder, "__func__", holder))))
    return held if isinstance(held, FunctionType) and held.__qualname__ == ".".join(path) else None


def _code(code: CodeType, path: list[str]) -> CodeType | None:
    for name in path:
        inside = [part for part in code.co_consts if isinstance(part, CodeType) and part.co_name == name]
        if len(inside) != 1:
            return None
        code = inside[0]
    return code


def _same_head(original: str, mutated: str, path: list[str]) -> bool:
    """Defaults and decorators are computed where a function is defined."""
    return list(_head(original, path)) == list(_head(mutated, path))


def _head(source: str, path: list[str]) -> Iterator[str]:
    node: Any = ast.parse(source)
    for name in path:
        node = next(part for part in node.body if getattr(part, "name", None) == name)
    yield from map(ast.dump, (node.args, *node.decorator_list))
