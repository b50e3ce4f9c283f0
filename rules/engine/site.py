"""What a clinic settles for itself: its routes, its country, its time zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from rules.engine.terms import Route


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings a screening was made with; stamped on it.

    `country` is an ISO 3166 code or unknown; `profiles` are the definitions of treatment resistance the clinic uses
    instead of the defaults.
    """

    clinic: str
    routes: tuple[Route, ...]
    country: str | None
    time_zone: str
    demo: bool
    settings_version: str
    profiles: tuple[str, ...] = ()

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
        return cls(
            clinic=document["clinic"],
            routes=tuple(Route(route) for route in document["routes"]),
            country=document["country"],
            time_zone=document["timeZone"],
            demo=document["demo"] is True,
            settings_version=document["settingsVersion"],
            profiles=tuple(document.get("profiles", ())),
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
        }
