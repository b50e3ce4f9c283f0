"""How a score has moved since the baseline."""

from decimal import Decimal
from typing import Any

from rules.engine.values import Interval, Number, Value

_WHOLE = 100


def improvement(_as_of: int, baseline: Any, now: Any) -> Value:
    """How much lower a score is than at baseline, in per cent of the baseline; negative when it is higher.

    An interval when either score is one; unknown without a baseline above zero. Only for scores of which a higher
    one is worse and the lowest is zero.
    """
    if baseline is None or now is None or _lowest(baseline) <= 0:
        return None
    least = _per_cent(_lowest(baseline), _highest(now))
    most = _per_cent(_highest(baseline), _lowest(now))
    return least if least == most else Interval(least, most)


def _per_cent(baseline: Number, now: Number) -> Number:
    share = (baseline - now) * _WHOLE / Decimal(baseline)
    return int(share) if share == share.to_integral_value() else share


def _lowest(score: Number | Interval) -> Number:
    return score.low if isinstance(score, Interval) else score


def _highest(score: Number | Interval) -> Number:
    return score.high if isinstance(score, Interval) else score
