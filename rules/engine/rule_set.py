"""A released rule set: verified against its digest, compiled once, evaluated many times.

The file is one line of canonical JSON, `{"content":…,"digest":"…"}`; the digest is the SHA-256 of the bytes of the
content as they stand in the file, so a single changed byte is noticed before anything is parsed.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from rules.engine.answers import FactReader
from rules.engine.conditions import Condition, Layout, compile_condition
from rules.engine.dates import PERIODS
from rules.engine.explanation import Explanation
from rules.engine.items import Item
from rules.engine.model import DerivedFact, Rule, build_derived, build_rule
from rules.engine.provided import PROVIDED_FACTS
from rules.engine.reads import facts_read, groups_behind
from rules.engine.rows import Rows
from rules.engine.terms import Phase
from rules.engine.usual import Steps, Usual, usual_frames
from rules.engine.values import Number

ENGINE_VERSION = "6"
FORMAT = 2
_MOST_DAYS = 64
_MOST_NAMES = 256
_CLOSED_KINDS = frozenset({"yes_no", "choice", "multi_choice"})

_FILE = re.compile(rb'\{"content":(\{.*\}),"digest":"([0-9a-f]{64})"\}\n?', re.DOTALL)


class RuleSetDamagedError(Exception):
    """The file is not the rule set that was released: it must not be used for anything."""


@dataclass(frozen=True)
class RuleSet:
    """Everything one version of the rules says, ready to be evaluated."""

    document: Mapping[str, Any]
    digest: str
    version: str
    incomplete: tuple[str, ...]
    numbers: Mapping[str, Number]
    periods: Mapping[str, tuple[str, int]]
    items: tuple[Item, ...]
    computed: Mapping[str, Item]
    layout: Layout
    derived: tuple[DerivedFact, ...]
    rules: tuple[Rule, ...]

    @property
    def questionnaire(self) -> Mapping[str, Any]:
        """The questionnaire as it is published: id, version, items."""
        questionnaire: Mapping[str, Any] = self.document["questionnaire"]
        return questionnaire

    @cached_property
    def decisive(self) -> Mapping[str, tuple[Rule, ...]]:
        """Facts without a harmless reading, each with the rules that depend on it."""
        return {
            name: tuple(rule for rule in self.rules if name in rule.depends_on) for name in self.document["decisive"]
        }

    def thresholds(self, fact: str, as_of: date) -> tuple[Number, ...]:
        """The numbers or days a fact is compared with anywhere in the content."""
        bounds = self.document["thresholds"].get(fact, ())
        return tuple(self._bound(name, as_of) for name in bounds)

    def cutoffs(self, as_of: date) -> tuple[int, ...]:
        """The day each period leads back to, in the order of the periods; the same all day long."""
        known = self._cutoffs.get(as_of)
        if known is None:
            known = tuple(PERIODS[unit](as_of, amount) for unit, amount in self.periods.values())
            if len(self._cutoffs) >= _MOST_DAYS:
                self._cutoffs.clear()
            self._cutoffs[as_of] = known
        return known

    def _bound(self, name: str, as_of: date) -> Number:
        if name in self.numbers:
            return self.numbers[name]
        unit, amount = self.periods[name]
        return PERIODS[unit](as_of, amount)

    @cached_property
    def _cutoffs(self) -> dict[date, tuple[int, ...]]:
        return {}

    @cached_property
    def base_facts(self) -> frozenset[str]:
        """The facts that somebody can be asked for."""
        return frozenset(item.fact for item in self.items)

    @cached_property
    def clinic_facts(self) -> frozenset[str]:
        """What the clinic records for everybody: readings, tests, a clinician's judgement.

        A question the clinic is asked because of something the patient said is not among them.
        """
        routine = {item.fact for item in self.items if item.by_clinic and item.enabled_when is None}
        return frozenset(routine - {item.fact for item in self.items if not item.by_clinic})

    @cached_property
    def reader(self) -> FactReader:
        return FactReader(self.items)

    @cached_property
    def usual(self) -> Mapping[Phase | None, Usual]:
        """What follows from the usual answers, so that only the rest is worked out for a person."""
        return usual_frames(self.layout, self.items, self.reader, self.derived, self.rules)

    def derived_from(self, names: frozenset[str], phase: Phase | None) -> Steps:
        """The derived facts of a phase these facts can change, in their order."""
        known = self._derived_from.get((names, phase))
        if known is None:
            known = [step for step in self.usual[phase].derived if not step[0].depends_on.isdisjoint(names)]
            if len(self._derived_from) >= _MOST_NAMES:
                self._derived_from.clear()
            self._derived_from[names, phase] = known
        return known

    @cached_property
    def _derived_from(self) -> dict[tuple[frozenset[str], Phase | None], Steps]:
        return {}

    @cached_property
    def link_ids(self) -> frozenset[str]:
        return frozenset(item.link_id for item in self.items)

    @cached_property
    def items_by_fact(self) -> Mapping[str, Item]:
        """What is asked or computed, described alike."""
        return {**self.computed, **{item.fact: item for item in self.items}}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What a practitioner reads for each fact."""
        asked = {item["fact"]: item["says"] for item in self.questionnaire["items"]}
        return asked | {fact["id"]: fact["says"] for fact in self.document["derived"]}

    @cached_property
    def units(self) -> Mapping[str, str | None]:
        derived = {fact["id"]: fact.get("unit") for fact in self.document["derived"]}
        return derived | {item.fact: item.unit for item in self.items}

    @cached_property
    def computed_from(self) -> Mapping[str, tuple[str, ...]]:
        """For each computed fact the facts and columns its computation reads."""
        return {fact.id: fact.inputs for fact in self.derived if fact.node is None}

    @cached_property
    def entered_groups(self) -> Mapping[str, tuple[str, ...]]:
        """For each computed group the groups of the questionnaire it is made from."""
        return groups_behind({fact.id: fact.inputs for fact in self.derived}, self.layout.groups.keys())

    @cached_property
    def gates(self) -> Mapping[str, tuple[str, ...]]:
        """For each fact those that somebody can be asked for and that open its item."""
        origins = {fact.id: sorted(fact.depends_on & self.base_facts) for fact in self.derived}
        return {
            item.fact: tuple(name for read in facts_read(item.enabled_when) for name in origins.get(read, [read]))
            for item in self.items
            if item.enabled_when is not None
        }

    @cached_property
    def gate_conditions(self) -> Mapping[str, Condition]:
        """For each gated fact the condition under which its item is shown at all."""
        return {
            item.fact: compile_condition(item.enabled_when, self.layout)
            for item in self.items
            if item.enabled_when is not None
        }

    @cached_property
    def explanation(self) -> Explanation:
        return Explanation(self.layout, self._derived_by_id, self.gates)

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.layout, self._derived_by_id)

    @cached_property
    def rules_by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def _derived_by_id(self) -> Mapping[str, DerivedFact]:
        return {fact.id: fact for fact in self.derived}


