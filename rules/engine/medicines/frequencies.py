"""How often in a day: the phrases people and prescriptions use, as the fewest and the most times they may mean.

Fractions, since a third of a day has no end as a decimal.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

type Times = tuple[Fraction, Fraction]
type Reader = Callable[[re.Match[str]], Times | None]

COUNTS: Mapping[str, Fraction] = {
    "half": Fraction("0.5"),
    "one": Fraction(1),
    "two": Fraction(2),
    "three": Fraction(3),
    "four": Fraction(4),
    "five": Fraction(5),
    "six": Fraction(6),
}
_DAYS: Mapping[str, int] = {"hour": 1, "day": 1, "week": 7, "month": 28}
_HOURS_A_DAY = 24
_COUNT = rf"(\d+(?:\.\d+)?|{'|'.join(COUNTS)})"
_SPAN = rf"{_COUNT}(?:\s*(?:-|to|or)\s*{_COUNT})?"
_TIMES_WORD = r"(?:x|times?)"
_PERIOD = r"(?:(?:a|per|/|each|every)\s*(day|week|month)|(daily|weekly|monthly))\b"
_ONCE_A = {"daily": "day", "weekly": "week", "monthly": "month"}


def number(text: str) -> Fraction:
    """A count written in digits or as a word."""
    return COUNTS[text] if text in COUNTS else Fraction(text)


def _times(low: Fraction, high: Fraction, days: int) -> Times | None:
    return (low / days, high / days) if low <= high else None


def _constant(times: str) -> Reader:
    return lambda _found: (Fraction(times), Fraction(times))


def _period(found: re.Match[str], first: int) -> int:
    return _DAYS[found[first] or _ONCE_A[found[first + 1]]]


def _so_often(found: re.Match[str]) -> Times | None:
    """Such as "3 times a day", "two to three times a week" or "2 a day"."""
    low = number(found[1])
    return _times(low, number(found[2]) if found[2] else low, _period(found, 3))


def _at_most(found: re.Match[str]) -> Times | None:
    return _times(Fraction(0), number(found[1]), _period(found, 2))


def _named_count(found: re.Match[str]) -> Times | None:
    count = {"once": 1, "twice": 2, "thrice": 3}[found[1]]
    return _times(Fraction(count), Fraction(count), _period(found, 2))


def _a_period(found: re.Match[str]) -> Times | None:
    return _times(Fraction(1), Fraction(1), _period(found, 1))


def _every_so_many_hours(found: re.Match[str]) -> Times | None:
    """Such as "every 4 to 6 hours", which is four to six times."""
    short, long = number(found[1]), number(found[2] or found[1])
    if short <= 0 or short > long:
        return None
    return _HOURS_A_DAY / long, _HOURS_A_DAY / short


def _every_so_many(found: re.Match[str]) -> Times | None:
    count = number(found[1])
    return None if count <= 0 else _times(1 / count, 1 / count, _DAYS[found[2].removesuffix("s")])


_PART_OF_DAY = r"(?:morning|noon|lunch|afternoon|evening|night|bedtime)"
_AT_A_TIME = rf"(?:every|each|in the|at|before)\s*(?:bed|{_PART_OF_DAY})"
_ONCE_DAILY = r"(?:once )?(?:daily|a day|per day|every day|each day)"
PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(?:up to|max(?:imum)?|at most)\s*{_COUNT}\s*{_TIMES_WORD}?\s*{_PERIOD}", _at_most),
        (rf"{_ONCE_DAILY},? (?:{_AT_A_TIME}|nightly)\b", _constant("1")),
        (rf"{_SPAN}\s*{_TIMES_WORD}\s*{_PERIOD}", _so_often),
        (rf"{_SPAN}\s*{_PERIOD}", _so_often),
        (rf"(once|twice|thrice)\s*{_PERIOD}", _named_count),
        (rf"(?:every|q)\s*{_SPAN}\s*(?:h|hrs?|hours?)\b", _every_so_many_hours),
        (rf"every\s*{_COUNT}\s*(days?|weeks?|months?)\b", _every_so_many),
        (r"every other (?:day|night)\b", _constant("0.5")),
        (rf"(?:in the )?{_PART_OF_DAY} and (?:in the |at )?{_PART_OF_DAY}\b", _constant("2")),
        (rf"{_AT_A_TIME} {_ONCE_DAILY}\b", _constant("1")),
        (rf"{_AT_A_TIME}\b", _constant("1")),
        (r"(?:nightly|qhs|hs|qam|qpm|qd|od)\b", _constant("1")),
        (r"(?:bid|bd|twice)\b", _constant("2")),
        (r"(?:tid|tds)\b", _constant("3")),
        (r"(?:qid|qds)\b", _constant("4")),
        (_PERIOD, _a_period),
    )
)
