"""The bodies of work on a case, and the moves they ask for. Errors name a place and a code, never a value."""

import unicodedata
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.config import JsonDict

from functions.api.envelope import patient_reference
from functions.api.review_bodies import StrictBody
from functions.service.casework.contacting import ContactResult, LogContact
from functions.service.casework.correcting import Correction, CorrectionSource
from functions.service.casework.deciding import Confirm, Decline, Override, OverrideReason, Reason, Reopen
from functions.service.casework.moves import Assign, Comment
from functions.service.casework.reattributing import MOST_AT_ONCE, ReattributionReason
from functions.service.casework.work import Assignee, Decision
from functions.service.information import ANSWERABLE

_LONGEST_TEXT = 4000
_MOST_CORRECTIONS = 100
_MOST_QUESTIONS = 300
_LONGEST_WAIT = 60
_MOST_OVERRIDES = 100
_MOST_REASONS = 12
_LAYOUT = frozenset("\n\t")


def _readable(text: str) -> str:
    """Text that somebody can read later: composed, not empty, without control characters."""
    trimmed = unicodedata.normalize("NFC", text.strip())
    if not trimmed or any(unicodedata.category(each) in ("Cc", "Cs") and each not in _LAYOUT for each in trimmed):
        raise ValueError("unreadable")
    return trimmed


def _written_out(value: Any) -> Any:
    """A day as it is written on the wire; numbers are not days."""
    if not isinstance(value, str):
        raise ValueError("not_a_day")  # noqa: TRY004 - the validation turns it into a code
    return date.fromisoformat(value)


# The same in words a schema can say; lone surrogates cannot stand in UTF-8 anyhow.
_READABLE = "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]*$"
_IN_SCHEMA: JsonDict = {"allOf": [{"pattern": r"\S"}, {"pattern": _READABLE}]}
type Text = Annotated[
    str, Field(min_length=1, max_length=_LONGEST_TEXT, json_schema_extra=_IN_SCHEMA), AfterValidator(_readable)
]
type Word = Annotated[str, Field(min_length=1, max_length=128)]
type Day = Annotated[date, BeforeValidator(_written_out)]


class Nothing(StrictBody):
    """The body of a move that needs no words."""


class AssignBody(StrictBody):
    """The body of POST /v1/cases/{id}/assign."""

    subject: Word
    name: Text

    def move(self) -> Assign:
        return Assign(to=Assignee(subject=self.subject, name=self.name))


class CommentBody(StrictBody):
    """The body of POST /v1/cases/{id}/comments."""

    text: Text

    def move(self) -> Comment:
        return Comment(text=self.text)


class ContactBody(StrictBody):
    """The body of POST /v1/cases/{id}/contacts."""

    result: Annotated[ContactResult, Field(strict=False)]
    note: Text | None = None

    def move(self) -> LogContact:
        return LogContact(result=self.result, note=self.note)


class AskBody(StrictBody):
    """The body of POST /v1/cases/{id}/information-requests: some of the questions offered, or all of them."""

    linkIds: Annotated[list[Word], Field(min_length=1, max_length=_MOST_QUESTIONS)] | None = None  # noqa: N815 - wire
    validForDays: Annotated[int, Field(ge=1, le=_LONGEST_WAIT)] = ANSWERABLE.days  # noqa: N815 - the name on the wire


class CorrectionPart(StrictBody):
    """One answer as it should read; null makes it unknown."""

    linkId: Word  # noqa: N815 - the name on the wire
    answer: Any
    source: Annotated[CorrectionSource, Field(strict=False)]
    comment: Text | None = None

    def correction(self) -> Correction:
        return Correction(link_id=self.linkId, answer=self.answer, source=self.source, comment=self.comment)


class CorrectionsBody(StrictBody):
    """The body of POST /v1/cases/{id}/corrections."""

    screeningId: Word | None = None  # noqa: N815 - the name on the wire
    corrections: Annotated[list[CorrectionPart], Field(min_length=1, max_length=_MOST_CORRECTIONS)]


class RescreeningBody(StrictBody):
    """The body of POST /v1/cases/{id}/rescreenings."""

    screeningId: Word | None = None  # noqa: N815 - the name on the wire


class ReattributionBody(StrictBody):
    """The body of POST /v1/cases/{id}/reattributions. The reference stands in the body: never in an address."""

    screeningIds: Annotated[list[Word], Field(min_length=1, max_length=MOST_AT_ONCE)]  # noqa: N815 - name on the wire
    patientReference: Annotated[str, AfterValidator(patient_reference)]  # noqa: N815 - the name on the wire
    reason: Annotated[ReattributionReason, Field(strict=False)]
    comment: Text


class OverridePart(StrictBody):
    """One finding that does not stand in the way."""

    ruleId: Word  # noqa: N815 - the name on the wire
    reason: Annotated[OverrideReason, Field(strict=False)]
    comment: Text | None = None
    expiresOn: Day  # noqa: N815 - the name on the wire

    def override(self) -> Override:
        return Override(rule_id=self.ruleId, reason=self.reason, comment=self.comment, expires_on=self.expiresOn)


class DecisionBody(StrictBody):
    """The body of POST /v1/cases/{id}/decisions. Without `attested` there is no decision."""

    decision: Annotated[Decision, Field(strict=False)]
    reasons: Annotated[list[Annotated[Reason, Field(strict=False)]], Field(min_length=1, max_length=_MOST_REASONS)]
    overrides: Annotated[list[OverridePart], Field(default_factory=list, max_length=_MOST_OVERRIDES)]
    deferUntil: Day | None = None  # noqa: N815 - the name on the wire
    deferCondition: Text | None = None  # noqa: N815 - the name on the wire
    comment: Text | None = None
    attested: Literal[True]


class ConfirmationBody(StrictBody):
    """The body of POST /v1/cases/{id}/confirmations: the second clinician signs, or says why not."""

    confirmed: bool
    comment: Text | None = None
    attested: Literal[True]

    def move(self) -> Confirm | Decline:
        return Confirm(comment=self.comment) if self.confirmed else Decline(comment=self.comment or "")


class ReopeningBody(StrictBody):
    """The body of POST /v1/cases/{id}/reopenings."""

    reason: Text

    def move(self) -> Reopen:
        return Reopen(reason=self.reason)
