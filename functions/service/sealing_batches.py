"""Seals what a batch announces, chain by chain: one chain that fails holds up no other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from functions.service.sealing import Sealed, Sealing, seal


@dataclass(frozen=True, slots=True)
class Announced:
    """An entry somebody says is there, and what the announcement is called."""

    chain: str
    entry: str
    name: str


@dataclass(slots=True)
class Outcome:
    """What came of a batch: what was sealed, and the announcements that have to come again, with why."""

    made: int = 0
    missing: int = 0
    failed: list[str] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def add(self, done: Sealed) -> None:
        self.made += done.made
        self.missing += done.missing


def seal_batch(announced: Iterable[Announced], work: Sealing, *, time_is_left: Callable[[], bool]) -> Outcome:
    """Chains that nobody got to count as failed: they come again."""
    outcome = Outcome()
    for chain, members in _by_chain(announced).items():
        error = _seal(chain, members, work, outcome) if time_is_left() else TimeoutError()
        if error:
            outcome.failed.extend(each.name for each in members)
            outcome.errors.append(error)
    return outcome


def _seal(chain: str, members: Sequence[Announced], work: Sealing, outcome: Outcome) -> Exception | None:
    try:
        outcome.add(seal(chain, [each.entry for each in members], work))
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not hold up the other chains
        return error
    return None


def _by_chain(announced: Iterable[Announced]) -> Mapping[str, Sequence[Announced]]:
    chains: dict[str, list[Announced]] = {}
    for each in announced:
        chains.setdefault(each.chain, []).append(each)
    return chains
