"""Where a mutant stands in the source: the statement that was changed and the function around it."""

import ast
from functools import cache
from typing import NamedTuple

from tests.mutation.code_mutants import CodeMutant, source_of

type _Function = ast.FunctionDef | ast.AsyncFunctionDef


class Span(NamedTuple):
    """Lines of a module, both included."""

    first: int
    last: int


class Place(NamedTuple):
    """The changed statement, the outermost function it is in, and whether it is in one written inside of that."""

    statement: Span
    function: Span
    inside: bool


def place_of(mutant: CodeMutant) -> Place:
    line = mutant.line
    around = [node for node in _statements(mutant.module.removeprefix("rules.engine.")) if _holds(node, line)]
    functions = [node for node in around if isinstance(node, _Function.__value__)]
    outermost = functions[0]
    innermost = max(around, key=lambda node: (node.lineno, isinstance(node, _Function.__value__)))
    return Place(_span(innermost, line), _whole(outermost), inside=len(functions) > 1)


@cache
def _statements(module: str) -> list[ast.stmt]:
    found = [node for node in ast.walk(ast.parse(source_of(module))) if isinstance(node, ast.stmt)]
    return sorted(found, key=lambda node: node.lineno)


def _holds(node: ast.stmt, line: int) -> bool:
    return _whole(node).first <= line <= _whole(node).last


def _whole(node: ast.stmt) -> Span:
    return Span(node.lineno, node.end_lineno or node.lineno)


def _span(node: ast.stmt, line: int) -> Span:
    """Of a compound statement only its head, unless another part of it was changed."""
    body = getattr(node, "body", None)
    if isinstance(node, _Function.__value__) or not body:
        return _whole(node)
    head = Span(node.lineno, max(node.lineno, body[0].lineno - 1))
    return head if head.first <= line <= head.last else _whole(node)
