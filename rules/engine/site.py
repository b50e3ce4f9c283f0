"""What a clinic settles for itself: its routes, its country, its time zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from rules.engine.terms import Route


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings a screening was made with; stamped on it. `country` is an ISO 3166 code or unknown."""

    clinic: str
    routes: tuple[Route, ...]
    country: str | None
    time_zone: str
    demo: bool
    settings_version: str

    def __post_init__(self) -> None:
        if not self.routes:
            raise ValueError("a clinic offers at least one route")

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
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "clinic": self.clinic,
            "routes": [route.value for route in self.routes],
            "country": self.country,
            "timeZone": self.time_zone,
            "demo": self.demo,
            "settingsVersion": self.settings_version,
        }
