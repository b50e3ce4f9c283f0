"""How the people of a clinic are reached: when it is staffed, how long they may take, who comes next.

These settings decide who is woken and when. The rules never see them, and no screening is stamped with them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_MINUTES: Final = 24 * 60
_SHIFT: Final = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_ADDRESSES: Final = {
    "email": re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}", re.ASCII),
    "sms": re.compile(r"\+[1-9]\d{6,14}", re.ASCII),
}

# Minutes of the local day, end excluded. Work past midnight is two shifts.
type Shift = tuple[int, int]


class Level(StrEnum):
    """Who is called, in the order in which they are."""

    FIRST = "first"
    SECOND_PERSON = "second_person"
    ON_CALL = "on_call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timers:
    """How long something may take, in minutes. Those of today and routine run in staffed hours only.

    Fifteen minutes until somebody acknowledges come from the catalogue (contraindications 3.3, row 3), the others
    are ours and wait for sign-off.
    """

    acknowledge_now: int = 15
    acknowledge_today: int = 15
    next_level: int = 15
    on_call_again: int = 60
    routine: int = 3 * 8 * 60

    def __post_init__(self) -> None:
        for each in fields(self):
            if not 1 <= getattr(self, each.name) <= _LONGEST[each.name]:
                raise ValueError(each.name)


# An urgent case may not be left to itself for half a day by a slip of the keyboard.
_LONGEST: Final = {
    "acknowledge_now": 60,
    "acknowledge_today": 8 * 60,
    "next_level": 2 * 60,
    "on_call_again": 4 * 60,
    "routine": 20 * 8 * 60,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """Where one person is called."""

    level: Level
    channel: str
    address: str

    def __post_init__(self) -> None:
        if self.channel not in _ADDRESSES or not _ADDRESSES[self.channel].fullmatch(self.address):
            raise ValueError("address")


# A year: an interval longer than that is a slip of the keyboard.
LONGEST_FOLLOW_UP_DAYS: Final = 366
OFFICE_HOURS: Final[Mapping[int, tuple[Shift, ...]]] = dict.fromkeys(range(5), ((9 * 60, 17 * 60),))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachSettings:
    """One clinic's settings. A clinic without staffed hours is never waited for: its clocks run always.

    `follow_up_days` is how long after a visit the next contact is due; no source gives it, so it has no default.
    """

    zone: ZoneInfo
    hours: Mapping[int, tuple[Shift, ...]] = field(default_factory=lambda: OFFICE_HOURS)
    closed: frozenset[date] = frozenset()
    timers: Timers = Timers()
    contacts: tuple[ContactPoint, ...] = ()
    follow_up_days: int | None = None

    def __post_init__(self) -> None:
        if self.follow_up_days is not None and not 1 <= self.follow_up_days <= LONGEST_FOLLOW_UP_DAYS:
            raise ValueError("follow_up_days")

    @classmethod
    def unknown(cls) -> Self:
        """For a clinic whose settings cannot be read: nobody counts as present, so on-call is reached at once."""
        return cls(zone=ZoneInfo("UTC"), hours={})

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """From a clinic's whole parameter. Raises KeyError, TypeError, ValueError, AttributeError or OSError."""
        reach = document.get("reach", {})
        hours = _hours_from(reach["hours"]) if "hours" in reach else OFFICE_HOURS
        return cls(
            zone=ZoneInfo(document["timeZone"]),
            hours=hours,
            closed=frozenset(map(date.fromisoformat, reach.get("closed", ()))),
            timers=Timers(**{_snake(name): _whole(value) for name, value in reach.get("timers", {}).items()}),
            contacts=tuple(_contact_from(each) for each in reach.get("contacts", ())),
            follow_up_days=_whole(reach["followUpDays"]) if "followUpDays" in reach else None,
        )

    def to_json(self) -> dict[str, Any]:
        """The part `reach` of a clinic's parameter."""
        return {
            "hours": {WEEKDAYS[day]: [_shift_text(shift) for shift in self.hours[day]] for day in sorted(self.hours)},
            "closed": sorted(day.isoformat() for day in self.closed),
            "timers": {_camel(each.name): getattr(self.timers, each.name) for each in fields(Timers)},
            "contacts": [
                {"level": each.level.value, "channel": each.channel, "address": each.address}
                for each in self.contacts
            ],
            **({} if self.follow_up_days is None else {"followUpDays": self.follow_up_days}),
        }

    def names_nobody_at(self, level: Level) -> bool:
        return not any(each.level is level for each in self.contacts)


def shifts_from(texts: Sequence[str]) -> tuple[Shift, ...]:
    """`09:00-12:00` and the like, in order and apart. Raises ValueError."""
    shifts = tuple(_shift_from(text) for text in texts)
    ordered = all(before[1] <= after[0] for before, after in pairwise(shifts))
    if not ordered:
        raise ValueError("shifts overlap or are out of order")
    return shifts


def _hours_from(hours: Mapping[str, Sequence[str]]) -> dict[int, tuple[Shift, ...]]:
    return {WEEKDAYS.index(day): shifts_from(texts) for day, texts in hours.items()}


def _shift_from(text: str) -> Shift:
    found = _SHIFT.fullmatch(text)
    if not found:
        raise ValueError("a shift is written 09:00-17:00")
    start_hour, start_minute, end_hour, end_minute = map(int, found.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if not start < end <= DAY_MINUTES:
        raise ValueError("a shift ends after it begins, at 24:00 at the latest")
    return start, end


def _shift_text(shift: Shift) -> str:
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in shift)


def _contact_from(document: Mapping[str, str]) -> ContactPoint:
    return ContactPoint(
        level=Level(document["level"]), channel=str(document["channel"]), address=str(document["address"])
    )


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a whole number is needed")
    return value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return "".join((first, *(word.capitalize() for word in rest), "Minutes"))


def _snake(name: str) -> str:
    words = re.sub(r"([A-Z])", r"_\1", name.removesuffix("Minutes")).lower()
    if _camel(words) != name:
        raise ValueError(name)
    return words
