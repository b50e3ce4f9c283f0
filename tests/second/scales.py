"""Section 4 of the document on treatment resistance: totals with bounds, cuts, and the rules that read them.

`psych.scale_positive` and `data.score_mismatch` stand in no table; they are transcribed from the cuts of 4.1 and from
what docs/clinical-questions.md says of a submitted total.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.second.form import Form, before, days, is_open, later_than, number, written
from tests.second.logic import Truth, all_of, any_of, exactly, surely
from tests.second.tables import rule

type Bounds = tuple[Decimal, Decimal] | None

ITEMS: Mapping[str, int] = {"phq9": 9, "gad7": 7}
_HIGHEST: Mapping[str, int] = {
    "phq9": 27, "gad7": 21, "madrs": 60, "hamd17": 52, "qids_sr16": 27, "ham_a": 56, "pdss_sr": 28, "spin": 68,
    "mini_spin": 12, "y_bocs": 40, "pc_ptsd5": 5, "pcl5": 80, "mdq": 13, "isi": 28, "wsas": 40, "audit": 40,
    "cage_aid": 4,
}  # fmt: skip
_FRESH_DAYS = 14


def _items(form: Form, scale: str) -> list[Decimal | None]:
    return [form.number(f"scale.{scale}.{item}") for item in range(1, ITEMS[scale] + 1)]


def total(form: Form, scale: str) -> Bounds:
    """The sum of the items, a missing one 0 to 3; without any items a submitted total stands alone.

    A submitted total that the missing items allow is the total, unless it is only the sum of those answered; one that
    they do not allow widens the bounds to both, and where that is every total there is, nothing is known.
    """
    items, submitted = _items(form, scale), form.number(f"scale.{scale}")
    answered = [item for item in items if item is not None]
    if not answered:
        return None if submitted is None else (submitted, submitted)
    low = sum(answered, Decimal(0))
    high = low + 3 * items.count(None)
    if submitted is None or submitted == low:
        return low, high
    if low < submitted <= high:
        return submitted, submitted
    bounds = min(low, submitted), max(high, submitted)
    return None if bounds == (Decimal(0), Decimal(3 * len(items))) else bounds


def reaches(bounds: Bounds, limit: float) -> Truth:
    if bounds is None:
        return None
    cut = exactly(limit)
    return True if bounds[0] >= cut else (None if bounds[1] >= cut else False)


def _mismatch(form: Form, scale: str) -> bool:
    items, submitted = _items(form, scale), form.number(f"scale.{scale}")
    if submitted is None or all(item is None for item in items):
        return False
    low = sum((item for item in items if item is not None), Decimal(0))
    return not low <= submitted <= low + 3 * items.count(None)


def _impossible(form: Form, link_id: str) -> bool:
    told = (line for line in form.rows(link_id) or () if number(line.get("total")) is not None)
    return any(not possible(line) for line in told if written(line.get("instrument")) in _HIGHEST)


def possible(line: Mapping[str, Any]) -> bool:
    """Settled: a total that its scale cannot have is reviewed, and counts for nothing else."""
    told, highest = number(line.get("total")), _HIGHEST.get(written(line.get("instrument")))
    return told is not None and highest is not None and told <= highest


@rule("data.score_mismatch", "S and F", "REL")
def score_mismatch(form: Form) -> Truth:
    """A submitted total that differs from the items, or one that the scale cannot have."""
    listed = any(_impossible(form, link_id) for link_id in ("scale.scores", "followup.baseline"))
    return listed or any(_mismatch(form, scale) for scale in ITEMS)


def filled_in_lately(form: Form) -> Truth:
    """PHQ-9 and GAD-7 are of the day of the form unless another is stated; they count for 14 days."""
    stated = form.day("scale.date")
    of_form = None if form.submitted_on is None else (form.submitted_on, form.submitted_on)
    return _fresh(stated or of_form, form.as_of)


def _fresh(day: tuple[date, date] | None, as_of: date) -> Truth:
    return None if day is None else later_than(day, before(as_of, days=_FRESH_DAYS + 1))


def scores(form: Form, instrument: str, *, fresh: bool = True) -> Bounds:
    """The latest total of a scale entered by the clinic; scales of severity count for 14 days.

    A total whose scale cannot be read may be a later one of this scale: the result spans it as well (0.3).
    """
    found = []
    for line in form.rows("scale.scores") or ():
        if line.get("instrument") != instrument:
            continue
        day = days(line.get("date"), form.as_of)
        if not fresh or surely(_fresh(day, form.as_of)):
            found.append((day or (date.min, date.min), line))
    if not found:
        return None
    latest = max(found, key=lambda one: one[0])[1]
    value = number(latest.get("total"))
    if value is None or not possible(latest):
        return None
    unread = [line for line in form.rows("scale.scores") or () if is_open(line.get("instrument"))]
    every = [value, *(one for line in unread if (one := number(line.get("total"))) is not None)]
    return min(every), max(every)


@rule("indication.severity_missing", "S", "INF")
def severity_missing(form: Form) -> Truth:
    """No PHQ-9 or MADRS, or GAD-7 or HAM-A, in 14 days."""
    own = surely(filled_in_lately(form)) and _readable(form)
    return not own and scores(form, "madrs") is None and scores(form, "ham_a") is None


def _readable(form: Form) -> bool:
    """Known enough to say in which band the PHQ-9 lies, or on which side of its cut the GAD-7."""
    depression = total(form, "phq9")
    band = None not in [reaches(depression, cut) for cut in (5, 10, 15, 20)]
    return band or reaches(total(form, "gad7"), 10) is not None


@rule("psych.scale_positive", "S and F", "REL", "CAU")
def scale_positive(form: Form) -> tuple[Truth, ...]:
    """MDQ; PC-PTSD-5 >=3, PCL-5 >=33, AUDIT >=8, CAGE-AID >=1. A score that was not entered is none."""
    cuts = {"pc_ptsd5": 3, "pcl5": 33, "audit": 8, "cage_aid": 1}
    entered = {name: scores(form, name, fresh=False) for name in cuts}
    return _mdq(form), any_of(*(reaches(found, cuts[name]) for name, found in entered.items() if found is not None))


def _mdq(form: Form) -> Truth:
    """>=7 symptoms, at the same time, with a moderate or serious problem; a scale that cannot be read may be this."""
    lines = [line for line in form.rows("scale.scores") or () if line.get("instrument", "mdq") == "mdq"]
    named = (True if "instrument" in line else None for line in lines)
    return any_of(*(all_of(name, _told(line, 7), _positive(line)) for name, line in zip(named, lines, strict=True)))


def _told(line: Mapping[str, Any], cut: int) -> Truth:
    value = number(line.get("total"))
    return None if value is None else value >= cut


def _positive(line: Mapping[str, Any]) -> Truth:
    return {"yes": True, "no": False, True: True, False: False}.get(line.get("positive", ""))


def anxiety_above(form: Form) -> Truth:
    """1.5: GAD-7 >=10, PDSS-SR >=8, SPIN >=19 or HAM-A >=18, each of the last 14 days."""
    gad7 = total(form, "gad7")
    own = reaches(gad7, 10)
    entered = [reaches(scores(form, name), cut) for name, cut in (("pdss_sr", 8), ("spin", 19), ("ham_a", 18))]
    if True in (own, *entered):
        return True
    return own if gad7 is not None else _none_reached(entered)


def _none_reached(entered: list[Truth]) -> Truth:
    return False if False in entered else None


def depressed(form: Form) -> Truth:
    """PHQ-9 of 10 or more."""
    return reaches(total(form, "phq9"), 10)


def phq9_algorithm(form: Form) -> Truth:
    """>=5 items at 2 or more, item 9 at 1 or more, one of them item 1 or 2."""
    marks = [
        None if item is None else item >= (1 if place == 9 else 2)
        for place, item in enumerate(_items(form, "phq9"), 1)
    ]
    certain, possible = marks.count(True), len(marks) - marks.count(False)
    five = True if certain >= 5 else (None if possible >= 5 else False)
    return all_of(five, any_of(*marks[:2]))
