"""How a score stands against a baseline: what the rule set calls remission, response and worse, and nothing else.

Three-valued: a standing is told only when it is the only one that what is known allows.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Any, Final

from rules.engine.dates import PERIODS
from rules.engine.instruments.definition import instrument
from rules.engine.instruments.readings import banded
from rules.engine.rule_set import RuleSet
from rules.engine.truth import NO, UNKNOWN, YES
from rules.engine.values import Value, less, lower_end, upper_end

NOT_DETERMINABLE: Final = "not_determinable"


class Standing(StrEnum):
    """How a score stands against its baseline, the best first."""

    REMISSION = "remission"
    RESPONSE = "response"
    PARTIAL_RESPONSE = "partial_response"
    NO_RESPONSE = "no_response"
    WORSE = "worse"


# The facts of the rule set that say so, each over all scales that have a baseline, the worst first.
_WORSE: Final = "worse_than_baseline"
_VERDICTS: Final = (
    (_WORSE, Standing.WORSE),
    ("no_response_at_all", Standing.NO_RESPONSE),
    ("no_full_response", Standing.PARTIAL_RESPONSE),
)
_FRESH: Final = "scale_fresh"
_USED: Final = ("nonresponse_improvement", "response_improvement", "unchanged_improvement", _FRESH)
_TENTH: Final = Decimal("0.1")


class Judge:
    """The rule set's definitions, asked for one instrument alone."""

    def __init__(self, rule_set: RuleSet, today: date) -> None:
        self.today = today
        self.knowledge: Mapping[str, Any] = rule_set.document["knowledge"]["instruments"]
        unit, amount = rule_set.periods[_FRESH]
        self.fresh_since = PERIODS[unit](today, amount)
        self._slots = rule_set.layout.slots
        self._facts = {fact.id: fact for fact in rule_set.derived}

    def measures(self, name: str) -> bool:
        """Whether the rules compare this instrument with its baseline."""
        needed = (f"{name}_baseline", f"{name}_total", f"{name}_improvement", *(fact for fact, _ in _VERDICTS))
        return all(fact in self._facts for fact in needed)

    def band(self, name: str, total: Value) -> dict[str, Any]:
        readings = [each for each in instrument(self.knowledge[name]).readings.items() if each[1].bands]
        if total is None or not readings:
            return {"band": None, "possibleBands": []}
        _, reading = next((each for each in readings if each[0] == "severity"), readings[0])
        found = banded(reading, (lower_end(total), upper_end(total)))
        return {"band": found.name, "possibleBands": list(found.possible)}

    def change(self, name: str, baseline: Value, total: Value) -> dict[str, Any]:
        """How far the score moved since the baseline, and every standing that is still possible."""
        frame = self._frame(name, baseline, total)
        improvement = frame[self._slots[f"{name}_improvement"]]
        possible = [] if total is None else list(self._standings(name, frame, baseline, total))
        return {
            "change": _change(baseline, total, improvement),
            "standing": possible[0].value if len(possible) == 1 else NOT_DETERMINABLE,
            "possible": [each.value for each in Standing if each in possible],
        }

    def _standings(self, name: str, frame: list[Any], baseline: Value, total: Value) -> Iterator[Standing]:
        remission = self._facts.get(f"{name}_remission")
        verdict = NO if remission is None else frame[remission.slot]
        if verdict is not NO:
            yield Standing.REMISSION
        if verdict is YES:
            return
        if remission is not None:
            frame[remission.slot] = NO
        yield from self._without_remission(name, frame, baseline, total)

    def _without_remission(self, name: str, frame: list[Any], baseline: Value, total: Value) -> Iterator[Standing]:
        comparable = frame[self._slots[f"{name}_improvement"]] is not None
        for fact, standing in _VERDICTS:
            verdict = self._facts[fact].compute(frame, self.today.toordinal()) if comparable else UNKNOWN
            if fact == _WORSE and not comparable:
                # Without a share of a baseline of zero: any score above it is worse all the same.
                verdict = YES if less(baseline, total) is YES else UNKNOWN
            if verdict is not NO:
                yield standing
            if verdict is YES:
                return
        yield Standing.RESPONSE

    def _frame(self, name: str, baseline: Value, total: Value) -> list[Any]:
        """A frame in which nothing is known but these two, and what the rules make of them."""
        frame: list[Any] = [None] * len(self._slots)
        frame[self._slots[f"{name}_baseline"]], frame[self._slots[f"{name}_total"]] = baseline, total
        for fact in (f"{name}_improvement", f"{name}_remission"):
            if fact in self._facts:
                frame[self._facts[fact].slot] = self._facts[fact].compute(frame, self.today.toordinal())
        return frame


def definitions(rule_set: RuleSet, names: Iterable[str]) -> list[dict[str, Any]]:
    """The numbers behind the standings, as the clinic uses them."""
    parameters: Mapping[str, Any] = rule_set.document["parameters"]
    used = [*_USED, *(f"{name}_remission_below" for name in sorted(names))]
    shown = ("says", "value", "unit", "needsSignOff")
    return [{"id": name, **{each: parameters[name][each] for each in shown}} for name in used if name in parameters]


def _change(baseline: Value, total: Value, improvement: Value) -> dict[str, Any] | None:
    if baseline is None or total is None:
        return None
    points = (lower_end(total) - upper_end(baseline), upper_end(total) - lower_end(baseline))
    share = None if improvement is None else [_floored(lower_end(improvement)), _floored(upper_end(improvement))]
    return {"points": list(points), "improvementPercent": share}


def _floored(share: Any) -> Any:
    """Never rounded up: 49.96 must not read as a half."""
    return share if isinstance(share, int) else share.quantize(_TENTH, ROUND_FLOOR)
