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
    """The variables of one function; a field's name in capitals is the variable's name."""

    service_stage: str

    @classmethod
    def parse(cls, environment: Mapping[str, str]) -> Self:
        """Reads every field from the environment; an empty value counts as missing."""
        return cls(**{field.name: _required(environment, field.name.upper()) for field in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSettings(Settings):
    """For a function that callers reach with a token."""

    token_issuer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealSettings(Settings):
    """For the function that links audit entries."""

    table_name: str
    due_index: str
    seal_key_arn: str
    ledger_bucket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresSettings(Settings):
    """For the function that counts each clinic's days."""

    table_name: str
    due_index: str
    clinics_prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSettings(ApiSettings):
    """For the function that writes and cannot read."""

    table_name: str
    identifier_key_arn: str
    clinics_prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsSettings(ApiSettings):
    """For the function people of a clinic read and work with."""

    table_name: str
    queue_index: str
    patient_index: str
    identifier_key_arn: str
    cursor_key_arn: str
    clinics_prefix: str
    public_origin: str
    staff_client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersSettings(Settings):
    """For the public function that takes answers to information requests."""

    table_name: str
    identifier_key_arn: str
    clinics_prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RescreenSettings(Settings):
    """For the function that screens anew what a patient added; nobody calls it."""

    table_name: str
    identifier_key_arn: str
    clinics_prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsSettings(ApiSettings):
    """For the function records leave by."""

    table_name: str
    queue_index: str
    identifier_key_arn: str
    record_key_arn: str
    staff_client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogSettings(ApiSettings):
    """For the function that touches no patient data."""

    staff_client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepSettings(Settings):
    """For the function that looks at what is due."""

    table_name: str
    due_index: str
    sweep_key_arn: str
    event_bus: str
    contact_topic_arn: str
    on_call_topic_arn: str
    clinics_prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverSettings(Settings):
    """For the function that sends webhooks. `webhook_targets` is `public`, or `any` where nobody's data is."""

    webhook_table: str
    webhook_queue_url: str
    webhooks_prefix: str
    webhook_targets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySettings(Settings):
    """For the function that publishes what the outbox holds."""

    table_name: str
    event_bus: str
    contact_topic_arn: str


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise SettingMissingError(name)
    return value
