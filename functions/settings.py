"""What each function is told by its environment, parsed once at start.

There are no defaults: a function that is not told everything does not start. Must not know what the values are for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self


class SettingMissingError(Exception):
    """A function was deployed without one of its variables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The variables every function gets; a field's name in capitals is the variable's name."""

    service_stage: str
    token_issuer: str

    @classmethod
    def parse(cls, environment: Mapping[str, str]) -> Self:
        """Reads every field from the environment; an empty value counts as missing."""
        return cls(**{field.name: _required(environment, field.name.upper()) for field in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSettings(Settings):
    """For the function that writes and cannot read."""

    table_name: str
    identifier_key_arn: str
    clinics_prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsSettings(Settings):
    """For the function practitioners read with."""

    table_name: str
    queue_index: str
    patient_index: str
    identifier_key_arn: str
    cursor_key_arn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogSettings(Settings):
    """For the function that touches no patient data."""


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise SettingMissingError(name)
    return value
