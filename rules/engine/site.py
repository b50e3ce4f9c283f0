"""What a clinic settles for itself: its routes, its country, its time zone, its own values for parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from rules.engine.terms import Route


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A clinic's own value for a parameter. A milder one than released needs a name and the last day it holds."""

    value: Decimal
    by: str | None = None
    until: date | None = None

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for a damaged document."""
        value = Decimal(str(document["value"])) if not isinstance(document["value"], bool) else Decimal("NaN")
        if not value.is_finite():
            raise ValueError("a parameter is a number")
        until = document.get("until")
        return cls(value, document.get("by"), None if until is None else date.fromisoformat(until))

    def to_json(self) -> dict[str, Any]:
        until = None if self.until is None else self.until.isoformat()
        return {"value": str(self.value), "by": self.by, "until": until}


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings a screening was made with; stamped on it.

    `country` is an ISO 3166 code or unknown; `profiles` are the definitions of treatment resistance the clinic uses
    instead of the defaults; `rule_set` is the version it has activated, None for the current one, and
    `previous_rule_set` the one it can roll back to.
    """

    clinic: str
    routes: tuple[Route, ...]
    country: str | None
    time_zone: str
    demo: bool
    settings_version: str
    profiles: tuple[str, ...] = ()
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)
    rule_set: str | None = None
    previous_rule_set: str | None = None

    def __post_init__(self) -> None:
        if not self.routes:
            raise ValueError("a clinic offers at least one route")

    @property
    def in_united_states(self) -> bool | None:
        """Whether rules of the United States apply; None when the country is not known."""
        return None if self.country is None else self.country.upper() == "US"

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Settings as they are stored. Raises KeyError, TypeError or ValueError for a damaged document."""
        adjustments = document.get("parameters", {}).items()
        return cls(
            clinic=document["clinic"],
            routes=tuple(Route(route) for route in document["routes"]),
            country=document["country"],
            time_zone=document["timeZone"],
            demo=document["demo"] is True,
            settings_version=document["settingsVersion"],
            profiles=tuple(document.get("profiles", ())),
            adjustments={name: Adjustment.from_json(each) for name, each in adjustments},
            rule_set=document.get("ruleSet"),
            previous_rule_set=document.get("previousRuleSet"),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "clinic": self.clinic,
            "routes": [route.value for route in self.routes],
            "country": self.country,
            "timeZone": self.time_zone,
            "demo": self.demo,
            "settingsVersion": self.settings_version,
            "profiles": list(self.profiles),
            "parameters": {name: each.to_json() for name, each in sorted(self.adjustments.items())},
            "ruleSet": self.rule_set,
            "previousRuleSet": self.previous_rule_set,
        }
