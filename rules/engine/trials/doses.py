"""What a written dose comes to in a day."""

from collections.abc import Mapping

from rules.engine.trials.agents import Agent
from rules.engine.trials.amounts import ANY, Span, exactly
from rules.engine.values import Number

AS_NEEDED = "as_needed"
_WEEKLY = "weekly"
_TIMES: Mapping[str, int] = {
    "once": 1,
    "twice": 2,
    "three_times": 3,
    "four_times": 4,
    "five_times": 5,
    "six_times": 6,
    "patch": 1,
}


def daily_dose(dose: Number | None, often: str | None, agent: Agent | None) -> Span:
    """Milligrams a day. Without a frequency at least the single dose; a weekly dose only with its daily worth."""
    if dose is None:
        return ANY
    if often == _WEEKLY:
        daily = None if agent is None else agent.weekly.get(dose)
        return ANY if daily is None else exactly(daily)
    single = _meant(dose, agent)
    if single is None or often == AS_NEEDED:
        return ANY
    return Span(single, None) if often is None else exactly(single * _TIMES[often])


def _meant(dose: Number, agent: Agent | None) -> Number | None:
    """In a fixed combination a number may name either part; one that names no strength of it means nothing."""
    if agent is None or not agent.written_as:
        return dose
    return agent.written_as.get(dose)
