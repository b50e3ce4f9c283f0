"""Sections 3.2 to 3.7 of the document on treatment resistance: which trial failed, and how many did.

Judged here: medicines one after the other, each taken alone, under the default definitions of depression and anxiety.
Not judged: medicines taken together, resistance of obsessive-compulsive and post-traumatic disorder, and the
recommended treatments of bipolar depression; the questionnaires hold none of these.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.second.form import Form, days, is_open, number
from tests.second.logic import Number, Truth, all_of, any_of, at_least
from tests.second.trial_agents import AGENTS, FIRST_LINE, NEVER, Agent

TRIALS_NEEDED = 2
_WEEKS = 6
_ANXIETY_WEEKS = 8
_SESSIONS = 12
_TIMES = {"once": 1, "twice": 2, "three_times": 3, "four_times": 4, "five_times": 5, "six_times": 6}
_ANXIETY_REASONS = {"gad": "anxiety", "panic": "panic", "social_anxiety": "social_anxiety"}


@dataclass(frozen=True)
class Aim:
    """What trials are judged for: matching reasons of use, the answer that tells the benefit, weeks needed."""

    reasons: tuple[str, ...]
    benefit: str
    weeks: int
    anxious_about: tuple[str, ...] = ()


DEPRESSION = Aim(("depression",), "benefit", _WEEKS)


def anxiety(form: Form) -> Aim:
    told = tuple(one for one in _ANXIETY_REASONS if form.has("target.dx", one))
    return Aim(("anxiety", "panic", "social_anxiety"), "benefit_anxiety", _ANXIETY_WEEKS, told)


def _ticks(line: Mapping[str, Any], cell: str) -> tuple[str, ...] | None:
    value: Any = line.get(cell)
    return None if is_open(value) else ((value,) if isinstance(value, str) else tuple(value))


def agent_of(line: Mapping[str, Any]) -> Agent | None:
    return AGENTS.get(str(line.get("drug", "")).casefold())


def counts(line: Mapping[str, Any], aim: Aim) -> Truth:
    """On the list AND taken for this AND not only when needed, which is open where nobody said how often."""
    name, reasons = str(line.get("drug", "")).casefold(), _ticks(line, "reason")
    listed = True if name in AGENTS else (False if name in NEVER else None)
    matches = None if reasons is None else any(reason in aim.reasons for reason in reasons)
    return all_of(listed, matches, None if is_open(line.get("often")) else line["often"] != "as_needed")


def _least(agent: Agent, aim: Aim) -> Decimal:
    """The highest of the least doses listed for the patient's anxiety disorders, else the usual one."""
    listed = [agent.anxiety[one] for one in aim.anxious_about if one in agent.anxiety]
    return Decimal(max(listed)) if listed else agent.least


def dose_enough(line: Mapping[str, Any], aim: Aim) -> Truth:
    judged = {"yes": True, "no": False, True: True, False: False}.get(line.get("dose_ok", ""))
    agent, dose = agent_of(line), number(line.get("dose"))
    if judged is not None:
        return judged
    if agent is None or dose is None:
        return None
    if line.get("often") == "weekly":
        return (
            Decimal(20) >= _least(agent, aim)
            if (agent.ingredient == "fluoxetine" and dose == 90)
            else dose / 7 >= agent.least
        )
    times = _TIMES.get(str(line.get("often")))
    enough_once = dose >= _least(agent, aim)
    return (enough_once or None) if times is None else dose * times >= _least(agent, aim)


def _still_taken(line: Mapping[str, Any]) -> bool:
    return "still_taking" in (_ticks(line, "stop_reason") or ())


def _weeks_between(line: Mapping[str, Any], as_of: date) -> Number:
    start, end = days(line.get("start"), as_of), days(line.get("end"), as_of)
    if end is None and _still_taken(line):
        end = as_of, as_of
    return None if start is None or end is None else Decimal((end[1] - start[0]).days + 1) / 7


def long_enough(line: Mapping[str, Any], aim: Aim, as_of: date) -> Truth:
    """3.2: long enough by the least weeks without titration, too short by the most with it, open in between."""
    at_dose = number(line.get("weeks_at_dose"))
    if at_dose is not None:
        return at_dose >= aim.weeks
    agent, (low, high) = agent_of(line), _weeks(line, as_of)
    titration = 0 if agent is None else agent.titration
    if low is not None and low - titration >= aim.weeks:
        return True
    return False if high is not None and high < aim.weeks else None


def _weeks(line: Mapping[str, Any], as_of: date) -> tuple[Number, Number]:
    """Least and most weeks in all: as stated where the dates do not differ too much, else by the dates."""
    low, high = number(line.get("weeks")), number(line.get("weeks_most"))
    by_dates = _weeks_between(line, as_of)
    if by_dates is not None and low is None:
        return by_dates, by_dates
    if by_dates is not None and _conflict(by_dates, low, high):
        return None, None
    return low, low if high is None else high


