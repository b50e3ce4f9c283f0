"""Rules, clauses and derived facts as the engine runs them: compiled from the released content, never changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from rules.engine.conditions import Condition, Layout, Node, compile_condition
from rules.engine.findings import Finding
from rules.engine.interpretations import Knowledge, computation
from rules.engine.reads import facts_read
from rules.engine.terms import Contact, CrisisKind, IfUnknown, NeededBy, Outcome, Phase, Route, Severity, WaitingOn
from rules.engine.truth import NO, UNKNOWN, Truth

MOST_REMEMBERED = 256
_NUMBER = "#"

type Computation = Callable[[Sequence[Any], int], Any]
type Input = Callable[[Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """One condition of a rule with the severity it carries on each route."""

    node: Node
    condition: Condition
    severity: Mapping[Route, Severity]
    if_unknown_counts_as: Severity
    needed_by: NeededBy
    waiting_on: WaitingOn
    contact: Contact
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One clinical statement. `depends_on` names every fact, derived ones included, that can change it.

    Most rules read a few closed facts and are clear for most people: `known_clear` remembers which values those were,
    as `closed` reads them, up to MOST_REMEMBERED. `settled` holds what some verdicts of the clauses amount to whoever
    answered.
    """

    id: str
    phases: frozenset[Phase]
    clauses: tuple[Clause, ...]
    if_unknown: IfUnknown
    declining_counts: bool
    crisis: CrisisKind | None
    depends_on: frozenset[str]
    conditions: tuple[Condition, ...]
    closed: Callable[[Sequence[Any]], Any] | None
    clear: Finding
    not_applicable: Finding
    fault: Finding
    settled: dict[tuple[Truth, ...], Finding]
    known_clear: set[Any] = field(init=False, default_factory=set)


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """A fact computed from others: by a condition, or by a named computation over inputs."""

    id: str
    slot: int
    node: Node | None
    inputs: tuple[str, ...]
    compute: Computation
    depends_on: frozenset[str]


def build_rule(document: Mapping[str, Any], layout: Layout, depends: Mapping[str, frozenset[str]]) -> Rule:
    """A rule from its released form. Raises KeyError, ValueError or ConditionError when it is damaged."""
    clauses = tuple(_clause(part, document, layout) for part in document["clauses"])
    if not clauses:
        raise ValueError("a rule has at least one clause")
    read = frozenset(name for clause in clauses for name in clause.reads)
    crisis = document.get("crisis")
    clear = Finding(document["id"], Outcome.CLEAR)
    return Rule(
        id=document["id"],
        phases=frozenset(Phase(phase) for phase in document["phases"]),
        clauses=clauses,
        if_unknown=IfUnknown(document["ifUnknown"]),
        declining_counts=document["decliningCounts"],
        crisis=None if crisis is None else CrisisKind(crisis),
        depends_on=read.union(*(depends.get(name, frozenset()) for name in read)),
        conditions=tuple(clause.condition for clause in clauses),
        closed=layout.slots_if_closed(sorted(read)),
        clear=clear,
        not_applicable=Finding(document["id"], Outcome.NOT_APPLICABLE),
        fault=_fault(document["id"], clauses, IfUnknown(document["ifUnknown"]), crisis),
        settled={(NO,) * len(clauses): clear},
    )


def _fault(rule_id: str, clauses: Sequence[Clause], if_unknown: IfUnknown, crisis: str | None) -> Finding:
    """What stands for the rule when it cannot be evaluated. One that may mean danger still asks for a call."""
    urgent = any(Severity.URGENT in clause.severity.values() for clause in clauses)
    if not urgent and if_unknown is not IfUnknown.CONTACT_TODAY:
        return Finding(rule_id, Outcome.FAULT)
    kind = None if crisis is None else CrisisKind(crisis)
    return Finding(rule_id, Outcome.FAULT, contact=Contact.TODAY, crisis=kind)


def _clause(part: Mapping[str, Any], rule: Mapping[str, Any], layout: Layout) -> Clause:
    node = part["when"]
    named = facts_read(node)
    return Clause(
        node=node,
        condition=compile_condition(node, layout),
        severity={Route(route): Severity(word) for route, word in part["severity"].items()},
        if_unknown_counts_as=Severity(part.get("ifUnknownCountsAs", Severity.MISSING)),
        needed_by=NeededBy(part.get("neededBy", rule["neededBy"])),
        waiting_on=WaitingOn(part.get("waitingOn", rule["waitingOn"])),
        contact=Contact(part["contact"]),
        reads=tuple(name for name in named if name in layout.slots and name not in layout.periods),
    )


