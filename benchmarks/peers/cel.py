"""CEL in C++ (cel-expr-python): one map variable holds the answers; what is missing is absent."""

from typing import Any

from benchmarks.peers.contender import Contender, Rules, by_code, package
from benchmarks.peers.text import Dialect, texts, verdict

DIALECT = Dialect(
    conjunction=" && ",
    disjunction=" || ",
    negation="!",
    outside="a.",
    inside="row.",
    known=lambda name: f"has({name})",
    member=lambda name, options: f"{name} in {options}",
    overlap=lambda name, options: "(" + " || ".join(f"{texts([each])[1:-1]} in {name}" for each in options) + ")",
    matching=lambda group, test: f"{group}.filter(row, {test}).size()",
)


def cel_peers(rules: Rules) -> list[Contender]:
    cel = package("cel_expr_python.cel")
    answers = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    environment = cel.NewEnv(variables={"a": answers})
    expressions = [verdict(rule, DIALECT) for rule in rules]
    each = [environment.compile(expression) for expression in expressions]
    whole = environment.compile("[" + ", ".join(expressions) + "]")

    def prepared(plain: Any) -> Any:
        return environment.Activation({"a": plain})

    return [
        Contender(
            "cel-expr-python",
            "a call a rule",
            prepared,
            lambda activation: [expression.eval(activation).value() for expression in each],
            by_code,
        ),
        Contender(
            "cel-expr-python",
            "one call",
            prepared,
            lambda activation: whole.eval(activation).plain_value(),
            by_code,
        ),
    ]
