"""Which of several entered totals is the latest, where days may be missing, vague or wrong."""

from collections.abc import Iterable
from typing import Any

from rules.engine.values import Interval, Number, Value, upper_end

type Entered = tuple[str | None, int | None, Any]


def latest(instrument: str | None, entries: Iterable[Entered], as_of: int, earliest: int) -> Value:
    """The total of the latest day from `earliest` to `as_of`; unknown when there is none, or it cannot be read.

    An entry without an exact day, or without the name of its instrument, may be the latest: the result then spans
    it as well, but an entry without a name shows of no instrument that it was scored. Two entries of the same day
    are both spanned. Where `earliest` is set, an entry without an exact day cannot show by itself that it is recent
    enough.
    """
    dated: dict[int, list[int | None]] = {}
    loose: list[int | None] = []
    surely_scored = False
    for name, total, day in entries:
        if name not in (None, instrument) or _surely_before(day, earliest) or (name is None and total is None):
            continue
        surely_scored = surely_scored or name is not None
        if name is not None and isinstance(day, int) and day <= as_of:
            dated.setdefault(day, []).append(total)
        else:
            loose.append(total)
    if not dated:
        return _span(loose) if surely_scored and not earliest else None
    return _span([*dated[max(dated)], *loose])


def _surely_before(day: Any, earliest: int) -> bool:
    last: Number | None = upper_end(day)
    return last is not None and last < earliest


def _span(totals: list[int | None]) -> Value:
    known = [total for total in totals if total is not None]
    if not known or len(known) < len(totals):
        return None
    low, high = min(known), max(known)
    return low if low == high else Interval(low, high)
