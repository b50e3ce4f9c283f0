"""The condition language: Python's boolean syntax over declared names, parsed and checked, never run by Python.

What comes out is the JSON form that `rules.engine.conditions` compiles. Everything that is not in the small list
of forms below is refused, and so is every name, unit or option that was not declared.
"""

import ast
from collections.abc import Callable, Mapping

from rules.authoring.declarations import Declarations, FactType
from rules.authoring.problems import ExpressionError

type Json = str | list["Json"]

_OPERATORS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_SIZED = frozenset({"list", "group"})


def parse_condition(text: str, names: Declarations) -> list[Json]:
    """The checked form of a condition. Raises ExpressionError, which says what does not fit."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        raise ExpressionError("is not a boolean expression") from None
    return _condition(tree.body, names)


def _condition(node: ast.expr, names: Declarations) -> list[Json]:
    if isinstance(node, ast.Attribute):
        raise ExpressionError(f"`{ast.unparse(node)}`: rules never refer to rules; use a derived fact")
    build = _FORMS.get(type(node))
    if build is None:
        raise ExpressionError(f"`{ast.unparse(node)}` is not part of the language")
    return build(node, names)


def _boolean(node: ast.expr, names: Declarations) -> list[Json]:
    assert isinstance(node, ast.BoolOp)  # noqa: S101 - by the table of forms
    word = "and" if isinstance(node.op, ast.And) else "or"
    return [word, *(_condition(part, names) for part in node.values)]


def _negated(node: ast.expr, names: Declarations) -> list[Json]:
    if not isinstance(node, ast.UnaryOp) or not isinstance(node.op, ast.Not):
        raise ExpressionError(f"`{ast.unparse(node)}` is not part of the language")
    return ["not", _condition(node.operand, names)]


def _name(node: ast.expr, names: Declarations) -> list[Json]:
    name = _identifier(node)
    if _fact(name, names).kind != "yes_no":
        raise ExpressionError(f"`{name}` is not a yes/no fact; compare it with something")
    return ["fact", name]


def _comparison(node: ast.expr, names: Declarations) -> list[Json]:
    """A comparison; a chain `low <= x <= high` becomes the conjunction of its links."""
    assert isinstance(node, ast.Compare)  # noqa: S101 - by the table of forms
    sides = [node.left, *node.comparators]
    links = [_link(left, op, right, names) for left, op, right in zip(sides, node.ops, sides[1:], strict=False)]
    return links[0] if len(links) == 1 else ["and", *links]


def _link(left: ast.expr, op: ast.cmpop, right: ast.expr, names: Declarations) -> list[Json]:
    if isinstance(op, ast.In | ast.NotIn):
        member = _member(left, right, names)
        return ["not", member] if isinstance(op, ast.NotIn) else member
    operator = _OPERATORS.get(type(op))
    if operator is None:
        raise ExpressionError("only < <= > >= == != and in compare")
    if isinstance(left, ast.Constant) or (isinstance(right, ast.Constant) and not isinstance(left, ast.Name)):
        raise ExpressionError("a bare number or text cannot be compared with; name a parameter")
    if isinstance(right, ast.Constant):
        return _is_option(left, operator, right, names)
    if _is_call(left, "count"):
        return _count(left, operator, right, names)
    if _is_call(left, "since"):
        return _since(left, operator, right, names)
    return _sized(left, operator, right, names)


def _member(left: ast.expr, right: ast.expr, names: Declarations) -> list[Json]:
    """`'x' in ticked_options` or `choice in ('x', 'y')`."""
    if isinstance(left, ast.Constant):
        name = _identifier(right)
        return ["has_any", name, [_option(left, name, "multi_choice", names)]]
    name = _identifier(left)
    if not isinstance(right, ast.Tuple) or not right.elts:
        raise ExpressionError("`in` needs a tuple of options")
    return ["option", name, [_option(part, name, "choice", names) for part in right.elts]]


def _is_option(left: ast.expr, operator: str, right: ast.expr, names: Declarations) -> list[Json]:
    name = _identifier(left)
    if operator not in {"==", "!="}:
        raise ExpressionError("a bare number or text cannot be compared with; name a parameter")
    chosen: list[Json] = ["option", name, [_option(right, name, "choice", names)]]
    return chosen if operator == "==" else ["not", chosen]


def _option(node: ast.expr, name: str, kind: str, names: Declarations) -> str:
    fact = _fact(name, names)
    if fact.kind != kind:
        raise ExpressionError(f"`{name}` is not a {kind} fact")
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        raise ExpressionError("a bare number cannot be compared with; name a parameter")
    if node.value not in fact.options:
        raise ExpressionError(f"`{node.value}` is not an option of `{name}`")
    return node.value


def _sized(left: ast.expr, operator: str, right: ast.expr, names: Declarations) -> list[Json]:
    """Two quantities, or two dates: the fact first, a parameter or another fact second."""
    first, second = _identifier(left), _identifier(right)
    if first in names.parameters and second in names.facts:
        first, second, operator = second, first, _MIRRORED[operator]
    fact = _fact(first, names)
    if fact.kind not in {"quantity", "date"}:
        raise ExpressionError(f"`{first}` has no size")
    if _unit(second, names) != (fact.kind, fact.unit):
        raise ExpressionError(f"`{first}` and `{second}` are not in the same unit")
    return ["compare", operator, first, second]


def _unit(name: str, names: Declarations) -> tuple[str, str | None]:
    parameter = names.parameters.get(name)
    if parameter is None:
        fact = _fact(name, names)
        return fact.kind, fact.unit
    return ("period" if parameter.period else "quantity"), parameter.unit


def _since(call: ast.expr, operator: str, right: ast.expr, names: Declarations) -> list[Json]:
    (argument,) = _arguments(call, 1)
    name, period = _identifier(argument), _identifier(right)
    if _fact(name, names).kind != "date":
        raise ExpressionError(f"`{name}` is not a date")
    if period not in names.parameters or not names.parameters[period].period:
        raise ExpressionError(f"`{period}` is not a period of time")
    if operator not in {"<", "<=", ">", ">="}:
        raise ExpressionError("elapsed time compares with < <= > >=")
    return ["since", operator, name, period]


def _count(call: ast.expr, operator: str, right: ast.expr, names: Declarations) -> list[Json]:
    group_node, condition = _arguments(call, 2)
    group, bound = _group(group_node, names), _identifier(right)
    if bound not in names.parameters or names.parameters[bound].unit != "1":
        raise ExpressionError(f"a count compares with a parameter of unit 1, not `{bound}`")
    return ["count", operator, group, _condition(condition, names.within(group)), bound]


def _call(node: ast.expr, names: Declarations) -> list[Json]:
    assert isinstance(node, ast.Call)  # noqa: S101 - by the table of forms
    build = _CALLS.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if build is None:
        raise ExpressionError(f"`{ast.unparse(node)}` is not part of the language")
    return build(node, names)


def _unknown(call: ast.expr, names: Declarations) -> list[Json]:
    (argument,) = _arguments(call, 1)
    if isinstance(argument, ast.Name):
        _fact(argument.id, names)
        return ["unknown", argument.id]
    return ["unknown", _condition(argument, names)]


def _any_row(call: ast.expr, names: Declarations) -> list[Json]:
    group_node, condition = _arguments(call, 2)
    group = _group(group_node, names)
    return ["any_row", group, _condition(condition, names.within(group))]


def _some(call: ast.expr, names: Declarations) -> list[Json]:
    (argument,) = _arguments(call, 1)
    name = _identifier(argument)
    if _fact(name, names).kind not in _SIZED:
        raise ExpressionError(f"`{name}` is neither a list nor a group")
    return ["some", name]


def _any_of(call: ast.expr, names: Declarations) -> list[Json]:
    assert isinstance(call, ast.Call)  # noqa: S101 - reached through the table of calls only
    if not call.args or len(call.args) == 1:
        raise ExpressionError("any_of needs a fact and at least one option")
    name = _identifier(call.args[0])
    return ["has_any", name, [_option(part, name, "multi_choice", names) for part in call.args[1:]]]


def _group(node: ast.expr, names: Declarations) -> str:
    name = _identifier(node)
    if _fact(name, names).kind != "group":
        raise ExpressionError(f"`{name}` is not a repeating group")
    return name


def _fact(name: str, names: Declarations) -> FactType:
    if name not in names.facts:
        raise ExpressionError(f"`{name}` is not declared")
    return names.facts[name]


def _identifier(node: ast.expr) -> str:
    if not isinstance(node, ast.Name):
        raise ExpressionError(f"`{ast.unparse(node)}` stands where a name has to stand")
    return node.id


def _arguments(call: ast.expr, count: int) -> list[ast.expr]:
    if not isinstance(call, ast.Call) or call.keywords or len(call.args) != count:
        raise ExpressionError(f"`{ast.unparse(call)}` needs {count} argument(s)")
    return call.args


def _is_call(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


type _Builder = Callable[[ast.expr, Declarations], list[Json]]

_FORMS: Mapping[type[ast.expr], _Builder] = {
    ast.BoolOp: _boolean,
    ast.UnaryOp: _negated,
    ast.Name: _name,
    ast.Compare: _comparison,
    ast.Call: _call,
}
_CALLS: Mapping[str, _Builder] = {"unknown": _unknown, "any": _any_row, "some": _some, "any_of": _any_of}
