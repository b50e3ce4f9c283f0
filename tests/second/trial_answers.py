"""Random treatment histories: medicines one after the other, with doses, durations, benefits around every limit."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.second.trial_agents import AGENTS, NEVER

_NAMES = sorted(AGENTS)
_OFTEN = ("once", "once", "once", "twice", "three_times", "as_needed")
_REASONS = ("depression", "depression", "depression", "anxiety", "panic", "social_anxiety", "sleep", "pain")
_BENEFIT = ("none", "none", "partial", "partial", "much_better", "back_to_normal", "worked_then_stopped")


def trial_lines(chance: Random, as_of: date) -> Any:
    count = chance.choices((0, 1, 2, 3, 4), (1, 2, 4, 4, 2))[0]
    if not count:
        return "none"
    lines, end = [], as_of - timedelta(days=chance.randrange(0, 60))
    for place in range(count):
        line, start = _line(chance, end, still=place == 0 and chance.random() < 0.2, as_of=as_of)
        lines.append(line)
        end = start - timedelta(days=chance.randrange(35, 80))
    return _told_apart(lines[::-1])


def _told_apart(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a medicine taken twice nobody knows, without dates, whether it was one trial (3.2, spells)."""
    names = [_ingredient(line) for line in lines]
    undated = {_ingredient(line) for line in lines if "start" not in line}
    return [
        line for place, line in enumerate(lines) if names.index(names[place]) == place or names[place] not in undated
    ]


def _ingredient(line: dict[str, Any]) -> str:
    name = str(line.get("drug", "")).casefold()
    return AGENTS[name].ingredient if name in AGENTS else name


def _line(chance: Random, end: date, *, still: bool, as_of: date) -> tuple[dict[str, Any], date]:
    name = chance.choices((chance.choice(_NAMES), chance.choice(sorted(NEVER)), "some tablet"), (20, 1, 1))[0]
    weeks = chance.choice((3, 4, 5, 6, 7, 8, 9, 10, 12, 26))
    length = timedelta(days=7 * weeks - 1 + chance.choice((-1, 0, 0, 1)))
    end = as_of if still else end
    line: dict[str, Any] = {
        "drug": name,
        "reason": chance.sample(_REASONS, 1) if chance.random() < 0.7 else ["depression", "anxiety"],
        "adherence": chance.choices(("from_80", "from_50_to_79", "under_50"), (10, 1, 1))[0],
        "with_other": "alone",
        "episode": chance.choices(("current", "earlier"), (8, 1))[0],
        "confirmed": "self",
        **_dose(chance, name),
        **_duration(chance, weeks, (end - length, None if still else end)),
        **_outcome(chance, still=still),
    }
    doubtful = chance.choice(
        [cell for cell in line if cell not in ("drug", "with_other", "start", "end", "stop_reason")]
    )
    if chance.random() < 0.2:
        del line[doubtful]
    return line, end - length


def _dose(chance: Random, name: str) -> dict[str, Any]:
    if name not in AGENTS:
        return {"dose": 50, "often": "once"}
    least, often = float(AGENTS[name].least), chance.choice(_OFTEN)
    whole = least * chance.choice((0.5, 0.75, 1, 1, 1, 1.5, 2))
    dose = whole / {"twice": 2, "three_times": 3}.get(often, 1)
    judged = {"dose_ok": chance.choice(("yes", "no"))} if chance.random() < 0.05 else {}
    return {"dose": round(dose, 4) if dose % 1 else int(dose), "often": often, **judged}


def _duration(chance: Random, weeks: int, span: tuple[date, date | None]) -> dict[str, Any]:
    start, end = span
    dates = {"start": start.isoformat()} | ({} if end is None else {"end": end.isoformat()})
    kinds: tuple[dict[str, Any], ...] = (
        dates,
        {**dates, "weeks_at_dose": weeks},
        {"weeks": weeks},
        {"weeks": weeks, "weeks_most": weeks + chance.choice((1, 2, 4))},
        {**dates, "weeks": weeks + chance.choice((0, 1, 6))},
    )
    return chance.choices(kinds, (5, 2, 2, 2, 1))[0] if end is not None else dates


def _outcome(chance: Random, *, still: bool) -> dict[str, Any]:
    benefit = chance.choice(_BENEFIT)
    told: dict[str, Any] = {"benefit": benefit, "benefit_anxiety": chance.choice(_BENEFIT[:-1])}
    if benefit == "worked_then_stopped" and chance.random() < 0.8:
        told["relapse_weeks_on"] = chance.choice((3, 5, 6, 7, 12))
    if benefit != "worked_then_stopped" and chance.random() < 0.1:
        told["improvement"] = chance.choice((0, 24, 25, 49, 50, 51, 80))
    stop = (
        "still_taking"
        if still
        else chance.choice(("did_not_work", "did_not_work", "side_effects", "cost", "felt_well"))
    )
    return {**told, "stop_reason": [stop]}


def therapy_lines(chance: Random) -> Any:
    if chance.random() < 0.25:
        return "none"
    return [_therapy(chance) for _ in range(chance.choice((1, 1, 2)))]


def _therapy(chance: Random) -> dict[str, Any]:
    line = {
        "type": chance.choice(("cbt", "cbt", "cbt", "exposure", "supportive", "app", "psychodynamic")),
        "target": [chance.choice(("anxiety", "anxiety", "panic", "social_anxiety", "depression"))],
        "sessions": chance.choice((6, 8, 11, 12, 13, 20)),
        "weeks": chance.choice((4, 7, 8, 9, 20)),
        "exposure": chance.choice(("yes", "yes", "no")),
        "completed": chance.choice(("yes", "no")),
        "benefit": chance.choice(("none", "partial", "much_better", "back_to_normal")),
    }
    if chance.random() < 0.2:
        del line[chance.choice(sorted(line))]
    return line
