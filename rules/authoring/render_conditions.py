"""Conditions in words, from the form in which they are released: what is asked, the numbers with their units."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from rules.engine.provided import IN_UNITED_STATES, LIST_LABELS, SITE_PROFILES, SUBMITTED_ON

type Node = Sequence[Any]
type Labels = Mapping[str, Any]

_OF_THE_ENGINE: Mapping[str, str] = {
    **LIST_LABELS,
    SUBMITTED_ON: "Day the form was filled in",
    IN_UNITED_STATES: "Clinic in the United States",
    SITE_PROFILES: "Definitions of treatment resistance the clinic chose",
}
_SIZES: Mapping[str, str] = {
    "<": "below",
    "<=": "at or below",
    ">": "above",
    ">=": "at or above",
    "==": "equal to",
    "!=": "other than",
}
_AGO: Mapping[str, str] = {
    "<": "less than {} ago",
    "<=": "at most {} ago",
    ">": "more than {} ago",
    ">=": "at least {} ago",
}
_COUNTS: Mapping[str, str] = {
    "<": "fewer than {}",
    "<=": "at most {}",
    ">": "more than {}",
    ">=": "at least {}",
    "==": "exactly {}",
    "!=": "any number but {}",
}
_HEADINGS: Mapping[tuple[str, bool], str] = {
    ("and", True): "all of these hold",
    ("and", False): "not all of these hold",
    ("or", True): "at least one of these holds",
    ("or", False): "none of these holds",
}
_RANGE = "range"
_UNITS: Mapping[str, str] = {"1": "", "a": " years", "%": "%", "1/min": " per minute", "kg/m2": " kg/m²"}


@dataclass(frozen=True)
class Phrases:
    """Says conditions in words: what is asked, the labels of options, the rows of groups, the numbers."""

    says: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, Sequence[Labels]]
    parameters: Mapping[str, Labels]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """The words of a released document."""
        derived = [{**fact, "fact": fact["id"]} for fact in document["derived"]]
        described = [*document["questionnaire"]["items"], *derived]
        return cls(
            says={**_OF_THE_ENGINE, **_says(described)},
            options=_options(described),
            rows={part["fact"]: part["fields"] for part in described if part.get("fields")},
            parameters=document["parameters"],
        )

    def within(self, group: str) -> "Phrases":
        """The words for conditions on a group's rows: its columns and the parameters."""
        fields = self.rows.get(group, ())
        return Phrases(_says(fields), _options(fields), {}, self.parameters)

    def fact(self, name: str) -> str:
        """What a practitioner reads for a fact or a group's column."""
        group, _, column = name.partition(".")
        if column:
            return f"{self.fact(group)}, {self.within(group).fact(column).lower()}"
        return self.says.get(name, name)

    def number(self, name: str) -> str:
        """A parameter's value with its unit."""
        parameter = self.parameters[name]
        return f"{parameter['value']}{measured(parameter['unit'], parameter['value'])}"

    def sentence(self, node: Node) -> str:
        """The condition on one line."""
        return self._said(node, holds=True)

    def outline(self, node: Node, depth: int = 0, *, holds: bool = True) -> Iterator[str]:
        """The condition as a nested list in Markdown, one thing to check on each line."""
        indent = "  " * depth
        if node[0] == "not":
            yield from self.outline(node[1], depth, holds=not holds)
        elif node[0] in {"and", "or"}:
            parts = _ranges(node)
            if len(parts) == 1:
                yield from self.outline(parts[0], depth, holds=holds)
                return
            yield f"{indent}- {_HEADINGS[node[0], holds]}:"
            for part in parts:
                yield from self.outline(part, depth + 1)
        else:
            yield f"{indent}- {self._said(node, holds=holds)}"

    def _said(self, node: Node, *, holds: bool) -> str:
        if node[0] == "not":
            return self._said(node[1], holds=not holds)
        if node[0] in {"and", "or"}:
            joined = f" {node[0]} ".join(self._part(part, node[0]) for part in _ranges(node))
            return joined if holds else f"not ({joined})"
        return _FORMS[node[0]](self, node, holds=holds)

    def _part(self, node: Node, around: str) -> str:
        said = self._said(node, holds=True)
        return f"({said})" if node[0] in {"and", "or"} and node[0] != around else said

    def _bound(self, name: str) -> str:
        return self.number(name) if name in self.parameters else f"“{self.fact(name)}”"

    def _chosen(self, fact: str, options: Sequence[str]) -> str:
        labels = self.options.get(fact, {})
        return " or ".join(f"“{labels.get(option, option.replace('_', ' '))}”" for option in options)

    def fact_form(self, node: Node, *, holds: bool) -> str:
        return f"{self.fact(node[1])}: {'yes' if holds else 'no'}"

    def option_form(self, node: Node, *, holds: bool) -> str:
        return f"{self.fact(node[1])}: {'' if holds else 'not '}{self._chosen(node[1], node[2])}"

    def has_any_form(self, node: Node, *, holds: bool) -> str:
        return f"{self.fact(node[1])}: {'ticked' if holds else 'not ticked'} {self._chosen(node[1], node[2])}"

    def some_form(self, node: Node, *, holds: bool) -> str:
        return f"{self.fact(node[1])}: {'at least one' if holds else 'none'}"

    def unknown_form(self, node: Node, *, holds: bool) -> str:
        if isinstance(node[1], str):
            return f"{self.fact(node[1])}: {'not known' if holds else 'known'}"
        return f"it is {'not ' if holds else ''}known whether ({self.sentence(node[1])})"

    def compare_form(self, node: Node, *, holds: bool) -> str:
        return f"{self.fact(node[2])} {'' if holds else 'not '}{_SIZES[node[1]]} {self._bound(node[3])}"

    def range_form(self, node: Node, *, holds: bool) -> str:
        bounds = " and ".join(f"{_SIZES[operator]} {self._bound(bound)}" for operator, bound in node[2])
        return f"{self.fact(node[1])} {'' if holds else 'not '}{bounds}"

    def since_form(self, node: Node, *, holds: bool) -> str:
        return f"{self.fact(node[2])}: {'' if holds else 'not '}{_AGO[node[1]].format(self.number(node[3]))}"

    def count_form(self, node: Node, *, holds: bool) -> str:
        _, operator, group, inner, bound = node
        amount = _COUNTS[operator].format(self.number(bound))
        return f"{self.fact(group)}: {'' if holds else 'not '}{amount} with {self.within(group).sentence(inner)}"

    def any_row_form(self, node: Node, *, holds: bool) -> str:
        one = "an entry" if holds else "no entry"
        return f"{self.fact(node[1])}: {one} with {self.within(node[1]).sentence(node[2])}"


