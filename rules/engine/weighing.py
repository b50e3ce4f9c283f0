"""What the verdicts of a rule's clauses amount to, before anything about the person is looked at.

The same rule with the same verdicts weighs the same whoever answered, so each combination is worked out once.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rules.engine.model import Clause, Rule
from rules.engine.terms import Contact, NeededBy, Route, Severity, WaitingOn
from rules.engine.truth import UNKNOWN, YES, Truth

type Verdicts = tuple[Truth, ...]


class Weight(NamedTuple):
    """Severity as it counts and as it could still become; the clauses that have to be explained; who moves when.

    `fired` clauses made the rule fire; `open` ones are unknown and could make it stricter. A weight with
    `only_missing` fires for nothing but the lack of something.
    """

    severity: Mapping[Route, Severity]
    possible: Mapping[Route, Severity]
    fired: tuple[Clause, ...]
    open: tuple[Clause, ...]
    needed_by: NeededBy | None
    waiting_on: WaitingOn | None
    contact: Contact
    only_missing: bool


@lru_cache(maxsize=4096)
def weigh(rule: Rule, verdicts: Verdicts, *, worst: bool = False) -> Weight:
    """The weight of clauses that fired or are unknown; at least one is. At the worst, unknown ones count in full."""
    fired = tuple(clause for clause, verdict in zip(rule.clauses, verdicts, strict=True) if verdict is YES)
    unknown = tuple(clause for clause, verdict in zip(rule.clauses, verdicts, strict=True) if verdict is UNKNOWN)
    certain = strictest(clause.severity for clause in fired)
    possible = _stricter(strictest(clause.severity for clause in unknown), certain)
    undecided = tuple(clause for clause in unknown if not possible.keys().isdisjoint(clause.severity))
    counted = strictest([certain, *(clause.severity if worst else _counting(clause) for clause in undecided)])
    lacking = [clause for clause in fired if Severity.MISSING in clause.severity.values()]
    return Weight(
        severity=counted,
        possible=_stricter(possible, counted),
        fired=fired,
        open=undecided,
        needed_by=_earliest([*lacking, *undecided]),
        waiting_on=next((clause.waiting_on for clause in (*lacking, *undecided)), None),
        contact=_soonest((*fired, *undecided) if worst else fired),
        only_missing=bool(fired) and all(set(clause.severity.values()) == {Severity.MISSING} for clause in fired),
    )


def strictest(severities: Iterable[Mapping[Route, Severity]]) -> dict[Route, Severity]:
    """For each route the strictest of the severities."""
    merged: dict[Route, Severity] = {}
    for mapping in severities:
        for route, severity in mapping.items():
            held = merged.get(route)
            merged[route] = severity if held is None else Severity.strictest(held, severity)
    return merged


def _soonest(clauses: Iterable[Clause]) -> Contact:
    return min((clause.contact for clause in clauses), key=lambda contact: contact.rank, default=Contact.ROUTINE)


def _counting(clause: Clause) -> Mapping[Route, Severity]:
    return dict.fromkeys(clause.severity, clause.if_unknown_counts_as)


def _stricter(possible: Mapping[Route, Severity], counted: Mapping[Route, Severity]) -> dict[Route, Severity]:
    return {
        route: severity
        for route, severity in possible.items()
        if route not in counted or severity.rank > counted[route].rank
    }


def _earliest(clauses: Sequence[Clause]) -> NeededBy | None:
    return min((clause.needed_by for clause in clauses), key=lambda by: by.rank, default=None)