def build_derived(
    document: Mapping[str, Any], layout: Layout, depends: Mapping[str, frozenset[str]], knowledge: Knowledge
) -> DerivedFact:
    """A derived fact; the content lists them in an order in which each comes after its inputs."""
    node = document.get("when")
    inputs = facts_read(node) if node is not None else tuple(document["of"])
    names = frozenset(name.partition(".")[0] for name in inputs) - layout.numbers.keys()
    return DerivedFact(
        id=document["id"],
        slot=layout.slots[document["id"]],
        node=node,
        inputs=inputs,
        compute=_by_condition(node, layout) if node is not None else _by_function(document, layout, knowledge),
        depends_on=names.union(*(depends.get(name, frozenset()) for name in names)),
    )


def _arguments(names: Sequence[str], layout: Layout) -> Input:
    """The inputs of a computation: a parameter's number, a fact, the day a period leads back to, a group's column.

    Neighbours of one kind are read together.
    """
    kinds = groupby(names, key=lambda name: _NUMBER if name in layout.numbers else name.rpartition(".")[0])
    parts = [_read_together(kind, tuple(neighbours), layout) for kind, neighbours in kinds]
    if len(parts) == 1:
        return parts[0]
    return lambda slots: tuple([value for part in parts for value in part(slots)])


def _read_together(kind: str, names: Sequence[str], layout: Layout) -> Input:
    if kind == _NUMBER:
        numbers = tuple(layout.numbers[name] for name in names)
        return lambda _slots: numbers
    if not kind:
        return _several([layout.slots[name] for name in names])
    slot, places = layout.slots[kind], layout.groups[kind].slots
    return _columns(slot, [places[name.rpartition(".")[2]] for name in names])


def _several(slots: Sequence[int]) -> Input:
    """The values in these slots as a tuple, however few they are."""
    read = itemgetter(*slots)
    return read if len(slots) > 1 else lambda frame: (read(frame),)


def _columns(slot: int, columns: Sequence[int]) -> Input:
    """The columns of a group as tuples; None for each where the group is unknown."""
    read, unknown, empty = _several(columns), (None,) * len(columns), ((),) * len(columns)

    def turned(slots: Sequence[Any]) -> Sequence[Any]:
        rows = slots[slot]
        if not rows:
            return unknown if rows is None else empty
        return tuple(zip(*map(read, rows), strict=True))

    return turned


def _by_condition(node: Node, layout: Layout) -> Computation:
    condition = compile_condition(node, layout)

    def compute(slots: Sequence[Any], _today: int) -> Any:
        verdict = condition(slots)
        return None if verdict is UNKNOWN else verdict

    closed = layout.slots_if_closed(facts_read(node))
    return compute if closed is None else _remembered(compute, closed)


def _remembered(compute: Computation, closed: Callable[[Sequence[Any]], Any]) -> Computation:
    """The same, each combination of values computed once."""
    known: dict[Any, Any] = {}

    def look_up(slots: Sequence[Any], today: int) -> Any:
        values = closed(slots)
        result = known.get(values, known)
        if result is known:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            result = known[values] = compute(slots, today)
        return result

    return look_up


def _by_function(document: Mapping[str, Any], layout: Layout, knowledge: Knowledge) -> Computation:
    """A named computation, called with a value for a fact and with a tuple of values for a group's column."""
    function = computation(document["function"], knowledge, document["given"])
    arguments = _arguments(document["of"], layout)

    def compute(slots: Sequence[Any], today: int) -> Any:
        return function(today, *arguments(slots))

    def compute_rows(slots: Sequence[Any], today: int) -> Any:
        """Rows carry the days the periods lead back to, since their conditions see nothing else."""
        rows = compute(slots, today)
        if rows is None:
            return None
        cutoffs = tuple(slots[len(slots) - len(layout.periods) :])
        return tuple([row + cutoffs for row in rows])

    return compute_rows if document["kind"] == "group" else compute
