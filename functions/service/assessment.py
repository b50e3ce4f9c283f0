"""Applies the rule set to a form on behalf of a clinic. Must not know how anything is stored."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from functions.service.errors import SiteSettingsUnreadableError
from functions.service.forms import Form
from functions.service.ports import Evaluation
from rules.engine.screening import Screening
from rules.engine.site import SiteSettings
from rules.engine.terms import Contact, Disposition, Route

# For the crisis information of a person whose clinic's settings cannot be read; its result is never stored.
ANY_SITE = SiteSettings(
    clinic="unknown", routes=tuple(Route), country=None, time_zone="UTC", demo=False, settings_version="none"
)


def assess(form: Form, site: SiteSettings, evaluate: Evaluation, *, now: datetime, draft: bool) -> Screening:
    """The screening as of today in the clinic's time zone, whatever the sender says about time."""
    as_of = today_at(site, now)
    submitted = form.submitted_on
    if submitted is not None and submitted > as_of + timedelta(days=1):
        submitted = None
    return evaluate(form.answers, phase=form.phase, as_of=as_of, site=site, draft=draft, submitted_on=submitted)


def today_at(site: SiteSettings, now: datetime) -> date:
    try:
        return now.astimezone(ZoneInfo(site.time_zone)).date()
    except (ZoneInfoNotFoundError, AttributeError, TypeError, ValueError, OSError):
        raise SiteSettingsUnreadableError from None


def needs_a_person(screening: Screening) -> bool:
    """Whether a case is opened. Only a screening in which nothing at all was found goes without one."""
    return (
        screening.strictest is not Disposition.NO_FLAGS
        or screening.contact is not Contact.ROUTINE
        or bool(screening.urgent_rules)
        or bool(screening.faults)
        or any(route in screening.possible for route in screening.site.routes)
    )
