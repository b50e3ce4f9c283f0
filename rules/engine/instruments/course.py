"""The course of a treatment in scores: each instrument against its baseline.

What response, remission and worsening are is said by the rule set alone, by the facts its follow-up rules read; they
are asked here for one instrument at a time. Nothing is concluded that a missing answer leaves open.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from rules.engine.dates import iso
from rules.engine.instruments.entered import latest
from rules.engine.instruments.standing import Judge, definitions
from rules.engine.instruments.taken import Score, Source, Taken, scores_in
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Phase
from rules.engine.values import Interval, Value, lower_end, upper_end


class Because(StrEnum):
    """Where a baseline comes from, or why there is none."""

    FILLED_IN_AT_INTAKE = "filled_in_at_intake"
    ENTERED_AT_INTAKE = "entered_at_intake"
    STATED_BY_CLINIC = "stated_by_clinic"
    SEVERAL = "several"
    NOT_KNOWN = "not_known"
    NO_SCORE = "no_score_before_treatment"
    NOT_ALL_READ = "not_all_screenings_read"


class Baseline(NamedTuple):
    """The score before the first treatment, with the scores it rests on."""

    total: Value
    because: Because
    scores: tuple[Score, ...] = ()


def course(rule_set: RuleSet, screenings: Iterable[Taken], *, today: date, complete: bool) -> dict[str, Any]:
    """Instruments in the order of their names, with baseline, scores by day and where the latest stands.

    Takes the screenings that count, in any order; unless they are `complete`, no baseline is told. A state is told
    only of scores after the first treatment, which is the earliest session or follow-up.
    """
    counted = sorted(screenings, key=lambda taken: taken.place)
    scores = [score for taken in counted if not taken.draft for score in scores_in(rule_set, taken)]
    first = min((taken.place[0] for taken in counted if taken.phase is not Phase.INTAKE), default=None)
    judge = Judge(rule_set, today)
    names = {score.instrument for score in scores if score.instrument is not None}
    return {
        "treatedSince": first.isoformat() if first and complete else None,
        "instruments": [_instrument(name, scores, first, judge, complete=complete) for name in sorted(names)],
        "definitions": definitions(rule_set, names),
    }


def _instrument(
    name: str, scores: Sequence[Score], first: date | None, judge: Judge, *, complete: bool
) -> dict[str, Any]:
    known = judge.knowledge[name]
    since = first.toordinal() if first else None
    baseline = _baseline(name, scores, since, judge.today, complete=complete)
    own = sorted((score for score in scores if score.instrument == name), key=_by_day)
    told = [score for score in own if score.source is not Source.STATED_BASELINE]
    later = [score for score in told if _after(score, _compared_from(baseline, since))]
    return {
        "id": name,
        "title": known["title"],
        "range": known["total"],
        "judged": judge.measures(name),
        "baseline": {
            **_bounds(baseline.total),
            "because": baseline.because.value,
            "daysBeforeTreatment": _days_before(baseline, since),
            "scores": [{**_where(score), **_bounds(score.total)} for score in baseline.scores],
        },
        "scores": [_told(name, score, baseline, judge, judged=score in later) for score in told],
        "current": _current(name, scores, later, baseline, judge),
    }


def _baseline(name: str, scores: Sequence[Score], since: int | None, today: date, *, complete: bool) -> Baseline:
    """The latest score before the first treatment, as the follow-up form asks for it.

    Stated by the clinic, or of an intake. Where several are of the same day or of none, it spans them all.
    """
    if not complete:
        return Baseline(None, Because.NOT_ALL_READ)
    candidates = [score for score in scores if _may_be_baseline(name, score, since)]
    if not any(score.instrument == name for score in candidates):
        return Baseline(None, Because.NO_SCORE)
    total = _latest(name, candidates, today)
    chosen = _deciding(candidates, today)
    reasons = {_reason(score) for score in chosen}
    because = reasons.pop() if len(reasons) == 1 else Because.SEVERAL
    return Baseline(total, Because.NOT_KNOWN if total is None else because, tuple(chosen))


def _taken_on(baseline: Baseline) -> int | None:
    return max((score.day for score in baseline.scores if isinstance(score.day, int)), default=None)


def _days_before(baseline: Baseline, since: int | None) -> int | None:
    """How old the baseline was at the first treatment; nothing for one that is not known or was stated later."""
    day = _taken_on(baseline)
    return since - day if day is not None and since is not None and day <= since else None


def _compared_from(baseline: Baseline, since: int | None) -> int | None:
    """Scores are compared from the first treatment on, or from a baseline that was stated for a later one."""
    day = _taken_on(baseline)
    return since if since is None or day is None else max(since, day)


def _may_be_baseline(name: str, score: Score, since: int | None) -> bool:
    if score.instrument not in (name, None):
        return False
    if score.source is Source.STATED_BASELINE:
        return True
    return score.phase is Phase.INTAKE and (since is None or not _surely_later(score.day, since))


def _surely_later(day: Value, since: int) -> bool:
    return day is not None and lower_end(day) > since


def _deciding(candidates: Sequence[Score], today: date) -> list[Score]:
    """Those of the latest day, and those whose day nobody knows."""
    exact = [score.day for score in candidates if _counts_by_day(score, today)]
    last = max((day for day in exact if isinstance(day, int)), default=None)
    return [score for score in candidates if not _counts_by_day(score, today) or score.day == last]


def _counts_by_day(score: Score, today: date) -> bool:
    return score.instrument is not None and isinstance(score.day, int) and score.day <= today.toordinal()


def _latest(name: str, scores: Iterable[Score], today: date) -> Value:
    """As the rules take the latest of several totals; a score with bounds stands for both."""
    ends = [
        (score.instrument, end, score.day)
        for score in scores
        for end in dict.fromkeys((lower_end(score.total), upper_end(score.total)))
    ]
    return latest(name, ends, today.toordinal(), 0)


def _reason(score: Score) -> Because:
    if score.source is Source.STATED_BASELINE:
        return Because.STATED_BY_CLINIC
    return Because.FILLED_IN_AT_INTAKE if score.source is Source.FILLED_IN else Because.ENTERED_AT_INTAKE


def _after(score: Score, since: int | None) -> bool:
    """Whether a score was surely taken after the first treatment."""
    if since is None or not isinstance(score.day, int):
        return False
    return score.day > since or (score.phase is Phase.FOLLOW_UP and score.day == since)


def _current(
    name: str, scores: Sequence[Score], later: Sequence[Score], baseline: Baseline, judge: Judge
) -> dict[str, Any] | None:
    """Where the latest score after the first treatment stands; nothing before there is one."""
    if not later or not judge.measures(name):
        return None
    loose = [score for score in scores if _may_be_latest(name, score)]
    chosen = _deciding([*later, *loose], judge.today)
    total = _latest(name, [*later, *loose], judge.today)
    days = [score.day for score in chosen if isinstance(score.day, int)]
    fresh = bool(days) and max(days) >= judge.fresh_since
    return {
        "screeningIds": list(dict.fromkeys(score.screening_id for score in chosen)),
        "inDate": fresh,
        **_bounds(total),
        **judge.change(name, baseline.total, total),
    }


def _may_be_latest(name: str, score: Score) -> bool:
    """A score of a later visit whose day nobody knows."""
    told = score.source is not Source.STATED_BASELINE and score.phase is not Phase.INTAKE
    return told and score.instrument in (name, None) and not isinstance(score.day, int)


def _told(name: str, score: Score, baseline: Baseline, judge: Judge, *, judged: bool) -> dict[str, Any]:
    shown = {**_where(score), **_bounds(score.total), **judge.band(name, score.total)}
    nothing: dict[str, Any] = {"change": None, "standing": None, "possible": []}
    told = judge.change(name, baseline.total, score.total) if judged and judge.measures(name) else nothing
    return shown | told


def _where(score: Score) -> dict[str, Any]:
    day = iso(score.day) if isinstance(score.day, int) else None
    return {"screeningId": score.screening_id, "phase": score.phase.value, "day": day, "source": score.source.value}


def _bounds(total: Value) -> dict[str, Any]:
    exact = isinstance(total, int)
    return {
        "total": total if exact else None,
        "bounds": None if total is None else [lower_end(total), upper_end(total)],
    }


def _by_day(score: Score) -> tuple[int, str, str, Any]:
    day = score.day if isinstance(score.day, int) else upper_end(score.day) if isinstance(score.day, Interval) else 0
    low = -1 if score.total is None else lower_end(score.total)
    return int(day), score.screening_id, score.source.value, low