def measured(unit: str, value: str) -> str:
    """A unit as it is read behind a number: "1 month", "6 months", nothing for counts and scores."""
    word = _UNITS.get(unit, f" {unit}")
    return word.removesuffix("s") if value == "1" and word.endswith(("days", "weeks", "months", "years")) else word


def _ranges(node: Node) -> list[Node]:
    """The parts of a condition; two bounds of one fact that stand side by side read as one range."""
    parts: list[Node] = []
    for part in node[1:]:
        last = parts[-1] if parts else ()
        if node[0] == "and" and last and part[0] == "compare" == last[0] and part[2] == last[2]:
            parts[-1] = (_RANGE, part[2], ((last[1], last[3]), (part[1], part[3])))
        else:
            parts.append(part)
    return parts


def _says(parts: Sequence[Labels]) -> Mapping[str, str]:
    return {part["fact"]: part["says"] for part in parts}


def _options(parts: Sequence[Labels]) -> Mapping[str, Mapping[str, str]]:
    return {
        part["fact"]: {option["value"]: option["label"] for option in part.get("options", ()) if "label" in option}
        for part in parts
    }


_FORMS: Mapping[str, Callable[..., str]] = {
    "fact": Phrases.fact_form,
    "option": Phrases.option_form,
    "has_any": Phrases.has_any_form,
    "some": Phrases.some_form,
    "unknown": Phrases.unknown_form,
    "compare": Phrases.compare_form,
    _RANGE: Phrases.range_form,
    "since": Phrases.since_form,
    "count": Phrases.count_form,
    "any_row": Phrases.any_row_form,
}
