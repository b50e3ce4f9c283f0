"""Whether the overrides that usually take two clinicians do so in a clinic. Stands beside its other settings."""

from datetime import date

from functions.service.casework.waiver import LONGEST_WAIVER, Waiver
from infra.site_settings import SettingRefusedError, store_settings, stored_settings
from infra.stack import Services, Stack

_PART = "secondClinician"


def waive_second(services: Services, stack: Stack, clinic_id: str, waiver: Waiver, today: date) -> None:
    """One clinician signs alone until a day. Raises ClinicUnknownError or SettingRefusedError."""
    if not today <= waiver.until <= today + LONGEST_WAIVER:
        raise SettingRefusedError(f"The last day is one of the next {LONGEST_WAIVER.days} days.")
    stored = stored_settings(services, stack, clinic_id)
    store_settings(services, stack, clinic_id, {**stored, _PART: waiver.to_json()})


def require_second(services: Services, stack: Stack, clinic_id: str) -> None:
    """Two clinicians sign again. Raises ClinicUnknownError."""
    stored = stored_settings(services, stack, clinic_id)
    store_settings(services, stack, clinic_id, {name: part for name, part in stored.items() if name != _PART})


def waiver_of(services: Services, stack: Stack, clinic_id: str) -> Waiver | None:
    """What the clinic has settled; nothing where two sign. Raises ClinicUnknownError or SettingRefusedError."""
    try:
        return Waiver.from_json(stored_settings(services, stack, clinic_id))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise SettingRefusedError("What is stored cannot be read: two clinicians sign.") from None
