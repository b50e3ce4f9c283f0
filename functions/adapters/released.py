"""The released rule sets that ship with the functions. Which one is current stands beside them."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from functions.service.errors import RuleSetUnavailableError
from rules.engine.adjustments import AdjustmentRefusedError, adjusted
from rules.engine.rule_set import RuleSet, RuleSetDamagedError, load_rule_set, released_document
from rules.engine.screening import Screening, screen
from rules.engine.site import Adjustment, SiteSettings
from rules.engine.wording import NO_WORDING, Wording

RELEASED = Path(__file__).parents[2] / "rules" / "released"
_VERSION = re.compile(r"\d+\.\d+\.\d+", re.ASCII)
_MOST_KEPT = 32


def current_rule_set(folder: Path = RELEASED) -> RuleSet:
    """Raises RuleSetDamagedError when the rule set is not the one that was released."""
    current = json.loads((folder / "current.json").read_text(encoding="utf-8"))
    rule_set = load_rule_set(folder / f"{current['version']}.json")
    if rule_set.digest != current["digest"]:
        raise RuleSetDamagedError
    return rule_set


class ReleasedWording:
    """The words of the released versions, each read when a screening first needs it."""

    def __init__(self, folder: Path = RELEASED) -> None:
        self._folder = folder
        self._known: dict[str, tuple[str, Wording]] = {}

    def __call__(self, version: str, digest: str) -> Wording:
        """The words of exactly this release; none where it is no longer shipped or is another one of that number."""
        if version not in self._known:
            self._known[version] = self._read(version)
        stamped, wording = self._known[version]
        return wording if stamped == digest else NO_WORDING

    def _read(self, version: str) -> tuple[str, Wording]:
        if not _VERSION.fullmatch(version):
            return "", NO_WORDING
        try:
            document, digest = released_document(self._folder / f"{version}.json")
            return digest, Wording.of(document)
        except (OSError, RuleSetDamagedError, KeyError):
            return "", NO_WORDING


class ReleasedRules:
    """The rules as each clinic uses them: the version it activated, with its own values for parameters."""

    def __init__(self, current: RuleSet, folder: Path = RELEASED) -> None:
        self._current = current
        # Every form needs them, so nobody's form waits for them.
        _ = current.usual, current.gate_conditions, current.explanation
        self._folder = folder
        self._versions: dict[str, RuleSet] = {current.version: current}
        self._adjusted: dict[tuple[str, date, tuple[tuple[str, Adjustment], ...]], RuleSet] = {}

    def questionnaire(self, site: SiteSettings) -> tuple[str, str]:
        """Id and version of the questionnaire the clinic's forms answer. Raises RuleSetUnavailableError."""
        asked = self._version(site).questionnaire
        return str(asked["id"]), str(asked["version"])

    def questions(self, site: SiteSettings) -> frozenset[str]:
        """The link ids of the questions the clinic's rules know. Raises RuleSetUnavailableError."""
        return frozenset(self._version(site).link_ids)

    def items(self, site: SiteSettings) -> Mapping[str, Mapping[str, Any]]:
        """The questions of the clinic's rules by link id, in order. Raises RuleSetUnavailableError."""
        return {item["linkId"]: item for item in self._version(site).questionnaire["items"]}

    def screen(self, answers: Mapping[str, Any], *, as_of: date, site: SiteSettings, **options: Any) -> Screening:
        """Raises RuleSetUnavailableError rather than to use other rules than the clinic's."""
        return screen(self.of(site, as_of), answers, as_of=as_of, site=site, **options)

    def of(self, site: SiteSettings, as_of: date) -> RuleSet:
        """The rules as the clinic uses them on a day. Raises RuleSetUnavailableError."""
        if not site.adjustments:
            return self._version(site)
        key = (self._version(site).version, as_of, tuple(site.adjustments.items()))
        known = self._adjusted.get(key)
        if known is None:
            known = self._adjust(site, as_of)
            if len(self._adjusted) >= _MOST_KEPT:
                self._adjusted.clear()
            self._adjusted[key] = known
        return known

    def _adjust(self, site: SiteSettings, as_of: date) -> RuleSet:
        try:
            return adjusted(self._version(site), site.adjustments, as_of)
        except AdjustmentRefusedError:
            raise RuleSetUnavailableError from None

    def _version(self, site: SiteSettings) -> RuleSet:
        version = site.rule_set
        if version is None:
            return self._current
        if version not in self._versions:
            self._versions[version] = self._load(version)
        return self._versions[version]

    def _load(self, version: str) -> RuleSet:
        if not _VERSION.fullmatch(version):
            raise RuleSetUnavailableError
        try:
            return load_rule_set(self._folder / f"{version}.json")
        except (OSError, RuleSetDamagedError):
            raise RuleSetUnavailableError from None
