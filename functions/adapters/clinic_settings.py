"""Each clinic's settings, from the parameter store. Kept for a minute so that a change is in force soon."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from functions import telemetry
from functions.adapters.aws import systems_manager
from functions.service.casework.waiver import Waiver
from functions.service.errors import SiteSettingsUnreadableError
from functions.service.reach import ReachSettings
from rules.engine.site import SiteSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_ssm import SSMClient

_KEPT_SECONDS = 60.0


class _Settings(NamedTuple):
    """What one parameter says, for each reader its part."""

    site: SiteSettings
    reach: ReachSettings
    waiver: Waiver | None


class ClinicParameters:
    """Reads one parameter for each clinic."""

    def __init__(
        self, prefix: str, monotonic: Callable[[], float], connect: Callable[[], SSMClient] = systems_manager
    ) -> None:
        self._prefix = prefix.rstrip("/")
        self._monotonic = monotonic
        self._connect = connect
        self._kept: dict[str, tuple[float, _Settings]] = {}

    @cached_property
    def _client(self) -> SSMClient:
        return self._connect()

    def of(self, clinic: str) -> SiteSettings:
        return self._settings(clinic).site

    def reach_of(self, clinic: str) -> ReachSettings:
        return self._settings(clinic).reach

    def waiver_of(self, clinic: str) -> Waiver | None:
        return self._settings(clinic).waiver

    def _settings(self, clinic: str) -> _Settings:
        read_at, settings = self._kept.get(clinic, (float("-inf"), None))
        if settings is None or self._monotonic() - read_at > _KEPT_SECONDS:
            settings = self._read(clinic)
            self._kept[clinic] = (self._monotonic(), settings)
        return settings

    def _read(self, clinic: str) -> _Settings:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            answer = self._client.get_parameter(Name=f"{self._prefix}/{clinic}")
            document = json.loads(answer["Parameter"]["Value"])
            site = SiteSettings.from_json(document)
            usable = site.clinic == clinic and _well_formed(site)
        # An unknown time zone is a KeyError, one that names a folder or a forbidden file an OSError.
        except (BotoCoreError, ClientError, AttributeError, KeyError, OSError, TypeError, ValueError):
            raise SiteSettingsUnreadableError from None
        if not usable:
            raise SiteSettingsUnreadableError
        return _Settings(site, _reach(document), _waiver(document))


def _reach(document: Any) -> ReachSettings:
    """A damaged telephone number must not turn a submission away; it may only make the service wake more people."""
    try:
        return ReachSettings.from_json(document)
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        telemetry.log_failure("reach settings unreadable", error, clinic=str(document["clinic"]))
        telemetry.measure("ReachSettingsUnreadable")
        return ReachSettings.unknown()


def _waiver(document: Any) -> Waiver | None:
    """What cannot be read waives nothing: a second clinician signs."""
    try:
        return Waiver.from_json(document)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        telemetry.log_failure("waiver unreadable", error, clinic=str(document["clinic"]))
        return None


def _well_formed(site: SiteSettings) -> bool:
    """Whether the settings can be used as they are. The zone is built here, before any form depends on it."""
    texts = (site.time_zone, site.settings_version, "" if site.country is None else site.country)
    return all(isinstance(text, str) for text in texts) and bool(ZoneInfo(site.time_zone).key)
