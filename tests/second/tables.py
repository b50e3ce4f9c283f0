"""The register of transcribed rules: id, phase and severity as a table states them, the condition as a function."""

from dataclasses import dataclass, field
from typing import Protocol

from tests.second.form import Form
from tests.second.logic import Evaluation, Severities, Truth, Verdict, word_for

type Condition = Evaluation[Form]


class Registers(Protocol):
    """Takes a condition into the register and hands it back as it was, for other conditions to use."""

    def __call__[C: Evaluation[Form]](self, condition: C, /) -> C: ...


FORMS: dict[str, frozenset[str]] = {
    "S": frozenset({"intake"}),
    "D": frozenset({"session"}),
    "F": frozenset({"follow_up"}),
    "D and F": frozenset({"session", "follow_up"}),
    "S and F": frozenset({"intake", "follow_up"}),
    "B": frozenset({"intake", "session", "follow_up"}),
    # A rule runs only where the form of the phase asks something it reads (docs/decisions, 8).
    "B without follow-up": frozenset({"intake", "session"}),
    "B without session": frozenset({"intake", "follow_up"}),
    "B without later forms": frozenset({"intake"}),
}


@dataclass(frozen=True)
class Row:
    """A row of a table; the severities are those of the condition's clauses, one each, strictest first.

    `decided` keeps what came of each combination of clauses in a phase: few of them ever occur.
    """

    rule_id: str
    phases: frozenset[str]
    standing: bool
    severities: tuple[Severities, ...]
    worst_case: bool
    condition: Condition
    decided: dict[tuple[str, tuple[Truth, ...]], Verdict] = field(default_factory=dict, repr=False)


ROWS: dict[str, Row] = {}


def rule(rule_id: str, phase: str, *words: str, app: str = "BOTH", worst_case: bool = False) -> Registers:
    """Register a condition; `worst_case` is NI-W, on the day of a session an unknown counts as fired."""
    return row(rule_id, phase, *(word_for(word, app) for word in words), worst_case=worst_case)


def row(rule_id: str, phase: str, *severities: Severities, worst_case: bool = False) -> Registers:
    def register[C: Evaluation[Form]](condition: C, /) -> C:
        if rule_id in ROWS:
            raise ValueError(f"{rule_id} is transcribed twice")
        ROWS[rule_id] = Row(
            rule_id, FORMS[phase], phase not in ("D", "F", "D and F"), severities, worst_case, condition
        )
        return condition

    return register
