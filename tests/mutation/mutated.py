"""The rule set a mutant gives, with as little built anew as the change asks for."""

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from typing import Any

from rules.engine.instruments.facts import INSTRUMENT_FACTS
from rules.engine.items import Item
from rules.engine.medicines.facts import MEDICINE_FACTS
from rules.engine.model import DerivedFact, build_derived, build_rule
from rules.engine.provided import PROVIDED_FACTS
from rules.engine.rule_set import RuleSet, _parameters, build_rule_set
from rules.engine.trials.facts import FACTS as TRIAL_FACTS
from tests.mutation.mutants import Document, Mutant

type Ids = frozenset[str]

INTERPRETED: Mapping[str, Collection[str]] = {
    "free_text": ("mentions",),
    "instruments": INSTRUMENT_FACTS.keys(),
    "medicines": MEDICINE_FACTS.keys(),
    "trials": TRIAL_FACTS.keys(),
}
"""By part of the knowledge, the computations that read it."""


class Original:
    """The rule set without any change, and which of its parts read which others."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rule_set = build_rule_set(document, "")
        self._depends = {fact.id: fact.depends_on for fact in self.rule_set.derived}

    def rule_set_of(self, mutant: Mutant) -> RuleSet:
        """Raises whatever the engine raises for content that does not fit: that, too, is noticing the change."""
        document = mutant.applied(self.document)
        match mutant.path:
            case ("rules", int(place), _, *_):
                return self._with_rule(document, place)
            case ("derived", int(place), *_):
                return replace(self.rule_set, document=document, derived=self._derived_anew(document, {place}))
            case ("knowledge", str(part), *path):
                places = self._interpreting(part, path)
                return replace(self.rule_set, document=document, derived=self._derived_anew(document, places))
            case ("parameters", str(name), *_) if name in self._bounds:
                return self._with_items(document)
            case ("questionnaire", "items", int(), *_) if len(mutant.path) > len(("questionnaire", "items", 0)):
                return self._with_items(document)
            case _:
                return build_rule_set(document, "")

    def _with_rule(self, document: Document, place: int) -> RuleSet:
        rules = list(self.rule_set.rules)
        rules[place] = build_rule(document["rules"][place], self.rule_set.layout, self._depends)
        return replace(self.rule_set, document=document, rules=tuple(rules))

    def _derived_anew(self, document: Document, places: set[int]) -> tuple[DerivedFact, ...]:
        """Slots stay where they are, so that what reads the changed facts need not be built again."""
        derived = list(self.rule_set.derived)
        for place in places:
            derived[place] = build_derived(
                document["derived"][place], self.rule_set.layout, self._depends, document["knowledge"]
            )
        return tuple(derived)

    def _with_items(self, document: Document) -> RuleSet:
        numbers, _ = _parameters(document["parameters"])
        written = zip(document["questionnaire"]["items"], self.document["questionnaire"]["items"], strict=True)
        items = tuple(
            Item.from_json(new, numbers) if _touched(new, old, self._bounds) else item
            for (new, old), item in zip(written, self.rule_set.items, strict=True)
        )
        return replace(self.rule_set, document=document, items=items)

    def rules_reached(self, mutant: Mutant) -> Ids | None:
        """Ids of the rules the change can reach; None where it may be any."""
        match mutant.path:
            case ("rules", int(place), *_):
                return frozenset({self.document["rules"][place]["id"]})
            case ("derived", int(place), *_):
                return self._readers(self.document["derived"][place]["id"])
            case ("parameters", str(name), *_):
                return self._readers(name).union(*map(self._readers_of_item, self._bounds.get(name, ())))
            case ("questionnaire", "items", int(place), *_):
                return self._readers_of_item(self.document["questionnaire"]["items"][place]["fact"])
            case ("knowledge", str(part), *path):
                places = self._interpreting(part, path)
                return frozenset().union(*(self._readers(self.document["derived"][place]["id"]) for place in places))
            case _:
                return None

    def facts_reached(self, mutant: Mutant) -> Ids | None:
        """Ids of the derived facts the change can reach; None where it may be any."""
        match mutant.path:
            case ("rules", *_):
                return frozenset()
            case ("derived", int(place), *_):
                changed = self.document["derived"][place]["id"]
                return self._facts_from({changed})
            case ("knowledge", str(part), *path):
                places = self._interpreting(part, path)
                return self._facts_from({self.document["derived"][place]["id"] for place in places})
            case _:
                return None

    def _facts_from(self, changed: AbstractSet[str]) -> Ids:
        return frozenset(name for name, read in self._depends.items() if name in changed or changed & read)

    def _readers_of_item(self, fact: str) -> Ids:
        return self._readers(fact).union(*map(self._readers, PROVIDED_FACTS))

    def _readers(self, name: str) -> Ids:
        return frozenset(rule for rule, names in self._named.items() if name in names)

    def _interpreting(self, part: str, path: list[Any]) -> set[int]:
        """Places of the derived facts that may use this entry of a part: those given it, or given nothing."""
        given = {fact.get("given") for fact in self.document["derived"]}
        entry = path[0] if path and path[0] in given else None
        return {
            place
            for place, fact in enumerate(self.document["derived"])
            if fact.get("function") in INTERPRETED[part] and (entry is None or fact.get("given") in (entry, None))
        }

    @cached_property
    def _bounds(self) -> Mapping[str, list[str]]:
        """The parameters that say what is plausible, each with the facts of the items that name it."""
        bounds: dict[str, list[str]] = {}
        for item in self.document["questionnaire"]["items"]:
            for part in (item, *item.get("fields", ())):
                for name in part.get("plausible", ()):
                    bounds.setdefault(name, []).append(item["fact"])
        return bounds

    @cached_property
    def _named(self) -> Mapping[str, Ids]:
        """Every name a rule mentions, those of its derived facts included."""
        behind: dict[str, Ids] = {}
        for part in self.document["derived"]:
            words = frozenset(words_in([part.get("when", ()), [name.split(".") for name in part.get("of", ())]]))
            behind[part["id"]] = words.union(*(behind.get(word, frozenset()) for word in words))
        named = {}
        for rule in self.document["rules"]:
            words = frozenset(words_in([clause["when"] for clause in rule["clauses"]]))
            named[rule["id"]] = words.union(*(behind.get(word, frozenset()) for word in words))
        return named


def _touched(new: Any, old: Any, bounds: Mapping[str, Any]) -> bool:
    return new is not old or any(bounds.keys() & part.get("plausible", ()) for part in (new, *new.get("fields", ())))


def words_in(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list | tuple):
        for part in node:
            yield from words_in(part)
