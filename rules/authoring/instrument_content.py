"""Reads the definitions of the instruments and gives them the form the engine scores with."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rules.authoring.instrument_schema import CriterionEntry, GateEntry, InstrumentEntry, LevelEntry, ReadingEntry
from rules.authoring.problems import ContentError, Problem
from rules.authoring.schema import Citation
from rules.authoring.yaml_source import Entry, read_entries

type Document = dict[str, Any]


def read_instruments(root: Path) -> Document:
    """Every instrument by its id. Raises ContentError naming each entry whose form is wrong."""
    problems: list[Problem] = []
    entries = read_entries(root / "instruments", root, key="id")
    sources = {entry.values["key"] for entry in read_entries(root, root, key="key", pattern="sources.yaml")}
    documents: Document = {}
    for entry in entries:
        instrument = _checked(entry, problems)
        if instrument is not None:
            problems += _misplaced(instrument, entry, documents, sources)
            documents[instrument.id] = _document(instrument)
    if problems:
        raise ContentError(problems)
    return documents


def _checked(entry: Entry, problems: list[Problem]) -> InstrumentEntry | None:
    try:
        return InstrumentEntry.model_validate(entry.values)
    except ValidationError as error:
        problems += [
            Problem(entry.place, f"{'.'.join(map(str, part['loc']))}: {part['msg']}".removeprefix(": "))
            for part in error.errors(include_url=False, include_context=False)
        ]
        return None


def _misplaced(
    instrument: InstrumentEntry, entry: Entry, others: Document, sources: Iterable[str]
) -> Iterable[Problem]:
    if instrument.id in others:
        yield Problem(entry.place, "is declared twice")
    for citation in _cited(instrument):
        if citation.key is not None and citation.key not in sources:
            yield Problem(entry.place, f"cites `{citation.key}`, which is not among the sources")


def _cited(instrument: InstrumentEntry) -> Iterable[Citation]:
    yield from instrument.sources
    for reading in instrument.readings:
        yield from reading.sources


def _document(instrument: InstrumentEntry) -> Document:
    return {
        "title": instrument.title,
        "rater": instrument.rater,
        "items": [list(values) for values in instrument.items],
        "reversed": list(instrument.reversed),
        "domains": [list(domain) for domain in instrument.scored_domains],
        "alternatives": [list(pair) for pair in instrument.alternatives],
        "gates": [_gate(gate) for gate in instrument.gates],
        "total": None if instrument.total is None else list(instrument.total),
        "readings": [_reading(reading) for reading in instrument.readings],
        "licence": instrument.licence.model_dump(mode="json"),
        "loinc": instrument.loinc.model_dump(mode="json"),
        "answers": [coded.model_dump(mode="json") for coded in instrument.answers],
        "sources": _citations(instrument.sources),
        "needsSignOff": any(citation.needs_sign_off for citation in _cited(instrument)),
    }


def _gate(gate: GateEntry) -> Document:
    return {
        "on": list(gate.on),
        "atMost": gate.at_most,
        "closes": list(gate.closes),
        "unansweredReads": gate.unanswered_reads,
    }


def _reading(reading: ReadingEntry) -> Document:
    return {
        "id": reading.id,
        "says": reading.says,
        "bands": [[name, low, high] for name, (low, high) in reading.bands.items()],
        "levels": [_level(level) for level in reading.levels],
        "otherwise": reading.otherwise,
        "everyItem": reading.every_item,
        "sources": _citations(reading.sources),
    }


def _level(level: LevelEntry) -> Document:
    return {"name": level.name, "any": [[_criterion(part) for part in way] for way in level.any]}


def _criterion(criterion: CriterionEntry) -> Document:
    return {
        "items": list(criterion.items),
        "at": criterion.at,
        "except": {str(item): points for item, points in sorted(criterion.except_at.items())},
        "atLeast": criterion.at_least,
        "atMost": criterion.at_most,
    }


def _citations(citations: Sequence[Citation]) -> list[Document]:
    return [citation.model_dump(mode="json", exclude_none=True, exclude_defaults=True) for citation in citations]
