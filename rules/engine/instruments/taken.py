"""The scores a screening holds: scales that were filled in, totals that were entered, and baselines that were stated.

Read from the answers by the same facts the rules read. A scale that a form asks and nobody answered is a score that
is not known, never one that is not there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import product
from math import prod
from typing import Any, NamedTuple

from rules.engine.frames import MOST_COMBINATIONS
from rules.engine.items import Item
from rules.engine.model import DerivedFact
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Phase
from rules.engine.values import Fact, Interval, Value, lower_end, upper_end

_STATED_DAY = "scales_stated_date"
_ENTERED = "scales"
_STATED_BASELINES = "baselines"


class Source(StrEnum):
    """How a score came about."""

    FILLED_IN = "filled_in"
    ENTERED = "entered"
    STATED_BASELINE = "stated_baseline"


class Taken(NamedTuple):
    """A screening with its answers. `came_in` is the day its form arrived, None where that cannot be told.

    A screening made later from the same form keeps that day; `as_of` is the day it was made for.
    """

    id: str
    phase: Phase
    as_of: date
    came_in: date | None
    draft: bool
    answers: Mapping[str, Any]

    @property
    def place(self) -> tuple[date, date, str]:
        """Sorts by the day the form came in."""
        return self.came_in or self.as_of, self.as_of, self.id


class Score(NamedTuple):
    """One score of an instrument, which may be an interval or not known; so may its day.

    A total that was entered without the name of its instrument may be one of any.
    """

    instrument: str | None
    screening_id: str
    phase: Phase
    day: Value
    total: Value
    source: Source


def scores_in(rule_set: RuleSet, taken: Taken) -> Iterator[Score]:
    """All scores of one screening. Bad answers never raise; they make a score unknown."""
    facts = rule_set.reader.read(taken.answers, as_of=taken.as_of, phase=taken.phase, draft=taken.draft)
    yield from _filled_in(rule_set, facts, taken)
    for group, source in ((_ENTERED, Source.ENTERED), (_STATED_BASELINES, Source.STATED_BASELINE)):
        yield from _rows(rule_set, facts.get(group), taken, group, source)


def _filled_in(rule_set: RuleSet, facts: Mapping[str, Fact], taken: Taken) -> Iterator[Score]:
    stated = facts.get(_STATED_DAY)
    for fact, instrument in _totals(rule_set):
        asked = [rule_set.items_by_fact[name] for name in fact.inputs]
        if any(facts[item.fact].values for item in asked) or _is_asked(asked, taken):
            total = _widest(rule_set, fact, facts, taken)
            yield Score(instrument, taken.id, taken.phase, _day(stated, taken), total, Source.FILLED_IN)


def _totals(rule_set: RuleSet) -> Iterator[tuple[DerivedFact, str]]:
    """The totals of items that somebody is asked for, with their instruments."""
    by_id = {fact.id: fact for fact in rule_set.derived}
    for document in rule_set.document["derived"]:
        if document.get("function") == "instrument_total" and rule_set.base_facts.issuperset(document["of"]):
            yield by_id[document["id"]], document["given"]


def _is_asked(items: list[Item], taken: Taken) -> bool:
    """Whether the form of this phase asks the scale of everybody."""
    everybody = [item for item in items if item.enabled_when is None and not item.by_clinic]
    return not taken.draft and any(taken.phase in item.phases for item in everybody)


def _day(stated: Fact | None, taken: Taken) -> Value:
    """The day somebody stated, else the day the form came in. A stated day that cannot be right is no day."""
    came_in = taken.came_in.toordinal() if taken.came_in else None
    if stated is None or not stated.values:
        return came_in
    value = stated.values[0] if len(stated.values) == 1 else None
    return value if isinstance(value, int) and value <= taken.as_of.toordinal() else None


def _widest(rule_set: RuleSet, total: DerivedFact, facts: Mapping[str, Fact], taken: Taken) -> Value:
    """The total over every reading that conflicts and doubts allow; unknown as soon as one reading leaves it so."""
    values = [facts[name].values or (None,) for name in total.inputs]
    if prod(map(len, values)) > MOST_COMBINATIONS:
        return None
    totals = [_total(rule_set, total, reading, taken) for reading in product(*values)]
    if any(each is None for each in totals):
        return None
    low, high = min(map(lower_end, totals)), max(map(upper_end, totals))
    return low if low == high else Interval(low, high)


def _total(rule_set: RuleSet, total: DerivedFact, reading: Sequence[Value], taken: Taken) -> Value:
    slots: list[Value] = [None] * len(rule_set.layout.slots)
    for name, value in zip(total.inputs, reading, strict=True):
        slots[rule_set.layout.slots[name]] = value
    computed: Value = total.compute(slots, taken.as_of.toordinal())
    return computed


def _rows(rule_set: RuleSet, fact: Fact | None, taken: Taken, group: str, source: Source) -> Iterator[Score]:
    """Each score once: with one doubted cell all rows of a group are read twice, as unknown and as written."""
    if fact is not None:
        yield from dict.fromkeys(_entered(rule_set, fact, taken, group, source))


def _entered(rule_set: RuleSet, fact: Fact, taken: Taken, group: str, source: Source) -> Iterator[Score]:
    place = rule_set.layout.groups[group].slots
    for row in (row for value in fact.values if isinstance(value, tuple) for row in value):
        name, total, day = (row[place[column]] for column in ("instrument", "total", "scored_on"))
        named = name if isinstance(name, str) else None
        if named is not None or total is not None:
            yield Score(named, taken.id, taken.phase, day, _possible(rule_set, named, total), source)


def _possible(rule_set: RuleSet, instrument: str | None, total: Any) -> Value:
    """The total as entered; unknown where its scale cannot have it."""
    known = rule_set.document["knowledge"]["instruments"].get(instrument)
    span = known["total"] if known else None
    if not isinstance(total, int) or (span is not None and not span[0] <= total <= span[1]):
        return None
    return total