def load_rule_set(path: Path) -> RuleSet:
    """The rule set in a released file.

    Raises RuleSetDamagedError when the digest, the form or any reference in it is wrong.
    """
    return build_rule_set(*released_document(path))


def released_document(path: Path) -> tuple[Mapping[str, Any], str]:
    """The content of a released file and its digest, not built: enough for whoever only needs its words.

    Raises RuleSetDamagedError when the digest does not match.
    """
    match = _FILE.fullmatch(path.read_bytes())
    if match is None or hashlib.sha256(match[1]).hexdigest().encode() != match[2]:
        raise RuleSetDamagedError("the rule set's digest does not match its content")
    return json.loads(match[1]), match[2].decode()


def build_rule_set(document: Mapping[str, Any], digest: str) -> RuleSet:
    """A rule set from its content. Raises RuleSetDamagedError when anything in it does not fit."""
    try:
        return _build(document, digest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleSetDamagedError("the rule set's content does not fit the engine") from error


def _build(document: Mapping[str, Any], digest: str) -> RuleSet:
    if document["format"] != FORMAT or not document["rules"]:
        raise ValueError("unknown format or no rules")
    numbers, periods = _parameters(document["parameters"])
    items = tuple(Item.from_json(item, numbers) for item in document["questionnaire"]["items"])
    computed = _computed(document["derived"], numbers)
    groups = [item for item in (*items, *computed.values()) if item.kind == "group"]
    layout = _layout(items, document["derived"], groups, numbers, tuple(periods))
    derived: dict[str, DerivedFact] = {}
    depends: dict[str, frozenset[str]] = {}
    for part in document["derived"]:
        derived[part["id"]] = fact = build_derived(part, layout, depends, document["knowledge"])
        depends[fact.id] = fact.depends_on
    return RuleSet(
        document=document,
        digest=digest,
        version=document["version"],
        incomplete=tuple(document["incomplete"]),
        numbers=numbers,
        periods=periods,
        items=items,
        computed=computed,
        layout=layout,
        derived=tuple(derived.values()),
        rules=tuple(build_rule(rule, layout, depends) for rule in document["rules"]),
    )


def _parameters(
    documents: Mapping[str, Mapping[str, Any]],
) -> tuple[dict[str, Number], dict[str, tuple[str, int]]]:
    """Plain numbers by name, and lengths of time by name as (unit, amount)."""
    numbers: dict[str, Number] = {}
    periods: dict[str, tuple[str, int]] = {}
    for name, document in documents.items():
        value = Decimal(document["value"])
        whole = value == value.to_integral_value()
        if document["period"]:
            periods[name] = (document["unit"], int(value))
        else:
            numbers[name] = int(value) if whole else value
    return numbers, periods


def _computed(derived: Sequence[Mapping[str, Any]], numbers: Mapping[str, Number]) -> dict[str, Item]:
    """Facts that a computation states, described as an item would be."""
    return {
        fact["id"]: Item.from_json({**fact, "linkId": fact["id"], "fact": fact["id"]}, numbers)
        for fact in derived
        if "function" in fact
    }


def _layout(
    items: Sequence[Item],
    derived: Sequence[Mapping[str, Any]],
    groups: Sequence[Item],
    numbers: Mapping[str, Number],
    periods: Sequence[str],
) -> Layout:
    """Base facts, the engine's own facts, derived facts, then the days the periods lead back to."""
    facts = [*dict.fromkeys(item.fact for item in items), *PROVIDED_FACTS, *(fact["id"] for fact in derived)]
    names = [*facts, *periods]
    if len(set(names)) != len(names):
        raise ValueError("a name is used twice")
    rows = {item.fact: _row_layout(item, numbers, periods) for item in groups}
    closed = frozenset(fact["id"] for fact in derived if fact["kind"] in _CLOSED_KINDS)
    closed |= {item.fact for item in items if item.kind in _CLOSED_KINDS}
    return Layout({name: slot for slot, name in enumerate(names)}, numbers, rows, frozenset(periods), closed)


def _row_layout(item: Item, numbers: Mapping[str, Number], periods: Sequence[str]) -> Layout:
    """A row holds its fields and, behind them, the same days as the frame around it."""
    names = [*(part.fact for part in item.fields), *periods]
    return Layout({name: slot for slot, name in enumerate(names)}, numbers, {}, frozenset(periods))
