"""The scores of a patient, read and compared with the rules a clinic uses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from functions.adapters.released import ReleasedRules
from functions.service.documents import JSON
from rules.engine.instruments.course import course
from rules.engine.instruments.taken import Taken
from rules.engine.site import SiteSettings


@dataclass(frozen=True, slots=True)
class ReleasedScoring:
    """The rules are loaded when somebody first asks."""

    rules: Callable[[], ReleasedRules]

    def __call__(
        self, site: SiteSettings, screenings: Sequence[Taken], *, today: date, complete: bool
    ) -> Mapping[str, JSON]:
        """Raises RuleSetUnavailableError rather than to use other rules than the clinic's."""
        used = self.rules().of(site, today)
        stamp = {"version": used.version, "digest": used.digest}
        return {"ruleSet": stamp, **course(used, screenings, today=today, complete=complete)}
