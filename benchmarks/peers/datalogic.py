"""JsonLogic in Rust (datalogic-py), with its reused session and answers parsed beforehand."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from benchmarks.guarded import Test
from benchmarks.peers.contender import Contender, Rules, by_code, package
from rules.engine.values import Number

ENGINE = "datalogic-py"


def datalogic_peers(rules: Rules) -> list[Contender]:
    datalogic = package("datalogic_py")
    engine = datalogic.Engine()
    expressions = [{"if": [logic(true), 1, logic(false), 0, 2]} for true, false in rules]
    each = [engine.compile(expression) for expression in expressions]
    whole = engine.compile(expressions)
    session = engine.session()
    return [
        Contender(
            ENGINE,
            "a call a rule",
            datalogic.DataHandle,
            lambda handle: [session.evaluate_int(rule, handle) for rule in each],
            by_code,
        ),
        Contender(
            ENGINE, "one call", datalogic.DataHandle, lambda handle: session.evaluate_data(whole, handle), by_code
        ),
    ]


def logic(test: Test) -> Any:
    """One test as JsonLogic; inside `filter` a name means a field of the row."""
    match test:
        case ("and" | "or" as word, *parts):
            return {word: [logic(part) for part in parts]}
        case ("not", inner):
            return {"!": [logic(inner)]}
        case ("rows", operator, group, inner, bound):
            return {operator: [{"length": {"filter": [{"var": group}, logic(inner)]}}, bound]}
        case (form, *arguments):
            return _LEAVES[form](*arguments)
    raise ValueError(f"{test} cannot be written")


def _size(operator: str, name: str, bound: Number) -> Any:
    return {operator: [{"var": name}, float(bound) if isinstance(bound, Decimal) else bound]}


_LEAVES: Mapping[str, Callable[..., Any]] = {
    "known": lambda name: {"!==": [{"var": name}, None]},
    "yes": lambda name: {"===": [{"var": name}, True]},
    "size": _size,
    "is": lambda name, options: {"in": [{"var": name}, list(options)]},
    "ticked": lambda name, options: {"or": [{"in": [option, {"var": name}]} for option in options]},
}
