"""Facts as sentences a practitioner reads: what it is, what was said, or why it is not known."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rules.engine.dates import iso
from rules.engine.items import Item
from rules.engine.provided import LIST_LABELS
from rules.engine.quantities import in_own_words
from rules.engine.truth import NO, YES
from rules.engine.values import UNSURE, Interval, Number, Value

if TYPE_CHECKING:
    from rules.engine.screening import Screening

_ENDLESS = Decimal("Infinity")
_MOST_ROWS = 60
_LONGEST_CELL = 200
"""Characters of a text in a row. The answers keep all of it; a statement is to be read at a glance, and stored."""
_REASONS: Mapping[str, str] = {
    "not_asked": "not asked",
    "unanswered": "not answered",
    "dont_know": "patient does not know",
    "declined": "declined to answer",
    "stale": "too old",
    "ambiguous": "ambiguous",
    "implausible": "could not be read",
}


def statement(screening: "Screening", name: str) -> dict[str, Any]:
    """The fact's label, its value as text, and the reason where it has none.

    Conflicting values stand side by side, and behind a converted quantity what was entered. Names of the engine's own
    facts are given as they are.
    """
    if name in LIST_LABELS:
        return _listed(screening, name)
    says = screening.rule_set.labels.get(name, name.replace("_", " "))
    fact = screening.facts.get(name)
    if fact is None:
        slot = screening.rule_set.layout.slots.get(name)
        text = None if slot is None else _text(screening, name, screening.values[slot])
        entered = _converted(screening, name) if text else ""
        rows = _read_by_row(screening, name)
        return {"says": says, "value": text, "text": f"{says}: {text or 'not known'}{entered}"} | rows
    values = [_text(screening, name, value) for value in fact.values if value is not None]
    known = " / ".join(text for text in values if text is not None)
    reason = _REASONS[fact.unknown.value] if fact.unknown else None
    return {
        "says": says,
        "value": known or None,
        "unknown": fact.unknown.value if fact.unknown else None,
        "issues": [issue.value for issue in fact.issues],
        "text": f"{says}: {known or reason}{_converted(screening, name) if known else ''}",
    }


def _read_by_row(screening: "Screening", name: str) -> dict[str, list[str]]:
    """Under `rows` each row of a computed list by itself, so that a finding can name those it rests on."""
    item = screening.rule_set.computed.get(name)
    if item is None or not item.row:
        return {}
    rows = _several(screening.values[screening.rule_set.layout.slots[name]])
    return {"rows": _rows(item, [(row, None) for row in rows])} if rows else {}


def _listed(screening: "Screening", name: str) -> dict[str, Any]:
    """Answers that share a flaw, by their labels; `items` names the facts they feed."""
    says, rule_set = LIST_LABELS[name], screening.rule_set
    items = [str(item) for item in _several(screening.values[rule_set.layout.slots[name]])]
    value = ", ".join(rule_set.labels.get(item, item) for item in items) or None
    return {"says": says, "value": value, "items": items, "text": f"{says}: {value or 'none'}"}


def _several(value: Value) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _text(screening: "Screening", name: str, value: Any) -> str | None:
    item = screening.rule_set.items_by_fact.get(name)
    kind = item.kind if item else None
    if value is None:
        return None
    if kind == "group" and item is not None:
        answer = screening.answers.get(item.link_id)
        answers = answer if isinstance(answer, list) else [answer] * len(value)
        return "; ".join(_rows(item, list(zip(value, answers, strict=False)))) or "none"
    return _worded(value, kind, screening.rule_set.units.get(name))


def _rows(item: Item, rows: Sequence[tuple[Sequence[Any], Any]]) -> list[str]:
    """The rows in words; of very many the first ones, and how many more there are."""
    shown = [_row(item, row, entered) for row, entered in rows[:_MOST_ROWS]]
    return [*shown, f"and {len(rows) - _MOST_ROWS} more"] if len(rows) > _MOST_ROWS else shown


def _row(item: Item, row: Sequence[Any], entered: Any) -> str:
    if item.row:
        return _read_aloud(item, row)
    cells = zip(item.fields, row, strict=False)
    return ", ".join(
        f"{part.link_id} {_shortened(_worded(value, part.kind, part.unit))}{_bracketed(_cell_words(part, entered))}"
        for part, value in cells
        if value is not None
    )


def _read_aloud(item: Item, row: Sequence[Any]) -> str:
    """What a row is known by, then in brackets what else it is called and what is noteworthy about it."""
    cells = zip(item.fields, row, strict=False)
    said = {part.fact: _shortened(_worded(value, part.kind, part.unit)) for part, value in cells if value is not None}
    first, *others = item.row
    known_by = said.get(first, "not named")
    also = [said[name] for name in others if name in said and said[name].casefold() != known_by.casefold()]
    also += [words for name, value, words in item.notes if said.get(name) == value]
    return f"{known_by} ({', '.join(also)})" if also else known_by


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"


def _converted(screening: "Screening", name: str) -> str:
    """Nothing is converted silently: a quantity that was written otherwise is shown as it was written as well."""
    return _bracketed(", ".join(filter(None, _own_words(screening, name))))


def _bracketed(words: str | None) -> str:
    return f" (entered as {words})" if words else ""


def _own_words(screening: "Screening", name: str) -> Iterator[str | None]:
    """What was entered for a fact, or for the facts and columns it is computed from."""
    fact, _, column = name.partition(".")
    for part in screening.rule_set.computed_from.get(fact, ()):
        yield from _own_words(screening, part)
    item = screening.rule_set.items_by_fact.get(fact)
    if item is None:
        return
    answer = screening.answers.get(item.link_id)
    if not column:
        yield _words(item, answer)
        return
    rows = answer if isinstance(answer, list) else [answer]
    yield from (_cell_words(part, row) for row in rows for part in item.fields if part.fact == column)


def _cell_words(part: Item, row: Any) -> str | None:
    return _words(part, row.get(part.link_id)) if isinstance(row, dict) else None


def _words(item: Item, answer: Any) -> str | None:
    return in_own_words(answer, item.unit) if item.kind == "quantity" else None


def _worded(value: Any, kind: str | None, unit: str | None) -> str:
    if value is YES or value is NO:
        return "yes" if value is YES else "no"
    if isinstance(value, Interval) and value.high == _ENDLESS:
        return f"{_worded(value.low, kind, unit)} or more"
    if isinstance(value, Interval):
        return f"between {_worded(value.low, kind, unit)} and {_worded(value.high, kind, unit)}"
    if isinstance(value, frozenset):
        return _ticked(value)
    if isinstance(value, int | Decimal):
        return iso(int(value)) if kind == "date" else _measured(value, unit)
    return str(value).replace("_", " ") if kind == "choice" else str(value)


def _ticked(options: frozenset[str]) -> str:
    """What was ticked; "not sure" stands for everything that was not."""
    words = [option.replace("_", " ") for option in sorted(options - {UNSURE})]
    if UNSURE in options:
        words.append("not sure about the others" if words else "not sure")
    return ", ".join(words) or "none of these"


def _measured(value: Number, unit: str | None) -> str:
    """A number as it is read aloud: no more than two decimals, and no unit for scores and ages."""
    number = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) else str(value)
    return number if unit in {None, "1", "a"} else f"{number} {unit}"
