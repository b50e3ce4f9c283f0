"""Facts made of instruments: totals from items, their bands, totals that were entered, and what is wrong with them.

Each factory takes the definitions of the rule set and the instrument a derived fact names; the reading of a band is
named behind a dot, `phq9.severity`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rules.engine.instruments.definition import Instrument, instrument
from rules.engine.instruments.entered import latest
from rules.engine.instruments.points import answered
from rules.engine.instruments.readings import banded, meaning
from rules.engine.instruments.scoring import Total, total_from
from rules.engine.truth import truth
from rules.engine.values import Interval, Value

type Knowledge = Mapping[str, Any]
type Computation = Callable[..., Value]


def instrument_total(knowledge: Knowledge, given: str | None) -> Computation:
    """The total of the items, with a submitted total as a last input: a number, else the bounds as an interval.

    Unknown while nothing is known of it at all. Raises ValueError for another number of inputs.
    """
    definition = _defined(knowledge, given)

    def compute(_as_of: int, *inputs: Value) -> Value:
        return _as_value(_total(definition, inputs), definition)

    return compute


def instrument_band(knowledge: Knowledge, given: str | None) -> Computation:
    """The band or level of one reading (`phq9.severity`); unknown while two are possible. Inputs as for the total."""
    name, _, reading_name = (given or "").partition(".")
    definition = _defined(knowledge, name)
    reading = definition.readings[reading_name]

    def compute(_as_of: int, *inputs: Value) -> Value:
        items, submitted = _split(definition, inputs)
        if not reading.bands:
            return meaning(reading, answered(definition, items), None).name
        total = total_from(definition, items, submitted)
        return banded(reading, total and total.bounds).name

    return compute


def total_mismatch(knowledge: Knowledge, given: str | None) -> Computation:
    """Whether a submitted total cannot be that of the items, or of the instrument at all; no while there is none."""
    definition = _defined(knowledge, given)

    def compute(_as_of: int, *inputs: Value) -> Value:
        total = _total(definition, inputs)
        return truth(total is not None and total.flag is not None)

    return compute


def entered_total(knowledge: Knowledge, given: str | None) -> Computation:
    """The latest total entered for an instrument: a number, an interval where it is unclear which is the latest.

    Inputs: the columns instrument, total and date of the entries, and the earliest day that still counts, if any.
    """
    definition = _defined(knowledge, given)

    def compute(as_of: int, names: Any, totals: Any, dates: Any, earliest: int = 0) -> Value:
        if names is None:
            return None
        usable = [total if _possible(total, definition.total) else None for total in totals]
        return latest(given, zip(names, usable, dates, strict=True), as_of, earliest)

    return compute


def entered_out_of_range(knowledge: Knowledge, _given: str | None) -> Computation:
    """Whether a total was entered that its instrument cannot have. Inputs: the columns instrument and total."""
    ranges = {name: document["total"] for name, document in knowledge["instruments"].items()}

    def compute(_as_of: int, names: Any, totals: Any) -> Value:
        entries = [] if names is None else list(zip(names, totals, strict=True))
        return truth(
            any(
                name is not None and total is not None and not _possible(total, ranges[name])
                for name, total in entries
            )
        )

    return compute


def _defined(knowledge: Knowledge, given: str | None) -> Instrument:
    return instrument(knowledge["instruments"][given])


def _split(definition: Instrument, inputs: Sequence[Value]) -> tuple[Sequence[Value], Value]:
    """The answers to the items and, where there is one input more, the submitted total."""
    count = len(definition.items)
    return (inputs[:-1], inputs[-1]) if len(inputs) == count + 1 else (inputs, None)


def _total(definition: Instrument, inputs: Sequence[Value]) -> Total | None:
    items, submitted = _split(definition, inputs)
    return total_from(definition, items, submitted)


def _as_value(total: Total | None, definition: Instrument) -> Value:
    if total is None or (total.bounds == definition.total and total.value is None):
        return None
    return Interval(*total.bounds) if total.value is None else total.value


def _possible(total: Value, span: Sequence[int] | None) -> bool:
    return span is not None and isinstance(total, int) and span[0] <= total <= span[1]


INSTRUMENT_FACTS: Mapping[str, Callable[[Knowledge, str | None], Computation]] = {
    factory.__name__: factory
    for factory in (instrument_total, instrument_band, total_mismatch, entered_total, entered_out_of_range)
}
