"""Answers become facts. A bad answer never raises: its fact becomes unknown, or keeps its value, and says why.

What is accepted, per kind of item: a bare value, a quantity in any way of writing that `rules.engine.quantities`
knows, a list for several choices or for the rows of a group, `"none"` for an explicit nothing, and for every kind
`"dont_know"`, `"declined"` or `{"state": …}`. An empty list says nothing and is therefore unanswered, never "none".
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import reduce
from typing import Any, NamedTuple

from rules.engine.dates import read_date
from rules.engine.items import Item
from rules.engine.quantities import LARGEST, amount_written, as_number, bounded, plain
from rules.engine.terms import Phase, Unknown
from rules.engine.truth import NO, YES
from rules.engine.values import UNSURE, Fact, Issue, Number, Value, lower_end

NONE = "none"
_LONGEST_TEXT = 4000
"""Characters a form offers room for."""
_LONGEST_READ = 64 * 1024
"""Characters that are read: as many as a whole submission may have bytes."""
_MOST_ROWS = 100
_MOST_POINTS = 30
_EARLIEST = date(1900, 1, 1).toordinal()
_STATES: Mapping[str, Unknown] = {
    state.value: state for state in (Unknown.DECLINED, Unknown.DONT_KNOW, Unknown.NOT_ASKED, Unknown.UNANSWERED)
}
_NO_WORDS = frozenset({"", "none", "n/a", "na", "-", "?"})


class Reading(NamedTuple):
    """What one answer says: its values (several when it contradicts itself), or why there is none."""

    values: tuple[Value, ...] = ()
    unknown: Unknown | None = None
    issues: tuple[Issue, ...] = ()


_UNREADABLE = Reading(unknown=Unknown.IMPLAUSIBLE, issues=(Issue.UNREADABLE,))
_UNANSWERED = Reading(unknown=Unknown.UNANSWERED)
_WITHOUT_UNIT = Reading(unknown=Unknown.AMBIGUOUS, issues=(Issue.UNIT_AMBIGUOUS,))
_YES, _NO = Reading((YES,)), Reading((NO,))
_NOT_ASKED = Reading(unknown=Unknown.NOT_ASKED)
_BARE_STATES = {state.value: Reading(unknown=state) for state in (Unknown.DECLINED, Unknown.DONT_KNOW)}


class FactReader:
    """Reads the answers to one questionnaire. What can be said in a word is read once, when the reader is made."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = tuple(items)
        self._words = {item.link_id: (item, _words_of(item)) for item in self._items}
        feeding: dict[str, list[Item]] = {}
        for item in self._items:
            feeding.setdefault(item.fact, []).append(item)
        self._shared = {name: several for name, several in feeding.items() if len(several) > 1}
        self._unanswered: dict[tuple[Phase, bool], Mapping[str, Fact]] = {}

    def read(self, answers: Mapping[str, Any], *, as_of: date, phase: Phase, draft: bool = False) -> dict[str, Fact]:
        """One fact for each fact name the items feed.

        An absent answer is not asked yet in a draft, and was not asked where the phase's form leaves the item out.
        """
        today, known = as_of.toordinal(), self._words
        facts = dict(self._without_answers(phase, draft=draft))
        for link_id, answer in answers.items():
            if answer is not None and link_id in known:
                item, words = known[link_id]
                word = answer if answer.__class__ is not list else _only_word(item, answer)
                fact = words.get(word) if word.__class__ is str or word.__class__ is int else None
                facts[item.fact] = _read(item, answer, today) if fact is None else fact
        for name, items in self._shared.items():
            facts[name] = reduce(merge, [self._one(item, answers, today, phase, draft=draft) for item in items])
        return facts

    def _without_answers(self, phase: Phase, *, draft: bool) -> Mapping[str, Fact]:
        """Every fact in the order of the items, while nothing is answered."""
        facts = self._unanswered.get((phase, draft))
        if facts is None:
            facts = {item.fact: _absent(item, phase, draft=draft) for item in self._items}
            self._unanswered[phase, draft] = facts
        return facts

    def _one(self, item: Item, answers: Mapping[str, Any], today: int, phase: Phase, *, draft: bool) -> Fact:
        """What one of several items says about the fact they share."""
        answer = answers.get(item.link_id)
        return _absent(item, phase, draft=draft) if answer is None else _read(item, answer, today)


