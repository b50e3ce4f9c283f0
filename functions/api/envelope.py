"""The agreed shape around the answers. Only the envelope is judged here; an answer is never refused.

Must not know which questions exist.
"""

import unicodedata
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from functions.api.parsing import parse
from functions.service.errors import UnreadableBodyError
from functions.service.forms import Form
from rules.engine.terms import Phase

_UNPRINTABLE = frozenset({"Cc", "Cs"})
_INVISIBLE = "Cf"
_LARGEST_REVISION = 2**31


def _printable(text: str) -> str:
    """Composed, so that one patient has one reference, and free of control characters and lone surrogates."""
    if any(unicodedata.category(character) in _UNPRINTABLE for character in text):
        raise ValueError
    return unicodedata.normalize("NFC", text)


def _visible(text: str) -> str:
    """Without characters that nobody sees: two references that look alike are one patient's."""
    if any(unicodedata.category(character) == _INVISIBLE for character in text):
        raise ValueError
    return text


type _Word = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_printable)]
type _Reference = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=128),
    AfterValidator(_printable),
    AfterValidator(_visible),
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    @classmethod
    def read(cls, body: bytes) -> Self:
        """The body as this model. Raises UnreadableBodyError, which names a place and a code, never a value."""
        try:
            return cls.model_validate(parse(body))
        except ValidationError as error:
            raise _refused(error) from None


class _Questionnaire(_Strict):
    id: _Word
    version: _Word


class SubmissionEnvelope(_Strict):
    """The body of POST /v1/screenings."""

    questionnaire: _Questionnaire
    phase: Annotated[Phase, Field(strict=False)]
    patientReference: _Reference  # noqa: N815 - the name on the wire
    requestedRoute: _Word | None = None  # noqa: N815 - the name on the wire
    submittedAt: _Word | None = None  # noqa: N815 - the name on the wire
    source: _Word | None = None
    answers: dict[str, Any]

    def form(self) -> Form:
        return Form(
            questionnaire_id=self.questionnaire.id,
            questionnaire_version=self.questionnaire.version,
            phase=self.phase,
            patient_reference=self.patientReference,
            requested_route=self.requestedRoute,
            submitted_at=self.submittedAt,
            source=self.source,
            answers=self.answers,
        )


class DraftEnvelope(SubmissionEnvelope):
    """The body of PUT /v1/drafts/{id}. Built when the first draft comes: a submission need not wait for it."""

    model_config = ConfigDict(defer_build=True)

    revision: Annotated[int, Field(ge=0, le=_LARGEST_REVISION)]


class PatientSearch(_Strict):
    """The body of POST /v1/patients/search: a reference never travels in a URL."""

    model_config = ConfigDict(defer_build=True)

    patientReference: _Reference  # noqa: N815 - the name on the wire


_CODES = {"missing": "missing", "extra_forbidden": "unknown_field", "enum": "not_an_option"}


def _refused(error: ValidationError) -> UnreadableBodyError:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    code = _CODES.get(first["type"], "wrong_form")
    # The name of an unknown field was made up by the caller and may say anything, so only its parent is named.
    path = first["loc"][:-1] if code == "unknown_field" else first["loc"]
    known = [str(step) for step in path if step in _KNOWN]
    return UnreadableBodyError(code, "".join(f"/{step}" for step in known))


_KNOWN = frozenset({*DraftEnvelope.model_fields, *_Questionnaire.model_fields})
