"""The bodies that are read by hand on the path of a cold start (functions/api/envelope.py, medicine_names.py).

Declared a second time on purpose: tests hold each against its reader in both directions.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from functions.api.envelope import LARGEST_REVISION, LONGEST_REFERENCE, LONGEST_WORD
from functions.api.medicine_names import LONGEST_NAME, MOST_NAMES
from rules.engine.terms import Phase

type Schema = dict[str, Any]

_FOUR_DIGITS: Final = 0xFFFF


def _ranges(characters: Iterable[int]) -> Iterator[str]:
    """Neighbours written as ranges, for a character class."""
    for _, run in groupby(enumerate(characters), key=lambda pair: pair[1] - pair[0]):
        codes = [code for _, code in run]
        first, last = _escaped(codes[0]), _escaped(codes[-1])
        yield first if len(codes) == 1 else f"{first}-{last}"


def _escaped(code: int) -> str:
    """As every dialect of regular expressions reads it; beyond four digits they disagree about the escape."""
    return f"\\u{code:04x}" if code <= _FOUR_DIGITS else chr(code)


def _without(*categories: str) -> str:
    """A pattern for text without characters of these kinds. Lone surrogates cannot stand in UTF-8 anyhow."""
    refused = (code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in categories)
    return f"^[^{''.join(_ranges(refused))}]*$"


_READABLE: Final = _without("Cc")
_VISIBLE: Final = _without("Cc", "Cf")
_WORD: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": LONGEST_WORD, "pattern": _READABLE}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _object(properties: dict[str, Schema], *, optional: tuple[str, ...] = (), says: str) -> Schema:
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "description": says,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


PATIENT_REFERENCE: Final[Schema] = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_REFERENCE,
    "allOf": [{"pattern": r"\S"}, {"pattern": _VISIBLE}],
    "description": "What the clinic calls the patient; white space around it does not count.",
}
_ENVELOPE: Final[dict[str, Schema]] = {
    "questionnaire": _object({"id": _WORD, "version": _WORD}, says="Which questionnaire was filled in."),
    "phase": {"type": "string", "enum": [phase.value for phase in Phase]},
    "patientReference": PATIENT_REFERENCE,
    "requestedRoute": _or_null(_WORD),
    "submittedAt": {**_or_null(_WORD), "description": "When the form was filled in, by its own word."},
    "source": _or_null(_WORD),
    "answers": {
        "type": "object",
        "additionalProperties": True,
        "description": "Link id to answer, as it was entered. No answer is ever refused; at most eight levels deep.",
    },
}
_TOKEN: Final[dict[str, Schema]] = {
    "token": {**PATIENT_REFERENCE, "description": "One-time token; it opens one request, once."}
}
_OPTIONAL: Final = ("requestedRoute", "submittedAt", "source")

BODIES: Final[dict[str, Schema]] = {
    "Submission": _object(_ENVELOPE, optional=_OPTIONAL, says="A filled-in questionnaire, 64 KB at most."),
    "Draft": _object(
        {**_ENVELOPE, "revision": {"type": "integer", "minimum": 0, "maximum": LARGEST_REVISION}},
        optional=_OPTIONAL,
        says="The answers so far; each save has a higher revision.",
    ),
    "InformationToken": _object(_TOKEN, says="What the link ends with."),
    "InformationAnswers": _object(
        {**_TOKEN, "answers": _ENVELOPE["answers"]}, says="What the link ends with, and the answers; 64 KB at most."
    ),
    "MedicineNames": _object(
        {
            "names": {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_NAMES,
                "items": {"type": "string", "maxLength": LONGEST_NAME},
            }
        },
        says="Names as somebody typed them.",
    ),
}
