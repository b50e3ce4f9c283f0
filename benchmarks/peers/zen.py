"""ZEN (zen-engine): once as a decision graph with one expression node, once as a single expression giving a list."""

import json
from typing import Any

from benchmarks.peers.contender import Contender, Rules, by_code, package
from benchmarks.peers.text import Dialect, texts, verdict

DIALECT = Dialect(
    conjunction=" and ",
    disjunction=" or ",
    negation="not ",
    outside="",
    inside="#.",
    known=lambda name: f"{name} != null",
    member=lambda name, options: f"{name} in {options}",
    overlap=lambda name, options: f"some({texts(options)}, # in {name})",
    matching=lambda group, test: f"len(filter({group}, {test}))",
)


def zen_peers(rules: Rules) -> list[Contender]:
    zen = package("zen")
    expressions = [verdict(rule, DIALECT) for rule in rules]
    whole = zen.compile_expression("[" + ", ".join(expressions) + "]")
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(_graph(expressions))))
    each = [zen.compile_expression(expression) for expression in expressions]

    def verdicts(answer: Any) -> Any:
        return by_code([answer["result"][f"r{place}"] for place in range(len(expressions))])

    return [
        Contender("zen-engine", "decision graph", dict, decision.evaluate, verdicts),
        Contender("zen-engine", "one call", dict, whole.evaluate, by_code),
        Contender(
            "zen-engine",
            "a call a rule",
            dict,
            lambda answers: [expression.evaluate(answers) for expression in each],
            by_code,
        ),
    ]


def _graph(expressions: list[str]) -> dict[str, Any]:
    outputs = [{"id": f"r{n}", "key": f"r{n}", "value": text} for n, text in enumerate(expressions)]
    return {
        "nodes": [
            _node("in", "inputNode"),
            {**_node("rules", "expressionNode"), "content": {"expressions": outputs}},
            _node("out", "outputNode"),
        ],
        "edges": [_edge("in", "rules"), _edge("rules", "out")],
    }


def _node(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}


def _edge(source: str, target: str) -> dict[str, Any]:
    return {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
