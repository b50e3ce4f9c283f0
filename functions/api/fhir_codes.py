"""The codes our questionnaire uses in FHIR: answers, options, units, and the systems behind published codes.

Answers and options have code systems of our own, one for each question, so that a code never means two things.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from functions.service.documents import JSON

type Coding = dict[str, JSON]

ANSWERS: Final = "urn:ketascreen:answer"
_OPTIONS: Final = "urn:ketascreen:option"
_UCUM: Final = "http://unitsofmeasure.org"
_VERIFIED: Final = "verified"

YES_OR_NO: Final[Mapping[str, str]] = {"yes": "Yes", "no": "No"}
NO_ANSWER: Final[Mapping[str, str]] = {"dont_know": "I don't know", "declined": "I prefer not to answer"}

SYSTEMS: Final[Mapping[str, str]] = {
    "LOINC": "http://loinc.org",
    "ICD-10-CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "SNOMED CT": "http://snomed.info/sct",
}
# Our units as people write them, and as UCUM does.
UCUM: Final[Mapping[str, str]] = {
    "1": "1",
    "%": "%",
    "1/min": "/min",
    "U/L": "U/L",
    "µkat/L": "ukat/L",
    "a": "a",
    "cm": "cm",
    "m": "m",
    "in": "[in_i]",
    "h": "h",
    "min": "min",
    "s": "s",
    "ms": "ms",
    "kg": "kg",
    "lb": "[lb_av]",
    "mg": "mg",
    "mcg": "ug",
    "mIU/L": "m[IU]/L",
    "mL/min/1.73 m²": "mL/min/{1.73_m2}",
    "mmHg": "mm[Hg]",
    "kPa": "kPa",
    "µmol/L": "umol/L",
    "mg/dL": "mg/dL",
}


def answer_coding(word: str) -> Coding:
    """Yes, no, or one of the ways not to answer."""
    return {"system": ANSWERS, "code": word, "display": YES_OR_NO.get(word) or NO_ANSWER[word]}


def option_coding(link_id: str, value: str, label: str) -> Coding:
    """One of the options of a question."""
    return {"system": f"{_OPTIONS}:{link_id}", "code": value, "display": label}


def unit_coding(unit: str) -> Coding:
    """A unit; one that UCUM does not know here keeps only its name."""
    code = UCUM.get(unit)
    return {"display": unit} if code is None else {"system": _UCUM, "code": code, "display": unit}


def published_codings(codes: Iterable[Mapping[str, Any]]) -> list[JSON]:
    """The published codes that were verified; others are left out rather than spread."""
    return [
        {"system": SYSTEMS[code["system"]], "code": code["code"]} for code in codes if code["certainty"] == _VERIFIED
    ]
