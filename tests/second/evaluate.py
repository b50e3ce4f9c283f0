"""The second evaluator: every transcribed rule on every reading of a form."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from tests.second import (  # noqa: F401 (importing a table registers its rules)
    allergies,
    brain,
    data_quality,
    eyes,
    follow_up,
    heart,
    indication,
    logistics,
    lungs,
    medicines,
    metabolism,
    mind,
    organs,
    people,
    pregnancy,
    pressure,
    resistance,
    scales,
    sedating,
    substances,
    unexplained,
)
from tests.second.doubtful import Doubtful
from tests.second.form import Form
from tests.second.logic import NOT_APPLICABLE, Truth, Verdict, folded, perhaps, verdict
from tests.second.questionnaires import items
from tests.second.tables import ROWS, Row
from tests.second.understood import understood


def evaluate(
    answers: Mapping[str, Any],
    *,
    phase: str,
    as_of: date,
    submitted_on: date | None,
    in_united_states: Truth,
) -> Mapping[str, Verdict]:
    """The verdict of every transcribed rule; contradictory and implausible answers are tried both ways."""
    read = understood(answers, items())
    form = Form(
        read.answers,
        phase,
        as_of,
        submitted_on,
        in_united_states,
        written=read.answers,
        slips=frozenset(read.slips),
    )
    doubtful = Doubtful(form)
    return {rule_id: _verdict(row, doubtful) for rule_id, row in ROWS.items()}


def _verdict(row: Row, doubtful: Doubtful) -> Verdict:
    phase = doubtful.form.phase
    if phase not in row.phases and not row.standing:
        return NOT_APPLICABLE
    if doubtful.open:
        case = phase, folded(doubtful.each(partial(_clauses, row)))
    else:
        case = phase, _clauses(row, doubtful.form)
    if case not in row.decided:
        row.decided[case] = _decided(row, *case)
    return row.decided[case]


def _clauses(row: Row, form: Form) -> tuple[Truth, ...]:
    result = row.condition(form)
    return result if isinstance(result, tuple) else (result,)


def _decided(row: Row, phase: str, clauses: tuple[Truth, ...]) -> Verdict:
    if row.worst_case and phase == "session":
        clauses = tuple(map(perhaps, clauses))
    found = verdict(clauses, row.severities)
    if phase in row.phases or _counts_later(found):
        return found
    settled = verdict(tuple(clause is True for clause in clauses), row.severities)
    return settled if _counts_later(settled) else NOT_APPLICABLE


def _counts_later(found: Verdict) -> bool:
    """An intake rule in a later phase says something only where it finds more than a missing thing.

    A stricter clause that is open takes nothing from one that is settled.
    """
    return found.outcome == "fired" and any(word != "INF" for _, word in found.severity)
