"""How a score has moved since the baseline."""

from decimal import Decimal
from typing import Any

from rules.engine.values import Interval, Number, Value, lower_end, upper_end

_WHOLE = 100


def improvement(_as_of: int, baseline: Any, now: Any) -> Value:
    """How much lower a score is than at baseline, in per cent of the baseline; negative when it is higher.

    An interval when either score is one; unknown without a baseline above zero. Only for scores of which a higher
    one is worse and the lowest is zero.
    """
    if baseline is None or now is None or lower_end(baseline) <= 0:
        return None
    least = _per_cent(lower_end(baseline), upper_end(now))
    most = _per_cent(upper_end(baseline), lower_end(now))
    return least if least == most else Interval(least, most)


def _per_cent(baseline: Number, now: Number) -> Number:
    share = (baseline - now) * _WHOLE / Decimal(baseline)
    return int(share) if share == share.to_integral_value() else share
