"""Hypothesis strategies: answers to the released questionnaire, known ones, unknown ones and nonsense."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rules.engine.dates import iso
from rules.engine.items import Item
from rules.engine.readings import readings_of
from rules.engine.truth import YES
from rules.engine.values import UNSURE
from tests.rules.intakes import TODAY, released, well

if TYPE_CHECKING:
    from collections.abc import Mapping

ITEMS = {item.link_id: item for item in released().items}
DOUBTABLE = sorted(link_id for link_id, item in ITEMS.items() if UNSURE in item.options)
UNKNOWN_ANSWERS: tuple[Any, ...] = (None, "declined", "dont_know", {"state": "unanswered"})
NONSENSE: tuple[Any, ...] = ("?", -1, [], {}, ["nothing like it"], {"value": "x", "unit": "y"}, 10**12, "2026-13-45")
_DATE_FORMS = ("{0}", "{0}", "{1}", "{2}")


def known_answers(link_id: str) -> list[Any]:
    """Answers on both sides of everything the rules tell apart, for an item that has such a list."""
    item = ITEMS[link_id]
    if item.kind in {"group", "text"}:
        return [well()[link_id]] if link_id in well() else []
    bounds = released().thresholds(item.fact, TODAY)
    return [_written(item, value) for value in readings_of(item, None, bounds, TODAY)]


def settled_answers(link_id: str, doubted: Sequence[str]) -> list[Any]:
    """What ticks beside "unsure" may turn out to be: those alone, or one more of the list."""
    item = ITEMS[link_id]
    return [_written(item, value) for value in readings_of(item, frozenset(doubted), (), TODAY)]


def doubted_answers(link_id: str) -> SearchStrategy[list[str]]:
    """Some ticks of a list and "unsure" about the others."""
    options = sorted(ITEMS[link_id].options - {UNSURE, "none"})
    return st.lists(st.sampled_from(options), unique=True, max_size=3).map(lambda ticked: [*ticked, UNSURE])


def answers_to(link_id: str) -> SearchStrategy[Any]:
    """Any answer: known, unknown, or not an answer at all."""
    item = ITEMS[link_id]
    known = _rows(item) if item.kind == "group" else st.sampled_from(known_answers(link_id) or [None])
    doubted = doubted_answers(link_id) if link_id in DOUBTABLE else known
    return st.one_of(known, known, doubted, st.sampled_from(UNKNOWN_ANSWERS), st.sampled_from(NONSENSE))


@st.composite
def intakes(draw: st.DrawFn, most_changes: int = 12) -> dict[str, Any]:
    """The well person with a handful of answers changed, or a form filled at random from the first item on."""
    changed = draw(st.lists(st.sampled_from(sorted(ITEMS)), max_size=most_changes, unique=True))
    base: Mapping[str, Any] = {} if draw(st.integers(0, 5)) == 0 else well()
    merged = {**base, **{link_id: draw(answers_to(link_id)) for link_id in changed}}
    return {link_id: answer for link_id, answer in merged.items() if answer is not None}


@st.composite
def partial_dates(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1920, 1, 1), TODAY))
    return draw(st.sampled_from(_DATE_FORMS)).format(day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}")


def _rows(item: Item) -> SearchStrategy[Any]:
    cells = {part.link_id: _cell(part) for part in item.fields}
    return st.lists(st.fixed_dictionaries({}, optional=cells), min_size=1, max_size=3)


def _cell(part: Item) -> SearchStrategy[Any]:
    if part.kind == "date":
        return partial_dates()
    if part.kind == "text":
        return st.just("a word")
    bounds = released().thresholds(part.fact, TODAY)
    return st.sampled_from([_written(part, value) for value in readings_of(part, None, bounds, TODAY)])


def _written(item: Item, value: Any) -> Any:
    """A value as a form would send it."""
    if item.kind == "yes_no":
        return "yes" if value is YES else "no"
    if item.kind == "multi_choice":
        return sorted(value) or ["none"]
    if item.kind == "date":
        return iso(value)
    if item.kind == "quantity":
        return {"value": value, "unit": item.unit}
    return value
