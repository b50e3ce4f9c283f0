"""The instruments as the content defines them."""

from functools import cache
from typing import Any

from rules.authoring.content import CONTENT
from rules.authoring.instrument_content import read_instruments
from rules.engine.instruments.definition import Instrument, instrument
from rules.engine.instruments.scoring import Score, score


@cache
def documents() -> dict[str, Any]:
    return read_instruments(CONTENT)


@cache
def defined(name: str) -> Instrument:
    return instrument(documents()[name])


def scored(name: str, *answers: int | None, submitted: int | None = None) -> Score:
    return score(defined(name), answers, submitted)


def read_as(name: str, reading: str, *answers: int | None, submitted: int | None = None) -> str | None:
    return scored(name, *answers, submitted=submitted).readings[reading].name
