"""Random questionnaires from a seed: every option, doubt, threshold and kind of silence; a share with slips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.rules.intakes import TODAY, read_yaml, well
from tests.second.form import Form, before
from tests.second.gates import GATES, shown
from tests.second.medicine_answers import medicine_lines
from tests.second.numbers import NUMBERS
from tests.second.plausibility import readings
from tests.second.scales import ITEMS
from tests.second.score_answers import score_lines, totals
from tests.second.slips import with_slips
from tests.second.trial_answers import therapy_lines, trial_lines

_CONTENT = Path(__file__).parents[2] / "rules" / "content" / "questionnaire"
_SILENCE: tuple[Any, ...] = ("declined", "dont_know", {"state": "unanswered"}, None)
_DAYS = (0, 1, 2, 3, 4, 7, 8, 13, 14, 15, 27, 28, 29, 30, 31, 41, 42, 43, 60, 83, 84, 85, 89, 90, 91, 200, 400)
# Rows that only rules left out here read stay as the well person gave them.
_UNCHANGED = frozenset(
    {"target.well_2m", "target.episode_start", "target.other_treatments", "target.ect", "target.tms",
     "free.anything"}
)  # fmt: skip
# Lists that many rules read are written anew more often than single answers.
_OFTEN = {"med.list": 0.4, "target.trials": 0.4, "target.therapies": 0.3, "target.dx": 0.3}
# All of them low together, as chance alone would hardly make them.
_COMPLAINTS = frozenset(f"scale.{scale}.{item}" for scale in ITEMS for item in range(1, ITEMS[scale] + 1))
# So many forms hold answers that were mistyped.
_SLIPPING = 0.25
_SHOWN = {True: 0.9, False: 0.0, None: 0.0}
_MONTHS = (1, 2, 3, 6, 12)
_YEARS = (2, 4, 9, 20)
_BIRTHDAYS = (18, 19, 24, 25, 29, 30, 49, 50, 64, 65, 66, 74, 75, 76)


@dataclass(frozen=True)
class Case:
    """One questionnaire and the circumstances of its screening."""

    answers: Mapping[str, Any]
    phase: str
    as_of: date
    submitted_on: date | None
    country: str | None


@cache
def items() -> Mapping[str, Mapping[str, Any]]:
    """What is asked, by linkId, in the order of the questionnaire."""
    every = [item for path in sorted(_CONTENT.glob("*.yaml")) for item in read_yaml(path)]
    return {item["linkId"]: item for item in every}


def questionnaire(seed: int) -> Case:
    return _Author(Random(seed)).case()


class _Author:
    """Writes one questionnaire; `chance` is the only source of variety."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._as_of = TODAY if chance.random() < 0.5 else self._some_day()
        self._phase = chance.choices(("intake", "session", "follow_up"), (6, 3, 1))[0]

    def case(self) -> Case:
        chance = self._chance
        submitted = self._as_of - timedelta(days=chance.choices((0, 1, 30, 31, 90), (80, 5, 5, 5, 5))[0])
        return Case(
            answers=self._answers(),
            phase=self._phase,
            as_of=self._as_of,
            submitted_on=chance.choices((submitted, None), (9, 1))[0],
            country=chance.choices(("US", "CZ", None), (6, 2, 2))[0],
        )

    def _some_day(self) -> date:
        marked = (date(2026, 3, 31), date(2028, 2, 29), date(2027, 3, 1), date(2026, 12, 31), date(2027, 1, 1))
        return self._chance.choice((*marked, TODAY + timedelta(days=self._chance.randrange(1000))))

    def _answers(self) -> dict[str, Any]:
        chance = self._chance
        base: Mapping[str, Any] = _moved(self._as_of) if chance.random() < 0.85 else {}
        asked = [link_id for link_id, item in items().items() if self._asked(item)]
        answers = {link_id: answer for link_id, answer in base.items() if link_id in asked or chance.random() < 0.1}
        free = [link_id for link_id in asked if link_id not in GATES and link_id not in _UNCHANGED]
        often = {link_id for link_id, share in _OFTEN.items() if link_id in free and chance.random() < share}
        changed = often | set(chance.sample(free, min(len(free), chance.choice((1, 2, 3, 5, 8, 15, 60)))))
        for link_id in items():
            if link_id in changed or (link_id in GATES and self._follows(link_id, answers)):
                answers[link_id] = self._answer(link_id)
        if chance.random() < 0.15:
            answers |= {link_id: chance.choice((0, 0, 0, 1)) for link_id in answers if link_id in _COMPLAINTS}
            answers |= {"target.severity": "mild"} if "target.severity" in answers else {}
        if chance.random() < 0.7:
            answers |= totals(answers)
        told = {link_id: answer for link_id, answer in answers.items() if answer is not None}
        return with_slips(chance, told, items()) if chance.random() < _SLIPPING else told

    def _asked(self, item: Mapping[str, Any]) -> bool:
        return self._phase in item.get("phases", ["intake"]) or self._chance.random() < 0.1

    def _follows(self, link_id: str, answers: Mapping[str, Any]) -> bool:
        if self._phase != "intake" and self._phase not in items()[link_id].get("phases", ["intake"]):
            return False
        form = Form(answers, self._phase, self._as_of, None, None)
        return self._chance.random() < _SHOWN[shown(form, link_id)]

    def _answer(self, link_id: str) -> Any:
        if self._chance.random() < 0.12:
            return self._chance.choice(_SILENCE)
        item = items()[link_id]
        if item["kind"] == "group":
            return self._lines(item)
        return self._birth() if link_id == "demo.dob" else self._value(item)

    def _lines(self, item: Mapping[str, Any]) -> Any:
        match item["linkId"]:
            case "med.list":
                return medicine_lines(self._chance, self._as_of)
            case "target.trials":
                return trial_lines(self._chance, self._as_of)
            case "target.therapies":
                return therapy_lines(self._chance)
            case "scale.scores" | "followup.baseline":
                return score_lines(self._chance, self._as_of, item)
            case _:
                return self._rows(item)

    def _value(self, item: Mapping[str, Any]) -> Any:
        options = [option["value"] for option in item.get("options", ())]
        match item["kind"]:
            case "yes_no":
                return self._chance.choice(("yes", "no"))
            case "choice":
                return self._chance.choice(options)
            case "multi_choice":
                return self._ticks(options)
            case "date":
                return self._date()
            case "quantity":
                return self._number(item)
            case _:
                return "something written"

    def _ticks(self, options: list[Any]) -> Any:
        chance = self._chance
        real = [option for option in options if option not in {"none", "unsure"}]
        ticks = chance.sample(real, min(len(real), chance.choices((1, 2, 3, 6), (60, 25, 10, 5))[0]))
        kind = chance.random()
        if kind < 0.15:
            return chance.choice(("none", ["none"]))
        if kind < 0.2 and "unsure" in options:
            return ["unsure"]
        if kind < 0.26 and "unsure" in options:
            return [*ticks, "unsure"]
        return [*ticks, "none"] if kind < 0.285 else ticks

    def _day(self) -> date:
        chance = self._chance
        if chance.random() < 0.6:
            return self._as_of - timedelta(days=chance.choice(_DAYS))
        months = chance.choice((*_MONTHS, *(12 * years for years in _YEARS)))
        near = before(self._as_of, months=months) + timedelta(days=chance.choice((-1, 0, 1)))
        return min(near, self._as_of)

    def _date(self) -> str:
        day = self._day()
        form = self._chance.choices(("day", "month", "year", "order"), (72, 10, 12, 6))[0]
        if form == "order" and day.day <= 12 and date(day.year, day.day, day.month) <= self._as_of:
            return f"{day.day:02d}/{day.month:02d}/{day.year}"
        return {"month": f"{day:%Y-%m}", "year": f"{day:%Y}"}.get(form, day.isoformat())

    def _birth(self) -> str:
        if self._chance.random() < 0.03:
            return (self._as_of + timedelta(days=30)).isoformat()
        years = self._chance.choice((*_BIRTHDAYS, self._chance.randrange(16, 112)))
        day = before(self._as_of, months=12 * years) + timedelta(days=self._chance.choice((-1, 0, 1)))
        return self._chance.choices((day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}"), (90, 5, 5))[0]

    def _number(self, item: Mapping[str, Any]) -> Any:
        value = self._chance.choice(NUMBERS[item["linkId"]])
        if not item.get("assumeUnit") or self._chance.random() < 0.3:
            return {"value": value, "unit": item["unit"]}
        return value

    def _rows(self, item: Mapping[str, Any]) -> Any:
        if self._chance.random() < 0.1:
            return "none"
        count = self._chance.choices((1, 2, 3), (5, 4, 2))[0]
        rows = [{field["linkId"]: self._cell(field) for field in self._fields(item)} for _ in range(count)]
        doubtful = [row for row in rows if len(readings(item["linkId"], [row], self._as_of)) > 1]
        return doubtful[:1] or rows

    def _fields(self, item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """A reading is a whole reading; in other groups a cell may be left open."""
        whole = item["linkId"] == "vital.bp"
        return [field for field in item["fields"] if whole or self._chance.random() < 0.94]

    def _cell(self, field: Mapping[str, Any]) -> Any:
        if field["linkId"] != "taken":
            return self._value(field)
        return (self._as_of - timedelta(days=self._chance.choice((0, 0, 0, 1, 1, 2, 5, 29, 30, 31, 60)))).isoformat()


@cache
def _moved(as_of: date) -> Mapping[str, Any]:
    """The answers of a well person, with what is dated moved along to the day of the screening."""
    shift = as_of - TODAY
    return {link_id: _later(answer, shift) if link_id != "demo.dob" else answer for link_id, answer in well().items()}


def _later(answer: Any, shift: timedelta) -> Any:
    if isinstance(answer, list):
        return [_later(part, shift) for part in answer]
    if isinstance(answer, dict):
        return {name: _later(cell, shift) for name, cell in answer.items()}
    if isinstance(answer, str) and len(answer) == len("2026-04-20") and answer[:2] == "20":
        return (date.fromisoformat(answer) + shift).isoformat()
    return answer
