"""The words of a rule set that stand beside stored findings: titles, what clears them, the questions behind a fact.

A screening may be older than every rule set that is still shipped. Then there are no words, and what is shown
falls back to what was stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from rules.engine.reads import facts_read


@dataclass(frozen=True, slots=True)
class Wording:
    """Rules by id, items by the fact they feed, and for each derived fact the asked facts it comes from.

    `places` gives each asked fact its place in the questionnaire.
    """

    rules: Mapping[str, Mapping[str, Any]]
    items: Mapping[str, Mapping[str, Any]]
    origins: Mapping[str, tuple[str, ...]]
    places: Mapping[str, int]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """The words of a released document. Raises KeyError when it is damaged."""
        asked = document["questionnaire"]["items"]
        items: dict[str, Mapping[str, Any]] = {}
        for item in asked:
            items.setdefault(item["fact"], item)
        return cls(
            rules={rule["id"]: rule for rule in document["rules"]},
            items=items,
            origins=_origins(document["derived"], items),
            places={fact: place for place, fact in enumerate(items)},
        )

    def rule(self, rule_id: str) -> Mapping[str, Any]:
        """The rule's words; nothing for a rule that is no longer known."""
        return self.rules.get(rule_id, {})

    def asked(self, fact: str) -> tuple[str, ...]:
        """The facts somebody can be asked for that settle this one; itself where nothing else is known."""
        return (fact,) if fact in self.items else self.origins.get(fact) or (fact,)


NO_WORDING = Wording({}, {}, {}, {})


def _origins(derived: Sequence[Mapping[str, Any]], items: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Derived facts stand after those they read, so one pass is enough."""
    origins: dict[str, tuple[str, ...]] = {}
    for fact in derived:
        read = facts_read(fact["when"]) if "when" in fact else fact["of"]
        names = dict.fromkeys(name.partition(".")[0] for name in read)
        found = [origin for name in names for origin in ((name,) if name in items else origins.get(name, ()))]
        origins[fact["id"]] = tuple(dict.fromkeys(found))
    return origins
