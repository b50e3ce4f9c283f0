"""Electroconvulsive therapy and magnetic stimulation: whether a course was long enough and failed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from rules.engine.trials.amounts import ANY, at_least, exactly
from rules.engine.trials.history import History
from rules.engine.trials.knowledge import TrialKnowledge
from rules.engine.trials.profiles import Criteria
from rules.engine.trials.therapies import no_help
from rules.engine.truth import NO, UNKNOWN, YES, Truth, conjunction, disjunction, truth
from rules.engine.values import Number

_BILATERAL: Mapping[str | None, Truth] = {"bilateral": YES, "right_unilateral": NO}


class Course(NamedTuple):
    """One course; the order is that of the columns. `manner` is the electrode placement or the protocol."""

    sessions: Number | None
    manner: str | None
    benefit: str | None
    episode: str | None


def stimulated(known: TrialKnowledge, criteria: Criteria, history: History) -> Truth:
    """Whether electroconvulsive therapy or magnetic stimulation failed."""
    tms = _any_failed("tms", history, history.tms, known.tms_sessions, criteria)
    return disjunction(ect_failed(known, criteria, history), tms)


def ect_failed(known: TrialKnowledge, criteria: Criteria, history: History) -> Truth:
    """Whether a sufficient course of electroconvulsive therapy did not help."""
    return _any_failed("ect", history, history.ect, known.ect_sessions, criteria)


def bilateral_failed(known: TrialKnowledge, criteria: Criteria, history: History) -> Truth:
    """Whether bilateral electroconvulsive therapy failed; an unknown placement may have been bilateral."""
    if not history.ect:
        return _untold("ect", history)
    return disjunction(
        *(
            conjunction(_failed(course, known.ect_sessions, criteria), _BILATERAL.get(course.manner, UNKNOWN))
            for course in _courses(history.ect)
        )
    )


def ect_used(history: History) -> Truth:
    """Whether electroconvulsive therapy was used in this episode."""
    if not history.ect:
        return _untold("ect", history)
    return disjunction(
        *(
            UNKNOWN if course.episode is None else truth(course.episode == "current")
            for course in _courses(history.ect)
        )
    )


def _any_failed(kind: str, history: History, rows: Any, enough: Mapping[str, Number], criteria: Criteria) -> Truth:
    if not rows:
        return _untold(kind, history)
    return disjunction(*(_failed(course, enough, criteria) for course in _courses(rows)))


def _failed(course: Course, enough: Mapping[str, Number], criteria: Criteria) -> Truth:
    """A manner of which the sources give no number leaves it open whether the course was long enough."""
    needed = enough.get(course.manner or "unsure")
    sessions = ANY if course.sessions is None else exactly(course.sessions)
    return conjunction(UNKNOWN if needed is None else at_least(sessions, needed), no_help(course.benefit, criteria))


def _untold(kind: str, history: History) -> Truth:
    """What holds of a treatment of which no course is told: nothing where it is not ticked either."""
    ticked = history.other_treatments
    return NO if ticked is not None and kind not in ticked else UNKNOWN


def _courses(rows: Any) -> list[Course]:
    width = len(Course._fields)
    return [Course(*row[:width]) for row in rows]
