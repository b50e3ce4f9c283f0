"""Which rules a form can evaluate at all: found from the conditions alone, whatever anybody will answer.

For each condition the truths it can reach are worked out in three-valued logic, a fact that the form never asks
being unknown for ever. A rule that cannot reach a "yes" never fires, however ill the person is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

from rules.authoring.catalogue import Catalogue, inputs_of, names_in
from rules.engine.provided import PROVIDED_FACTS
from rules.engine.truth import NO, UNKNOWN, YES, Truth, conjunction, disjunction, negation

type Reach = frozenset[Truth]
type Part = Mapping[str, Any]

_ANY: Reach = frozenset({YES, NO, UNKNOWN})
_UNKNOWN: Reach = frozenset({UNKNOWN})
_KNOWN_OR_NOT: Reach = frozenset({YES, NO})


@dataclass(frozen=True)
class Covered:
    """What one form can do for one rule; `lacking` names the link ids it does not ask."""

    rule_id: str
    title: str
    can_fire: bool
    can_be_clear: bool
    lacking: tuple[str, ...]


class Form:
    """The facts a form asks for, and what conditions can become on it."""

    def __init__(self, catalogue: Catalogue, link_ids: Iterable[str], *, with_clinic: bool) -> None:
        self._catalogue = catalogue
        asked = set(link_ids)
        # Who asks any of the items that feed a fact has asked for the fact.
        self._facts = {
            item["fact"]
            for link_id, item in catalogue.items.items()
            if link_id in asked or (with_clinic and item["answeredBy"] == "clinic")
        }
        self.unknown_link_ids = tuple(sorted(asked - catalogue.items.keys()))

    def covered(self, phase: str) -> list[Covered]:
        """Every rule of the phase, in the order of the rule set."""
        rules = [rule for rule in self._catalogue.document["rules"] if phase in rule["phases"]]
        return [self._covered(rule) for rule in rules]

    def _covered(self, rule: Part) -> Covered:
        reaches = [self._reach(clause["when"]) for clause in rule["clauses"]]
        lacking = [item for item in self._catalogue.items_of(rule) if item["fact"] not in self._facts]
        return Covered(
            rule_id=rule["id"],
            title=rule["title"],
            # A clause that is true whatever is answered says nothing about the person.
            can_fire=any(YES in reach and len(reach) > 1 for reach in reaches),
            can_be_clear=all(NO in reach for reach in reaches),
            lacking=tuple(item["linkId"] for item in lacking),
        )

    def _reach(self, node: Sequence[Any]) -> Reach:
        if node[0] == "not":
            return frozenset(negation(value) for value in self._reach(node[1]))
        if node[0] in _COMBINE:
            return reduce(_pairwise(_COMBINE[node[0]]), map(self._reach, node[1:]))
        if node[0] == "unknown":
            return self._asked_for(node[1])
        if node[0] == "fact" and node[1] in self._derived_reach:
            return self._derived_reach[node[1]]
        names = [name for name in names_in(node) if name not in self._catalogue.parameters]
        return _ANY if all(map(self._available, names)) else _UNKNOWN

    def _asked_for(self, part: Any) -> Reach:
        """Whether something is unknown is settled for ever where the form cannot tell it."""
        reach = (_ANY if self._available(part) else _UNKNOWN) if isinstance(part, str) else self._reach(part)
        if reach == _UNKNOWN:
            return frozenset({YES})
        return _KNOWN_OR_NOT if UNKNOWN in reach else frozenset({NO})

    def _available(self, name: str) -> bool:
        """Whether the fact can be known at all; a computed one when any of its inputs can."""
        derived = self._catalogue.derived.get(name)
        if derived is None:
            return name in self._facts or name in PROVIDED_FACTS
        if "when" in derived:
            return self._derived_reach[name] != _UNKNOWN
        inputs = [part for part in inputs_of(derived) if part not in self._catalogue.parameters]
        return any(map(self._available, inputs))

    @cached_property
    def _derived_reach(self) -> "_DerivedReach":
        return _DerivedReach(self, self._catalogue)

    def reach_of(self, derived: Part) -> Reach:
        if "when" in derived:
            return self._reach(derived["when"])
        return _ANY if self._available(derived["id"]) else _UNKNOWN


class _DerivedReach(dict[str, Reach]):
    """The reach of each derived fact, worked out when it is first asked for."""

    def __init__(self, form: Form, catalogue: Catalogue) -> None:
        super().__init__()
        self._form = form
        self._catalogue = catalogue

    def __contains__(self, name: object) -> bool:
        return name in self._catalogue.derived

    def __missing__(self, name: str) -> Reach:
        reach = self[name] = self._form.reach_of(self._catalogue.derived[name])
        return reach


def link_ids_of(form: Any) -> set[str]:
    """The link ids of a FHIR Questionnaire, of a sample body of POST /v1/screenings, or of a plain list.

    Raises ValueError for anything else.
    """
    if isinstance(form, list) and all(isinstance(link_id, str) for link_id in form):
        return set(form)
    if isinstance(form, dict) and form.get("resourceType") == "Questionnaire":
        return set(_of_items(form.get("item", ())))
    if isinstance(form, dict) and isinstance(form.get("answers"), dict):
        return set(form["answers"])
    raise ValueError("neither a FHIR Questionnaire, nor a body of POST /v1/screenings, nor a list of link ids")


def _of_items(items: Any) -> Iterable[str]:
    for item in items:
        if isinstance(item, dict):
            if isinstance(item.get("linkId"), str):
                yield item["linkId"]
            yield from _of_items(item.get("item", ()))


def _pairwise(combine: Callable[..., Truth]) -> Callable[[Reach, Reach], Reach]:
    return lambda left, right: frozenset(combine(one, other) for one in left for other in right)


_COMBINE: Mapping[str, Callable[..., Truth]] = {"and": conjunction, "or": disjunction}
