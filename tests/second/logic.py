"""Three-valued logic of its own, and what a rule of the second evaluator is. None stands for unknown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

type Truth = bool | None


@dataclass(frozen=True)
class Span:
    """A number known only within limits, both of them possible; comparisons are three-valued."""

    low: Decimal
    high: Decimal

    def __truediv__(self, other: Decimal) -> "Span":
        return Span(self.low / other, self.high / other)

    def __gt__(self, other: Decimal) -> Truth:
        return True if self.low > other else (None if self.high > other else False)

    def __ge__(self, other: Decimal) -> Truth:
        return True if self.low >= other else (None if self.high >= other else False)

    def __lt__(self, other: Decimal) -> Truth:
        return no(self >= other)

    def __le__(self, other: Decimal) -> Truth:
        return no(self > other)


type Number = Decimal | None
type Measured = Decimal | Span | None
type Severities = Mapping[str, str]

ROUTES = ("iv_ketamine", "esketamine")
FROM_MILDEST = ("CAU", "INF", "REL", "ABS-T", "ABS", "URG")


def all_of(*parts: Truth) -> Truth:
    if False in parts:
        return False
    return None if None in parts else True


def any_of(*parts: Truth) -> Truth:
    if True in parts:
        return True
    return None if None in parts else False


def no(part: Truth) -> Truth:
    return None if part is None else not part


def surely(part: Truth) -> bool:
    """Only what is known to hold; for conditions that a table words as "until" or "unless"."""
    return part is True


def perhaps(part: Truth) -> bool:
    """Everything not known to be false."""
    return part is not False


@lru_cache(maxsize=10_000)
def exactly(value: float | Decimal | str) -> Decimal:
    """A number as it is written."""
    return Decimal(str(value))


def at_least(number: Measured, limit: float) -> Truth:
    return None if number is None else number >= exactly(limit)


def over(number: Measured, limit: float) -> Truth:
    return None if number is None else number > exactly(limit)


def under(number: Measured, limit: float) -> Truth:
    return no(at_least(number, limit))


def at_most(number: Measured, limit: float) -> Truth:
    return no(over(number, limit))


def between(number: Number, low: float, high: float) -> Truth:
    """Both ends count."""
    return all_of(at_least(number, low), at_most(number, high))


@dataclass(frozen=True)
class Verdict:
    """What became of one rule; severities by route only where it fired."""

    outcome: str
    severity: tuple[tuple[str, str], ...] = ()


CLEAR, UNKNOWN, NOT_APPLICABLE = Verdict("clear"), Verdict("unknown"), Verdict("not_applicable")


def fired(severities: Severities) -> Verdict:
    return Verdict("fired", tuple(sorted(severities.items())))


def strictest(every: Iterable[Severities]) -> Severities:
    folded: dict[str, str] = {}
    for severities in every:
        for route, word in severities.items():
            folded[route] = max(folded.get(route, "CAU"), word, key=FROM_MILDEST.index)
    return folded


def verdict(clauses: tuple[Truth, ...], severities: tuple[Severities, ...]) -> Verdict:
    """The strictest of the clauses that hold; unknown where none holds and one is open."""
    holding = [words for clause, words in zip_longest(clauses, severities) if clause]
    if not holding:
        return UNKNOWN if None in clauses else CLEAR
    still_open = [dict.fromkeys(words, "INF") for clause, words in zip_longest(clauses, severities) if clause is None]
    found = strictest(holding)
    return fired(strictest([found, *still_open]))


def folded(readings: Sequence[tuple[Truth, ...]]) -> tuple[Truth, ...]:
    """Clauses on every reading of a doubtful form: what holds on one reading holds, what is open on one is open."""
    return readings[0] if len(readings) == 1 else tuple(any_of(*each) for each in zip(*readings, strict=True))


def word_for(severity: str, route: str) -> Severities:
    """One word as a table writes it, for BOTH, IV or ESK."""
    routes = {"BOTH": ROUTES, "IV": ROUTES[:1], "ESK": ROUTES[1:]}[route]
    return dict.fromkeys(routes, severity)


type Evaluation[F] = Callable[[F], Truth | tuple[Truth, ...]]