def _only_word(item: Item, answer: list[Any]) -> str | None:
    """The word in a list of one, where several may be ticked."""
    if len(answer) != 1 or item.kind != "multi_choice" or answer[0].__class__ is not str:
        return None
    word: str = answer[0]
    return word


def _absent(item: Item, phase: Phase, *, draft: bool) -> Fact:
    return Fact(item.fact, *(_NOT_ASKED if draft or phase not in item.phases else _UNANSWERED))


def _words_of(item: Item) -> Mapping[str | int, Fact]:
    """The facts behind the words or points an item may be answered with, where there are few."""
    words: Collection[str | int] = ()
    if item.kind == "yes_no":
        words = ("yes", "no")
    elif item.kind in {"choice", "multi_choice"}:
        words = item.options
    elif item.kind == "quantity" and item.unit == "1" and item.assume_unit and item.plausible is not None:
        words = range(int(item.plausible[0]), min(int(item.plausible[1]), _MOST_POINTS) + 1)
    return {word: Fact(item.fact, *read_answer(item, word, 0)) for word in (*words, *_BARE_STATES) if words}


def _read(item: Item, answer: Any, today: int) -> Fact:
    """A reader that fails must not lose the other answers: this one is unknown and reported as unreadable."""
    try:
        return Fact(item.fact, *read_answer(item, answer, today))
    except Exception:  # noqa: BLE001 - whatever went wrong, the answer stays as written and a person reads it
        return Fact(item.fact, *_UNREADABLE)


def read_answer(item: Item, answer: Any, today: int) -> Reading:
    """One answer as its item's kind reads it."""
    if answer.__class__ is str:
        state = _BARE_STATES.get(answer)
        if state is not None:
            return state
    elif answer.__class__ is dict and "state" in answer:
        return _stated(answer)
    return _KINDS[item.kind](item, answer, today)


def merge(one: Fact, other: Fact) -> Fact:
    """Two answers to the same fact: a known one beats an unknown one, two different known ones conflict."""
    values = one.values + tuple(value for value in other.values if value not in one.values)
    issues = one.issues + other.issues
    if len(values) > max(len(one.values), len(other.values)):
        issues += (Issue.CONTRADICTORY,)
    return Fact(one.id, values, one.unknown if not values or None in values else None, issues)


def _stated(answer: Mapping[str, Any]) -> Reading:
    state = _STATES.get(answer["state"]) if isinstance(answer["state"], str) else None
    return _UNREADABLE if state is None or len(answer) > 1 else Reading(unknown=state)


def _yes_no(_item: Item, answer: Any, _today: int) -> Reading:
    if answer == "yes" or answer is True:
        return _YES
    return _NO if answer == "no" or answer is False else _UNREADABLE


def _choice(item: Item, answer: Any, _today: int) -> Reading:
    return Reading((answer,)) if isinstance(answer, str) and answer in item.options else _UNREADABLE


def _multi_choice(item: Item, answer: Any, _today: int) -> Reading:
    """Ticked options. One that is not offered, or "unsure", leaves the others ticked and the rest unknown."""
    ticked = [answer] if isinstance(answer, str) else answer
    if not isinstance(ticked, list):
        return _UNREADABLE
    if not ticked:
        return _UNANSWERED
    offered = frozenset(option for option in ticked if isinstance(option, str) and option in item.options)
    contradicts = (Issue.CONTRADICTORY,) if NONE in offered and offered - {NONE, UNSURE} else ()
    if any(not isinstance(option, str) or option not in item.options for option in ticked):
        return _doubted(offered - {NONE}, (Issue.UNREADABLE, *contradicts)) if offered else _UNREADABLE
    if contradicts:
        return Reading((offered - {NONE}, frozenset()), issues=contradicts)
    return Reading((offered - {NONE},), Unknown.DONT_KNOW if UNSURE in offered else None)


def _text(item: Item, answer: Any, _today: int) -> Reading:
    """What is longer than a form offers room for is reported, and read all the same where it is in own words."""
    if not isinstance(answer, str) or (len(answer) > _LONGEST_TEXT and not item.own_words):
        return _UNREADABLE
    if len(answer) > _LONGEST_TEXT:
        return Reading((_shortened(answer),), issues=(Issue.UNREADABLE,))
    return _UNANSWERED if answer.strip().casefold() in _NO_WORDS else Reading((answer,))


def _shortened(answer: str) -> str:
    """A text of any length cut to what is read: its beginning and its end, with a full stop where they meet."""
    if len(answer) <= _LONGEST_READ:
        return answer
    half = _LONGEST_READ // 2
    return f"{answer[:half]}\n.\n{answer[-half:]}"


