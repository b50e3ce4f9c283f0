"""Each clinic's settings, from the parameter store. Kept for a minute so that a change is in force soon."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from functions.adapters.aws import systems_manager
from functions.service.errors import SiteSettingsUnreadableError
from rules.engine.site import SiteSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_ssm import SSMClient

_KEPT_SECONDS = 60.0


class ClinicParameters:
    """Reads one parameter for each clinic."""

    def __init__(
        self, prefix: str, monotonic: Callable[[], float], connect: Callable[[], SSMClient] = systems_manager
    ) -> None:
        self._prefix = prefix.rstrip("/")
        self._monotonic = monotonic
        self._connect = connect
        self._kept: dict[str, tuple[float, SiteSettings]] = {}

    @cached_property
    def _client(self) -> SSMClient:
        return self._connect()

    def of(self, clinic: str) -> SiteSettings:
        read_at, site = self._kept.get(clinic, (float("-inf"), None))
        if site is None or self._monotonic() - read_at > _KEPT_SECONDS:
            site = self._read(clinic)
            self._kept[clinic] = (self._monotonic(), site)
        return site

    def _read(self, clinic: str) -> SiteSettings:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            answer = self._client.get_parameter(Name=f"{self._prefix}/{clinic}")
            site = SiteSettings.from_json(json.loads(answer["Parameter"]["Value"]))
            usable = site.clinic == clinic and _well_formed(site)
        # An unknown time zone is a KeyError, one that names a folder or a forbidden file an OSError.
        except (BotoCoreError, ClientError, AttributeError, KeyError, OSError, TypeError, ValueError):
            raise SiteSettingsUnreadableError from None
        if not usable:
            raise SiteSettingsUnreadableError
        return site


def _well_formed(site: SiteSettings) -> bool:
    """Whether the settings can be used as they are. The zone is built here, before any form depends on it."""
    texts = (site.time_zone, site.settings_version, "" if site.country is None else site.country)
    return all(isinstance(text, str) for text in texts) and bool(ZoneInfo(site.time_zone).key)
