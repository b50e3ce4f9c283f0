"""Follow-up: what happened since the last treatment, and how the scales have moved.

These rules stand in no table of the documents; they are transcribed from the options of the follow-up form, from the
outcome bands of 1.2 in the paper on treatment resistance and from docs/clinical-questions.md. Which severity belongs
to which sign was read in the generated catalogue, so here the second evaluator checks the working, not the choice.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from tests.second.form import Form, number
from tests.second.logic import Truth, all_of, any_of, surely
from tests.second.scales import (
    ITEMS,
    Bounds,
    anxiety_above,
    depressed,
    filled_in_lately,
    phq9_algorithm,
    possible,
    reaches,
    scores,
    total,
)
from tests.second.tables import rule

_SCALES = ("phq9", "gad7", "madrs", "ham_a")
_REMISSION_BELOW = {"phq9": 5, "gad7": 5, "madrs": 10}


def _since_last(rule_id: str, severity: str, *options: str) -> None:
    rule(rule_id, "F", severity)(_ticked(*options))


def _ticked(*options: str) -> Callable[[Form], Truth]:
    return lambda form: form.has("followup.since_last", *options)


_since_last("followup.bladder_symptoms", "REL", "bladder")
_since_last("followup.liver_signs", "REL", "liver")
_since_last("followup.cognition_worse", "REL", "memory")
_since_last("followup.misuse", "REL", "craving", "ketamine_elsewhere")
_since_last("followup.substance_use", "REL", "more_alcohol_or_drugs")
_since_last("followup.high_pressure", "CAU", "high_pressure")


@rule("followup.poorly_tolerated", "F", "REL", "CAU")
def poorly_tolerated(form: Form) -> tuple[Truth, ...]:
    """A fall or an accident; feeling detached later, a frightening treatment, vomiting."""
    happened = form.has("followup.since_last", "detached", "frightening", "vomiting")
    return form.has("followup.since_last", "fall_or_accident"), happened


def _now(form: Form, scale: str) -> Bounds:
    """Settled: what was filled in longer ago than 14 days still raises, but does not count as measured."""
    return scores(form, scale) if scale in ("madrs", "ham_a") else total(form, scale)


def _baseline(form: Form, scale: str) -> Decimal | None:
    lines = [line for line in form.rows("followup.baseline") or () if line.get("instrument") == scale]
    latest = max(lines, key=lambda line: str(line.get("date", "")), default=None)
    return None if latest is None or not possible(latest) else number(latest["total"])


def _improved_less(form: Form, scale: str, then: Decimal | None, percent: int) -> Truth:
    """Less than so many percent lower than at baseline, and not in remission; without a baseline nothing is said."""
    now = _now(form, scale)
    if now is None or not then:
        return False
    low, high = ((then - value) * 100 / then for value in (now[1], now[0]))
    less = True if high < percent else (None if low < percent else False)
    return all_of(less, reaches(now, _REMISSION_BELOW.get(scale, 0)))


def _any_scale(form: Form, percent: int) -> Truth:
    """A baseline of a scale that cannot be read may be of any; it leaves open what it would settle (0.3)."""
    unread = [number(line.get("total")) for line in form.rows("followup.baseline") or () if "instrument" not in line]
    named = [_improved_less(form, scale, _baseline(form, scale), percent) for scale in _SCALES]
    maybe = (_improved_less(form, scale, then, percent) for scale in _SCALES for then in unread)
    return any_of(*named, *(None for one in maybe if one is not False))


@rule("followup.no_response", "F", "REL", "CAU")
def no_response(form: Form) -> tuple[Truth, ...]:
    """1.2: nonresponse <25 %, partial 25-49 %, response >=50 %."""
    return _any_scale(form, 25), _any_scale(form, 50)


@rule("followup.worse", "F", "REL")
def worse(form: Form) -> Truth:
    """Settled: worsening is any rise above the baseline."""
    return _any_scale(form, 0)


@rule("followup.symptoms_remain", "F", "CAU")
def symptoms_remain(form: Form) -> Truth:
    """PHQ-9 moderate or worse, positive by its algorithm, or anxiety above its threshold."""
    return any_of(depressed(form), phq9_algorithm(form), anxiety_above(form))


@rule("followup.change_not_measured", "F", "INF")
def change_not_measured(form: Form) -> Truth:
    """No scale with both a baseline and a score of the last 14 days."""
    return not any(_measured(form, _SCALES))


def _measured(form: Form, scales: Iterable[str]) -> Iterable[bool]:
    lately = surely(filled_in_lately(form))
    return (
        bool(_baseline(form, scale)) and _now(form, scale) is not None and (lately or scale not in ITEMS)
        for scale in scales
    )