def _date(item: Item, answer: Any, today: int) -> Reading:
    text = answer["value"] if isinstance(answer, dict) and set(answer) == {"value"} else answer
    try:
        day, ambiguous = read_date(text)
    except (TypeError, ValueError):
        return _UNREADABLE
    earliest = lower_end(day)
    issues: tuple[Issue, ...] = (Issue.DATE_AMBIGUOUS,) if ambiguous else ()
    if not _EARLIEST <= earliest <= today and not item.future:
        return _doubted(day, (*issues, Issue.IMPLAUSIBLE))
    return Reading((day,), issues=issues)


def _quantity(item: Item, answer: Any, _today: int) -> Reading:
    """A number with its unit. A bare one is taken in the canonical unit only where the item says so."""
    value, unit = answer, None
    if answer.__class__ is int and -LARGEST <= answer <= LARGEST:
        return _measured(item, answer, None)
    if isinstance(answer, dict):
        value, unit = answer.get("value"), answer.get("unit")
        if len(answer) != ("value" in answer) + ("unit" in answer):
            return _written_out(item, answer)
    number = as_number(value)
    if number is None or (unit is not None and (not isinstance(unit, str) or unit not in item.factors)):
        return _written_out(item, answer)
    return _measured(item, number, unit)


def _written_out(item: Item, answer: Any) -> Reading:
    """A quantity in words, with another spelling of its unit, in two units, or as a bound."""
    amount = amount_written(answer)
    if amount is None or (amount.unit is not None and amount.unit not in item.factors):
        return _UNREADABLE
    return _measured(item, *amount) if amount.comparator is None or item.comparators else _UNREADABLE


def _measured(item: Item, number: Number, unit: str | None, comparator: str | None = None) -> Reading:
    """The number in the canonical unit; outside its plausible bounds it is doubted and reported."""
    if unit is None and not item.assume_unit:
        return _WITHOUT_UNIT
    value = number if unit in (None, item.unit) else plain(number * item.factors[unit or ""])
    read = value if comparator is None else bounded(value, comparator)
    if _plausible(item, value):
        return Reading((read,))
    issues: tuple[Issue, ...] = (Issue.IMPLAUSIBLE,)
    if unit is None and any(_plausible(item, number * scale) for scale in item.factors.values()):
        issues += (Issue.UNIT_AMBIGUOUS,)
    return _doubted(read, issues)


def _group(item: Item, answer: Any, today: int) -> Reading:
    """Rows of a repeating group; a field that cannot be read is unknown in its row."""
    if answer == NONE:
        return Reading(((),))
    rows = [answer] if isinstance(answer, dict) else answer
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS:
        return _UNREADABLE
    if not rows:
        return _UNANSWERED
    if not all(isinstance(row, dict) for row in rows):
        return _UNREADABLE
    names = {part.link_id for part in item.fields}
    cells = [_cells(item, row, today) for row in rows]
    issues = dict.fromkeys([issue for row in cells for cell in row if cell.issues for issue in cell.issues])
    if any(not row.keys() <= names for row in rows):
        issues[Issue.UNREADABLE] = None
    careful = tuple([tuple([cell.values[0] if cell.values else None for cell in row]) for row in cells])
    if not issues:  # only a doubted cell has more than one value, and says why
        return Reading((careful,))
    written = tuple([tuple([cell.values[-1] if cell.values else None for cell in row]) for row in cells])
    return Reading((careful,) if careful == written else (careful, written), issues=tuple(issues))


def _cells(item: Item, row: Mapping[str, Any], today: int) -> list[Reading]:
    answer_to = row.get
    return [
        _UNANSWERED if (answer := answer_to(part.link_id)) is None else read_answer(part, answer, today)
        for part in item.fields
    ]


def _doubted(value: Value, issues: tuple[Issue, ...]) -> Reading:
    """A value that may be a slip: read both as unknown and as written, so that it can raise but never clear."""
    return Reading((None, value), Unknown.IMPLAUSIBLE, issues)


_KINDS: Mapping[str, Callable[[Item, Any, int], Reading]] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "multi_choice": _multi_choice,
    "text": _text,
    "date": _date,
    "quantity": _quantity,
    "group": _group,
}


def _plausible(item: Item, value: Number) -> bool:
    return item.plausible is None or item.plausible[0] <= value <= item.plausible[1]