def _conflict(by_dates: Decimal, low: Number, high: Number) -> bool:
    """Stated weeks and dates that differ by more than two."""
    if low is None:
        return False
    return not low - 2 <= by_dates <= (low if high is None else high) + 2


def taken_as_told(line: Mapping[str, Any]) -> Truth:
    return {"from_80": True, "under_50": False}.get(str(line.get("adherence")))


def not_helped(line: Mapping[str, Any], aim: Aim) -> Truth:
    """Less than 50 % better; a relapse counts where the medicine was kept long enough after it."""
    percent = number(line.get("improvement")) if aim is DEPRESSION else None
    benefit = line.get(aim.benefit)
    if percent is not None:
        failed: Truth = None if _other_way(percent, benefit) else percent < 50
    elif benefit == "worked_then_stopped":
        failed = at_least(number(line.get("relapse_weeks_on")), aim.weeks)
    else:
        failed = {"none": True, "partial": True, "much_better": False, "back_to_normal": False}.get(str(benefit))
    contradicted = failed and benefit == "none" and "felt_well" in (_ticks(line, "stop_reason") or ())
    return None if contradicted else failed


def _other_way(percent: Decimal, benefit: Any) -> bool:
    """Settled: a percentage outside the band of the word beside it (3.2) leaves the outcome open."""
    bands = {"none": (0, 25), "partial": (25, 50), "much_better": (50, 101), "back_to_normal": (50, 101)}
    low, high = bands.get(str(benefit), (0, 101))
    return not low <= percent < high


def failed(line: Mapping[str, Any], aim: Aim, as_of: date) -> Truth:
    return all_of(
        counts(line, aim),
        dose_enough(line, aim),
        long_enough(line, aim, as_of),
        taken_as_told(line),
        not_helped(line, aim),
    )


def _present(line: Mapping[str, Any], form: Form) -> Truth:
    """As it was told or as the dates tell; doubtful where they disagree."""
    told = {"current": True, "earlier": False}.get(str(line.get("episode")))
    began, ended = form.day("target.episode_start"), days(line.get("end"), form.as_of)
    if ended is None and _still_taken(line):
        ended = form.as_of, form.as_of
    if began is None or ended is None:
        return told
    by_dates = ended[1] >= began[0]
    return by_dates if told is None or told == by_dates else None


def _courses(lines: Iterable[Mapping[str, Any]], aim: Aim, form: Form) -> list[Truth]:
    """One for each ingredient; a name that is not known stands for itself."""
    by_ingredient: dict[str, list[Truth]] = {}
    for line in lines:
        agent = agent_of(line)
        key = str(line.get("drug", "")).casefold() if agent is None else agent.ingredient
        in_time = _present(line, form) if aim is DEPRESSION else True
        by_ingredient.setdefault(key, []).append(all_of(failed(line, aim, form.as_of), in_time))
    return [any_of(*some) for some in by_ingredient.values()]


def depression_failed_enough(form: Form) -> Truth:
    """3.6: resistant, not yet, or indeterminate."""
    lines = form.rows("target.trials")
    if lines is None:
        return None
    courses = _courses(lines, DEPRESSION, form)
    certain, possible = courses.count(True), len(courses) - courses.count(False)
    return True if certain >= TRIALS_NEEDED else (None if possible >= TRIALS_NEEDED else False)


def medicine_failed_in_anxiety(form: Form) -> Truth:
    lines = form.rows("target.trials")
    if lines is None:
        return None
    aim = anxiety(form)
    first_line = [line for line in lines if (agent := agent_of(line)) is None or agent.kind in FIRST_LINE]
    return any_of(*_courses(first_line, aim, form))


def therapy_failed_in_anxiety(form: Form) -> Truth:
    """2.5: cognitive behavioural therapy, >=12 sessions and >=8 weeks, with exposure in panic and social anxiety."""
    lines = form.rows("target.therapies")
    return None if lines is None else any_of(*(_therapy_failed(line, form) for line in lines))


def _therapy_failed(line: Mapping[str, Any], form: Form) -> Truth:
    kind, reasons = line.get("type"), _ticks(line, "target")
    right_kind = None if is_open(kind) else kind in ("cbt", "exposure")
    matches = None if reasons is None else any(reason in ("anxiety", "panic", "social_anxiety") for reason in reasons)
    needs_exposure = any(form.has("target.dx", one) for one in ("panic", "social_anxiety"))
    exposure = {"yes": True, "no": False, True: True, False: False}.get(line.get("exposure", ""))
    helped = {"none": True, "partial": True, "much_better": False, "back_to_normal": False}
    return all_of(
        right_kind,
        matches,
        at_least(number(line.get("sessions")), _SESSIONS),
        at_least(number(line.get("weeks")), _ANXIETY_WEEKS),
        True if not needs_exposure or (kind == "exposure" and exposure is None) else exposure,
        helped.get(str(line.get("benefit"))),
    )
