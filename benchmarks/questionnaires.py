"""Seeded made-up questionnaires, every fourth complete, the others with gaps; each in the forms the engines take."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from rules.engine.items import Item

SEED = 20261122
GAPS = 0.12
COMPLETE_EVERY = 4
FEWEST_ROWS, MOST_ROWS = 4, 12
NONE = "none"

# Where the invented thresholds lie well inside, so that each rule fires, stays clear and is unknown now and then.
RANGES: Mapping[str, tuple[int, int]] = {
    "age": (14, 85),
    "systolic": (100, 190),
    "diastolic": (60, 115),
    "pulse": (50, 130),
    "qtc": (380, 500),
    "kidney_function": (20, 120),
    "liver_enzyme": (10, 200),
    "oxygen": (88, 100),
    "phq_score": (0, 27),
    "drinks": (0, 30),
    "weeks": (1, 16),
    "dose": (30, 120),
    "improvement": (0, 80),
}
POTASSIUM = (28, 52)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """`sent` is what a form sends; `plain` the same for people and engines that take a dict of plain values."""

    sent: Mapping[str, Any]
    plain: Mapping[str, Any]


def questionnaires(items: tuple[Item, ...], count: int) -> list[Questionnaire]:
    random = Random(SEED)  # noqa: S311 - made-up answers that must be the same in every run
    return [_questionnaire(items, random, 0 if place % COMPLETE_EVERY == 0 else GAPS) for place in range(count)]


def _questionnaire(items: tuple[Item, ...], random: Random, gaps: float) -> Questionnaire:
    plain = {item.fact: _answer(item, random, gaps) for item in items if random.random() >= gaps}
    return Questionnaire(
        sent={item.link_id: _sent(item, plain[item.fact]) for item in items if item.fact in plain}, plain=plain
    )


def _answer(item: Item, random: Random, gaps: float) -> Any:
    if item.kind == "yes_no":
        return random.random() < 0.5
    if item.kind == "choice":
        return random.choice(sorted(item.options))
    if item.kind == "multi_choice":
        return [option for option in sorted(item.options - {NONE}) if random.random() < 0.25]
    if item.kind == "group":
        return [_row(item, random, gaps) for _ in range(random.randint(FEWEST_ROWS, MOST_ROWS))]
    return random.randint(*POTASSIUM) / 10 if item.fact == "potassium" else random.randint(*RANGES[item.fact])


def _row(item: Item, random: Random, gaps: float) -> dict[str, Any]:
    return {part.fact: _answer(part, random, gaps) for part in item.fields if random.random() >= gaps}


def _sent(item: Item, value: Any) -> Any:
    if item.kind == "yes_no":
        return "yes" if value else "no"
    if item.kind == "multi_choice":
        return value or [NONE]
    if item.kind == "group":
        return [
            {part.link_id: _sent(part, row[part.fact]) for part in item.fields if part.fact in row} for row in value
        ]
    return value
