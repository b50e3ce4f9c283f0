"""An information request: what a patient is asked once more, behind a link that shows questions and never an answer.

The link's token names clinic and request and carries 256 random bits; only its keyed hash is kept. Must not know
how anything is stored or sent.
"""

import base64
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from functions.service.documents import JSON
from functions.service.identifiers import Identifiers
from rules.engine.terms import Phase

# Long enough for a holiday, short enough that an answer still meets the case it was asked for: a default of ours.
ANSWERABLE: Final = timedelta(days=14)
SECRET_BYTES: Final = 32
ID_BYTES: Final = 16

# Whoever holds the link: not a person the service knows.
ANSWERER: Final = "patient:information-request"

_TOKEN = re.compile(r"([a-z0-9]{8,32})\.([0-9a-f]{32})\.[A-Za-z0-9_-]{43}", re.ASCII)


class RequestState(StrEnum):
    """Whether a request can still be answered."""

    OPEN = "open"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequest:
    """What is asked, of whom, and until when. `screening_id` is the screening that left the questions open."""

    clinic: str
    id: str
    case_id: str
    screening_id: str
    patient_key: str
    patient_reference: str
    phase: Phase
    link_ids: tuple[str, ...]
    token_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRequest:
    """A request as it stands, with what is remembered of the answer: its keyed hash and its time."""

    request: InformationRequest
    state: RequestState
    body_hash: str | None = None
    answered_at: str | None = None

    def answerable(self, now: datetime) -> bool:
        return self.state is RequestState.OPEN and now < self.request.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Answers that came in: to which request of which case, and the screening of what they say alone."""

    clinic: str
    case_id: str
    request_id: str
    screening_id: str


def new_token(clinic: str, request_id: str, secret: bytes) -> str:
    return f"{clinic}.{request_id}.{base64.urlsafe_b64encode(secret).decode().rstrip('=')}"


def token_parts(token: str) -> tuple[str, str] | None:
    """Clinic and request the token names; nothing for what cannot be a token."""
    match = _TOKEN.fullmatch(token)
    return (match[1], match[2]) if match else None


def token_hash(identifiers: Identifiers, token: str) -> str:
    return identifiers.digest("information-token", token)


def opens(kept: KeptRequest | None, token: str, identifiers: Identifiers) -> bool:
    """Whether this is the request's token, in the same time whether or not there is such a request."""
    expected = kept.request.token_hash if kept else identifiers.digest("no-information-token", "")
    return hmac.compare_digest(token_hash(identifiers, token), expected) and kept is not None


type Question = Mapping[str, JSON]
"""An item of the questionnaire, as it is published."""
