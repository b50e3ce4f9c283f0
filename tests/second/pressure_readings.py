"""Readings of blood pressure: which count, their means, means beside limits (table 1.1, sections 0.3 and 0.4)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.second.form import Form, before, days, number
from tests.second.logic import Number, Truth, all_of, any_of, at_least, no, over

type Reading = tuple[Number, Number, tuple[date, date] | None]
type Pair = tuple[Number, Number]


def pressures(form: Form) -> tuple[Reading, ...] | None:
    return form.once("vital.bp", lambda: _pressures(form))


def _pressures(form: Form) -> tuple[Reading, ...] | None:
    rows = form.rows("vital.bp")
    if rows is None:
        return None
    return tuple(
        (number(row.get("systolic")), number(row.get("diastolic")), days(row.get("taken"), form.as_of))
        for row in rows
    )


def in_date(form: Form, since: date) -> tuple[Reading, ...]:
    """Readings surely not from before the given day; the oldest first, as listed within a day."""
    found = [one for one in pressures(form) or () if since <= _first(one)]
    return tuple(sorted(found, key=_first))


def undated(form: Form, since: date) -> tuple[Reading, ...]:
    """Readings without an exact day that may be so recent."""
    return tuple(one for one in pressures(form) or () if not _exact(one) and (one[2] is None or one[2][1] >= since))


def _exact(one: Reading) -> bool:
    return one[2] is not None and one[2][0] == one[2][1]


def _first(one: Reading) -> date:
    return one[2][0] if one[2] is not None else date.min


def mean(found: Sequence[Reading]) -> Pair:
    """Of the last two of each number by itself; nothing known, no mean."""
    return _mean([one[0] for one in found]), _mean([one[1] for one in found])


def _mean(values: list[Number]) -> Number:
    known = [value for value in values if value is not None][-2:]
    return sum(known, Decimal(0)) / len(known) if known else None


def pairs(form: Form) -> tuple[Pair, ...]:
    """The means of the last two in date and of the last two of today; readings without a day beside those.

    A number of today that cannot be read is none beside another in date, which is in range or is not (0.3).
    """
    month = before(form.as_of, days=30)
    recent, of_today = in_date(form, month), in_date(form, form.as_of)
    upper, lower = mean(recent)
    known = [(upper, lower)] if recent else []
    if of_today:
        now = mean(of_today)
        known.append((upper if now[0] is None else now[0], lower if now[1] is None else now[1]))
    return (*known, *((one[0], one[1]) for one in undated(form, month)))


def judged(found: Sequence[Pair], systolic: float, diastolic: float, *, itself: bool) -> Truth:
    """Over a limit, or at it where the limit itself counts, by any of the means."""
    beyond = at_least if itself else over
    if not found:
        return None
    return any_of(*(any_of(beyond(upper, systolic), beyond(lower, diastolic)) for upper, lower in found))


def severe(form: Form) -> Truth:
    return any_of(judged(pairs(form), 180, 110, itself=True), open_in_date(form))


def open_in_date(form: Form) -> Truth:
    """Open where no reading in date tells one of the numbers: one without a day may raise and never clear (0.3)."""
    return None if None in mean(in_date(form, before(form.as_of, days=30))) else False


def over_limit(form: Form, found: Sequence[Pair]) -> Truth:
    """140/90, from the age of 65 on 150/90; above both it does not matter how old somebody is."""
    return any_of(
        judged(found, 150, 90, itself=False),
        all_of(no(form.aged(65)), judged(found, 140, 90, itself=False)),
    )
