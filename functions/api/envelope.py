"""The agreed shape around the answers. Only the envelope is judged here; an answer is never refused.

Read by hand, because this stands on the path of every cold start (docs/decisions/0009). Errors name a place among the
agreed fields and a code, never a value and never a name the sender made up. Must not know which questions exist.
"""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from functions.api.parsing import parse
from functions.service.errors import UnreadableBodyError
from functions.service.forms import Form
from rules.engine.terms import Phase

LONGEST_REFERENCE: Final = 128
LONGEST_WORD: Final = 64
LARGEST_REVISION: Final = 2**31
_UNPRINTABLE: Final = frozenset({"Cc", "Cs"})
_INVISIBLE: Final = "Cf"
_PHASES: Final[Mapping[str, Phase]] = {phase.value: phase for phase in Phase}

type _Reader = Callable[[Any, str], Any]
type _Fields = Mapping[str, tuple[_Reader, bool]]


def read_submission(body: bytes) -> Form:
    """The body of POST /v1/screenings. Raises UnreadableBodyError."""
    return _form(_read(parse(body), _SUBMISSION, ""))


def read_draft(body: bytes) -> tuple[Form, int]:
    """The body of PUT /v1/drafts/{id}: the form so far and its revision. Raises UnreadableBodyError."""
    fields = _read(parse(body), _DRAFT, "")
    return _form(fields), fields["revision"]


def read_token(body: bytes) -> str:
    """The body of POST /v1/information/questions. Raises UnreadableBodyError."""
    token: str = _read(parse(body), _TOKEN, "")["token"]
    return token


def read_response(body: bytes) -> tuple[str, Mapping[str, Any]]:
    """The body of POST /v1/information/answers: token and answers. Raises UnreadableBodyError."""
    fields = _read(parse(body), {**_TOKEN, "answers": (_answers, True)}, "")
    return fields["token"], fields["answers"]


def patient_reference(text: str) -> str:
    """One spelling for one patient. Raises ValueError for what nobody could tell apart or read aloud."""
    reference = text.strip()
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        raise ValueError("length")
    if reference.isascii() and reference.isprintable():
        return reference
    return _composed(reference, _UNPRINTABLE | {_INVISIBLE})


def _composed(text: str, refused: frozenset[str]) -> str:
    """Composed, so that what looks alike is alike, and free of control characters and lone surrogates."""
    if any(unicodedata.category(character) in refused for character in text):
        raise ValueError("unprintable")
    return unicodedata.normalize("NFC", text)


def _form(fields: Mapping[str, Any]) -> Form:
    return Form(
        questionnaire_id=fields["questionnaire"]["id"],
        questionnaire_version=fields["questionnaire"]["version"],
        phase=fields["phase"],
        patient_reference=fields["patientReference"],
        requested_route=fields["requestedRoute"],
        submitted_at=fields["submittedAt"],
        source=fields["source"],
        answers=fields["answers"],
    )


def _read(value: Any, fields: _Fields, place: str) -> dict[str, Any]:
    """An object of exactly these fields; optional ones may be left out or null."""
    if not isinstance(value, dict):
        raise UnreadableBodyError("wrong_form", place)
    read = {}
    for name, (reader, required) in fields.items():
        content = value.get(name)
        if content is not None:
            read[name] = reader(content, f"{place}/{name}")
        elif required:
            raise UnreadableBodyError("wrong_form" if name in value else "missing", f"{place}/{name}")
        else:
            read[name] = None
    if not value.keys() <= fields.keys():
        raise UnreadableBodyError("unknown_field", place)
    return read


def _word(value: Any, place: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_WORD:
        raise UnreadableBodyError("wrong_form", place)
    return (
        value if value.isascii() and value.isprintable() else _checked(lambda: _composed(value, _UNPRINTABLE), place)
    )


def _reference(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise UnreadableBodyError("wrong_form", place)
    return _checked(lambda: patient_reference(value), place)


def _checked(read: Callable[[], str], place: str) -> str:
    try:
        return read()
    except ValueError:
        raise UnreadableBodyError("wrong_form", place) from None


def _phase(value: Any, place: str) -> Phase:
    phase = _PHASES.get(value) if isinstance(value, str) else None
    if phase is None:
        raise UnreadableBodyError("not_an_option", place)
    return phase


def _answers(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableBodyError("wrong_form", place)
    return value


def _revision(value: Any, place: str) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST_REVISION:
        raise UnreadableBodyError("wrong_form", place)
    return value


def _questionnaire(value: Any, place: str) -> Mapping[str, str]:
    return _read(value, {"id": (_word, True), "version": (_word, True)}, place)


_SUBMISSION: Final[_Fields] = {
    "questionnaire": (_questionnaire, True),
    "phase": (_phase, True),
    "patientReference": (_reference, True),
    "requestedRoute": (_word, False),
    "submittedAt": (_word, False),
    "source": (_word, False),
    "answers": (_answers, True),
}
_TOKEN: Final[_Fields] = {"token": (_reference, True)}
_DRAFT: Final[_Fields] = {**_SUBMISSION, "revision": (_revision, True)}
