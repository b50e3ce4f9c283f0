"""The second evaluator: every transcribed rule on every reading of a form."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
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
    resistance,
    scales,
    substances,
)
from tests.second.form import Form
from tests.second.logic import NOT_APPLICABLE, Truth, Verdict, folded, perhaps, verdict
from tests.second.plausibility import readings
from tests.second.tables import ROWS, Row


def evaluate(
    answers: Mapping[str, Any],
    *,
    phase: str,
    as_of: date,
    submitted_on: date | None,
    in_united_states: Truth,
) -> Mapping[str, Verdict]:
    """The verdict of every transcribed rule; contradictory and implausible answers are tried both ways."""
    form = Form(answers, phase, as_of, submitted_on, in_united_states)
    forms = tuple(_every_reading(form))
    return {rule_id: folded([_verdict(row, one) for one in forms]) for rule_id, row in ROWS.items()}


def _every_reading(form: Form) -> Iterator[Form]:
    open_ones = {
        key: both for key, value in form.answers.items() if len(both := readings(key, value, form.as_of)) > 1
    }
    for choice in product(*open_ones.values()):
        yield replace(
            form, answers={**form.answers, **dict(zip(open_ones, choice, strict=True))}, written=form.answers
        )


def _verdict(row: Row, form: Form) -> Verdict:
    if form.phase not in row.phases and not row.standing:
        return NOT_APPLICABLE
    result = row.condition(form)
    clauses = result if isinstance(result, tuple) else (result,)
    if row.worst_case and form.phase == "session":
        clauses = tuple(map(perhaps, clauses))
    found = verdict(clauses, row.severities)
    if form.phase in row.phases or _counts_later(found):
        return found
    settled = verdict(tuple(clause is True for clause in clauses), row.severities)
    return settled if _counts_later(settled) else NOT_APPLICABLE


def _counts_later(found: Verdict) -> bool:
    """An intake rule in a later phase says something only where it finds more than a missing thing.

    A stricter clause that is open takes nothing from one that is settled.
    """
    return found.outcome == "fired" and any(word != "INF" for _, word in found.severity)
