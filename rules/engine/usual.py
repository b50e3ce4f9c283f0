"""The usual frame: what follows when every question is answered "no", "none of these" or not at all.

Most of what people answer is just that. A derived fact and a rule depend on nothing but the slots they read: where
these hold what they hold in the usual frame, the result is the one it has there and need not be worked out again.
Nothing in the frame comes from anybody's answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from rules.engine.answers import NONE, FactReader
from rules.engine.conditions import Layout, Node
from rules.engine.items import Item
from rules.engine.model import DerivedFact, Rule
from rules.engine.provided import LIST_FACTS, SITE_PROFILES
from rules.engine.reads import facts_read
from rules.engine.terms import Phase
from rules.engine.truth import NO

type Reads = frozenset[int]
type Steps = Sequence[tuple[DerivedFact, Reads]]

ALWAYS: Final = -1
"""Among the slots something reads: it depends on the day, or has no usual result, and is always worked out."""
_SOME_DAY = date(2000, 1, 1)


class Usual(NamedTuple):
    """The slots of the frame in one phase, and what each derived fact and each rule reads.

    Derived facts that no rule of the phase can look at are left out; their slots say unknown.
    """

    slots: Sequence[Any]
    derived: Steps
    rules: Sequence[tuple[Rule, Reads]]


def usual_frames(
    layout: Layout, items: Sequence[Item], reader: FactReader, derived: Iterable[DerivedFact], rules: Sequence[Rule]
) -> Mapping[Phase | None, Usual]:
    """The usual frame of each phase; the one of no phase has every derived fact, and no rules."""
    slots = _answered(layout, items, reader)
    steps = [(fact, _derive(fact, slots, layout)) for fact in derived]
    shown = {name for item in items if item.enabled_when is not None for name in facts_read(item.enabled_when)}
    return {
        None: Usual(slots, steps, ()),
        **{phase: _in_phase(phase, slots, steps, rules, layout, shown) for phase in Phase},
    }


def _in_phase(
    phase: Phase, slots: Sequence[Any], steps: Steps, rules: Sequence[Rule], layout: Layout, shown: set[str]
) -> Usual:
    """What is said in a later phase counts for the rules of the intake too."""
    weighed = [rule for rule in rules if phase in rule.phases or Phase.INTAKE in rule.phases]
    read = shown.union(*(rule.depends_on for rule in weighed))
    read.update(name for fact, _ in steps if fact.id in shown for name in fact.depends_on)
    left_out = {fact.slot for fact, _ in steps if fact.id not in read}
    return Usual(
        slots=[None if slot in left_out else value for slot, value in enumerate(slots)],
        derived=[(fact, reads) for fact, reads in steps if fact.slot not in left_out],
        rules=[(rule, _reads(rule, phase, slots, layout)) for rule in rules],
    )


def changed_from(usual: Sequence[Any], slots: Iterable[Any]) -> set[int]:
    """The slots that hold something else, compared by identity: what is merely equal counts as changed."""
    pairs = enumerate(zip(slots, usual, strict=False))
    return {slot for slot, (value, as_usual) in pairs if value is not as_usual}


def _answered(layout: Layout, items: Sequence[Item], reader: FactReader) -> list[Any]:
    slots: list[Any] = [None] * len(layout.slots)
    answers = {item.link_id: answer for item in items if (answer := _usual_answer(item)) is not None}
    for name, fact in reader.read(answers, as_of=_SOME_DAY, phase=Phase.INTAKE).items():
        slots[layout.slots[name]] = fact.values[0] if fact.values else None
    for name in (*LIST_FACTS, SITE_PROFILES):
        slots[layout.slots[name]] = ()
    return slots


def _usual_answer(item: Item) -> Any:
    if item.kind == "multi_choice":
        return [NONE] if NONE in item.options else None
    return {"yes_no": "no", "group": NONE}.get(item.kind)


def _derive(fact: DerivedFact, slots: list[Any], layout: Layout) -> Reads:
    """Fills the fact's slot. Computations are given the day; conditions depend on it where they read a period."""
    reads = _slots_read([fact.node] if fact.node is not None else [], layout)
    reads |= {layout.slots[name] for part in fact.inputs if (name := part.partition(".")[0]) in layout.slots}
    try:
        slots[fact.slot] = fact.compute(slots, _SOME_DAY.toordinal())
    except Exception:  # noqa: BLE001 - it has no usual result; where it fails again, it is found then
        return reads | {ALWAYS}
    return reads if fact.node is not None and ALWAYS not in reads else reads | {ALWAYS}


def _reads(rule: Rule, phase: Phase, slots: Sequence[Any], layout: Layout) -> Reads:
    usually_clear = phase in rule.phases and _is_clear(rule, slots)
    reads = _slots_read([clause.node for clause in rule.clauses], layout)
    return reads if usually_clear else reads | {ALWAYS}


def _is_clear(rule: Rule, slots: Sequence[Any]) -> bool:
    try:
        return all(condition(slots) is NO for condition in rule.conditions)
    except Exception:  # noqa: BLE001 - a rule that fails is judged in full, which makes a fault of it
        return False


def _slots_read(nodes: Iterable[Node], layout: Layout) -> Reads:
    names = [name for node in nodes for name in facts_read(node) if name in layout.slots]
    depends_on_day = not layout.periods.isdisjoint(names)
    return frozenset(layout.slots[name] for name in names) | ({ALWAYS} if depends_on_day else set())
