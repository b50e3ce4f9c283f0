"""Query parameters of the queue, as a filter. Must not know how cases are found."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from functions.service.errors import UnreadableRequestError
from functions.service.queue import QueueFilter
from functions.service.records import CaseStatus
from rules.engine.terms import Lane

PARAMETERS: Final = frozenset({"status", "lane", "assignee", "dueBefore", "updatedSince", "domain"})
_ME: Final = "me"
_NOBODY: Final = "nobody"
_SUBJECT: Final = re.compile(r"[0-9A-Za-z-]{1,128}", re.ASCII)
_DOMAIN: Final = re.compile(r"[a-z]{1,32}", re.ASCII)


def queue_filter(asked: Mapping[str, str], me: str) -> QueueFilter:
    """What is asked for; `me` is the caller's subject.

    Raises UnreadableRequestError with the name of the parameter that cannot be read.
    """
    assignee = asked.get("assignee")
    return QueueFilter(
        status=word(CaseStatus, asked.get("status", CaseStatus.OPEN.value), "status"),
        lane=word(Lane, asked["lane"], "lane") if "lane" in asked else None,
        assignee=None if assignee in (None, _NOBODY) else _subject(assignee, me),
        free=assignee == _NOBODY,
        due_before=_moment(asked, "dueBefore"),
        updated_since=_moment(asked, "updatedSince"),
        domain=_matching(_DOMAIN, asked["domain"], "domain") if "domain" in asked else None,
    )


def word[Word: StrEnum](words: type[Word], text: str, parameter: str) -> Word:
    try:
        return words(text)
    except ValueError:
        raise UnreadableRequestError(parameter) from None


def _subject(text: str | None, me: str) -> str:
    return me if text == _ME else _matching(_SUBJECT, text or "", "assignee")


def _moment(asked: Mapping[str, str], parameter: str) -> str | None:
    """As stored: UTC with an offset, so that texts compare as the moments do. A time without a zone is refused."""
    if parameter not in asked:
        return None
    try:
        moment = datetime.fromisoformat(asked[parameter])
    except ValueError:
        raise UnreadableRequestError(parameter) from None
    if moment.tzinfo is None:
        raise UnreadableRequestError(parameter)
    return moment.astimezone(UTC).isoformat()


def _matching(form: re.Pattern[str], text: str, parameter: str) -> str:
    if not form.fullmatch(text):
        raise UnreadableRequestError(parameter)
    return text
