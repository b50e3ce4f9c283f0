"""The clinical catalogue's own columns, written down a second time: class, phase, what if it is unknown, by when.

The rows are copied from the catalogue, not from the content, so that a slip in either shows as a difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from rules.engine.rule_set import RuleSet
from tests.rules.intakes import read_yaml

_OF_RULES: Mapping[str, str] = {
    "phases": "phases",
    "unknown": "ifUnknown",
    "declining": "decliningCounts",
    "crisis": "crisis",
}
_OF_CLAUSES: Mapping[str, str] = {
    "severity": "severity",
    "by": "neededBy",
    "waits_on": "waitingOn",
    "contact": "contact",
    "counts_as": "ifUnknownCountsAs",
}


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = read_yaml(Path(__file__).with_name("catalogue.yaml"))
    return rows


_OF_THE_DOCUMENT = ("document", "ours")
"""What a row says of where its rule comes from, beside the rule itself."""


def rows_that_differ(rule_set: RuleSet, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Ids of the rules that are not as their row says."""
    for rule in rule_set.document["rules"]:
        row = {name: word for name, word in rows.get(rule["id"], {}).items() if name not in _OF_THE_DOCUMENT}
        if row != row_of(rule):
            yield rule["id"]


def row_of(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule as its row would be written: what is usual is left out, what holds for all clauses is written once."""
    row = {name: rule.get(key) for name, key in _OF_RULES.items()}
    for name, key in _OF_CLAUSES.items():
        row[name] = _once([_once_for_routes(clause[key]) for clause in rule["clauses"]])
    usual = {"declining": False, "crisis": None, "contact": "routine", "counts_as": "missing"}
    return {name: value for name, value in row.items() if name not in usual or value != usual[name]}


def _once(words: Sequence[Any]) -> Any:
    return words[0] if all(word == words[0] for word in words) else list(words)


def _once_for_routes(word: Any) -> Any:
    """One word for both routes; a route that does not count is not named."""
    if not isinstance(word, Mapping) or len(word) == 1:
        return word
    return _once(list(word.values())) if len(set(word.values())) == 1 else dict(word)
