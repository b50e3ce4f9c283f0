"""A released document looked at from each rule: the facts, parameters, terms and items that stand behind it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rules.authoring.render_conditions import Phrases

type Part = Mapping[str, Any]

_COMBINING = frozenset({"and", "or", "not"})


@dataclass(frozen=True)
class Catalogue:
    """The entries of one document by name, and what refers to what."""

    document: Part

    @cached_property
    def phrases(self) -> Phrases:
        return Phrases.of(self.document)

    @cached_property
    def rules(self) -> Mapping[str, Part]:
        return {rule["id"]: rule for rule in self.document["rules"]}

    @cached_property
    def items(self) -> Mapping[str, Part]:
        """Items by link id, in the order of the questionnaire."""
        return {item["linkId"]: item for item in self.document["questionnaire"]["items"]}

    @cached_property
    def derived(self) -> Mapping[str, Part]:
        return {fact["id"]: fact for fact in self.document["derived"]}

    @property
    def parameters(self) -> Mapping[str, Part]:
        parameters: Mapping[str, Part] = self.document["parameters"]
        return parameters

    @cached_property
    def domains(self) -> Mapping[str, list[Part]]:
        """Rules by the first part of their ids."""
        found: dict[str, list[Part]] = {}
        for rule in self.document["rules"]:
            found.setdefault(rule["id"].partition(".")[0], []).append(rule)
        return found

    def read_by(self, rule: Part) -> list[str]:
        """Facts the rule's conditions name, in the order written."""
        named = [name for clause in rule["clauses"] for name in names_in(clause["when"])]
        return [name for name in dict.fromkeys(named) if name not in self.parameters]

    def behind(self, rule: Part) -> list[str]:
        """Everything the rule depends on by name, derived facts followed down: facts and parameters."""
        found: dict[str, None] = {}
        for clause in rule["clauses"]:
            self._follow(names_in(clause["when"]), found)
        return list(found)

    def terms_of(self, rule: Part) -> list[Part]:
        return [self.derived[name] for name in self.behind(rule) if name in self.derived]

    def numbers_of(self, rule: Part) -> list[str]:
        return [name for name in self.behind(rule) if name in self.parameters]

    def items_of(self, rule: Part) -> list[Part]:
        """The items that feed the rule, in the order of the questionnaire."""
        names = set(self.behind(rule))
        return [item for item in self.items.values() if item["fact"] in names]

    @cached_property
    def rules_by_fact(self) -> Mapping[str, list[str]]:
        """For each fact the rules that depend on it."""
        found: dict[str, list[str]] = {}
        for rule in self.document["rules"]:
            for name in self.behind(rule):
                found.setdefault(name, []).append(rule["id"])
        return found

    def _follow(self, names: Sequence[str], found: dict[str, None]) -> None:
        for name in names:
            if name not in found:
                found[name] = None
                if name in self.derived:
                    self._follow(inputs_of(self.derived[name]), found)


def inputs_of(derived: Part) -> list[str]:
    """The facts and parameters a derived fact is made from; a group's column counts as the group."""
    names = names_in(derived["when"]) if "when" in derived else derived["of"]
    return [name.partition(".")[0] for name in names]


def names_in(node: Sequence[Any]) -> list[str]:
    """Facts, groups and parameters a condition names. Of the conditions on rows only the parameters count."""
    return list(dict.fromkeys(_names(node)))


def _names(node: Sequence[Any]) -> Iterator[str]:
    form = node[0]
    if form in _COMBINING or (form == "unknown" and not isinstance(node[1], str)):
        for part in node[1:]:
            yield from _names(part)
    elif form in {"compare", "since"}:
        yield from (node[2], node[3])
    elif form == "count":
        yield from (node[2], node[4], *_numbers(node[3]))
    elif form == "any_row":
        yield from (node[1], *_numbers(node[2]))
    else:
        yield node[1]


def _numbers(node: Sequence[Any]) -> Iterator[str]:
    """The bounds a condition on rows compares with; a column compared with a column is none."""
    if node[0] in _COMBINING or (node[0] == "unknown" and not isinstance(node[1], str)):
        for part in node[1:]:
            yield from _numbers(part)
    elif node[0] in {"compare", "since"}:
        yield node[3]
