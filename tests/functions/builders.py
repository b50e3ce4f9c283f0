"""Small screenings, forms and desks for tests of the service. Clinical content is tested with the rules."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, cast

from functions.service.entries import Arrival
from functions.service.forms import Form
from functions.service.identifiers import Identifiers
from functions.service.reach import ReachSettings, Timers
from rules.engine.screening import Screening
from rules.engine.site import SiteSettings
from rules.engine.terms import Contact, CrisisKind, Disposition, Lane, Phase, Route, Severity

CLINIC = "democlinic"
OTHER_CLINIC = "otherclinic"
ISSUER = "https://issuer.test/pool"
STAFF_CLIENT = "sign-in-of-staff"
QUESTIONNAIRE = ("ketamine-intake", "0.6.0")
_EVERY_PHASE = [phase.value for phase in Phase]
ITEMS: Mapping[str, Mapping[str, Any]] = {
    str(item["linkId"]): {"says": item["ask"], "required": True, "phases": _EVERY_PHASE, **item}
    for item in (
        {"linkId": "says", "fact": "said", "kind": "text", "ask": "What do you say?", "answeredBy": "patient"},
        {"linkId": "cv.htn", "fact": "hypertension", "kind": "yes_no", "ask": "Raised?", "answeredBy": "patient"},
        {"linkId": "vital.bp", "fact": "bp_readings", "kind": "group", "ask": "Readings", "answeredBy": "clinic"},
        {"linkId": "body.weight", "fact": "weight_kg", "kind": "quantity", "ask": "Weight?", "answeredBy": "patient"},
        {
            "linkId": "scale.cssrs.1",
            "fact": "cssrs_1",
            "kind": "yes_no",
            "ask": "Slot",
            "slot": True,
            "answeredBy": "patient",
        },
    )
}
QUESTIONS = frozenset(ITEMS)
NOW = datetime(2026, 4, 20, 17, 0, tzinfo=UTC)
TIMERS = Timers()
IDENTIFIERS = Identifiers(b"a key that only tests use, 32 bytes+")


def site(clinic: str = CLINIC, *, country: str | None = "US", time_zone: str = "America/Los_Angeles") -> SiteSettings:
    return SiteSettings(
        clinic=clinic,
        routes=tuple(Route),
        country=country,
        time_zone=time_zone,
        demo=True,
        settings_version="1",
    )


@dataclass(frozen=True, kw_only=True)
class DecidedScreening:
    """A screening whose result the test decides."""

    phase: Phase = Phase.INTAKE
    contact: Contact = Contact.ROUTINE
    strictest: Disposition = Disposition.NO_FLAGS
    lane: Lane = Lane.NOTHING_FOUND
    crisis: tuple[CrisisKind, ...] = ()
    urgent_rules: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    possible: Mapping[Route, Disposition] = field(default_factory=dict)
    found: Mapping[str, Severity] = field(default_factory=dict)
    clear: tuple[str, ...] = ()
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    site: SiteSettings = field(default_factory=site)

    @property
    def fired(self) -> tuple[str, ...]:
        return tuple(self.found)

    def to_record(self) -> dict[str, Any]:
        return {
            "ruleSet": {"version": "0.6.0"},
            "site": self.site.to_json(),
            "contact": self.contact.value,
            "dispositions": {route.value: self.strictest.value for route in Route},
            "findings": [
                *(self._finding(rule, severity) for rule, severity in self.found.items()),
                *(self._unknown(rule, facts) for rule, facts in self.missing.items()),
            ],
            "clear": list(self.clear),
            "notApplicable": [],
        }

    def _unknown(self, rule: str, facts: Sequence[str]) -> dict[str, Any]:
        return {**self._finding(rule, Severity.MISSING), "outcome": "unknown", "missing": list(facts)}

    def _finding(self, rule: str, severity: Severity) -> dict[str, Any]:
        return {
            "ruleId": rule,
            "outcome": "fired",
            "severity": {route.value: severity.value for route in Route},
            "possible": {},
            "missing": [],
            "contact": self.contact.value,
        }


NOTHING_FOUND = DecidedScreening(clear=("cardiac.bp_defer", "psych.suicide_high"))
NEEDS_REVIEW = DecidedScreening(
    strictest=Disposition.NEEDS_REVIEW, lane=Lane.JUDGEMENT, found={"cardiac.bp_defer": Severity.RELATIVE}
)
NEEDS_INFORMATION = DecidedScreening(
    strictest=Disposition.NEEDS_INFORMATION,
    lane=Lane.COLLECTING,
    missing={
        "cardiac.htn_unknown": ["hypertension", "bp_readings", "cssrs_1"],
        "data.unsaid": ["said", "hypertension"],
    },
)
PRECAUTION = DecidedScreening(strictest=Disposition.PRECAUTIONS, lane=Lane.JUDGEMENT)
CALL_TODAY = DecidedScreening(contact=Contact.TODAY, strictest=Disposition.NEEDS_REVIEW, lane=Lane.CONTACT)
CALL_NOW = DecidedScreening(
    contact=Contact.NOW,
    strictest=Disposition.URGENT,
    lane=Lane.CONTACT,
    crisis=(CrisisKind.SUICIDE,),
    urgent_rules=("psych.suicide_high",),
    found={"psych.suicide_high": Severity.URGENT},
)
FAULTY = DecidedScreening(strictest=Disposition.NEEDS_REVIEW, lane=Lane.JUDGEMENT, faults=("cardiac.bp_defer",))


def evaluate(
    answers: Mapping[str, Any],
    *,
    phase: Phase,
    as_of: date,
    site: SiteSettings,
    draft: bool,
    submitted_on: date | None,
) -> Screening:
    """Decides by one answer, `says`, which names the result wanted."""
    del phase, as_of, site, draft, submitted_on
    said = answers.get("says")
    decided = _DECIDED.get(said, NEEDS_INFORMATION) if isinstance(said, str) else NEEDS_INFORMATION
    return cast("Screening", decided)


_DECIDED = {
    "nothing": NOTHING_FOUND,
    "review": NEEDS_REVIEW,
    "information": NEEDS_INFORMATION,
    "precaution": PRECAUTION,
    "today": CALL_TODAY,
    "now": CALL_NOW,
    "fault": FAULTY,
}


def form(reference: str = "patient-1", **answers: Any) -> Form:
    return Form(
        questionnaire_id=QUESTIONNAIRE[0],
        questionnaire_version=QUESTIONNAIRE[1],
        phase=Phase.INTAKE,
        patient_reference=reference,
        requested_route=None,
        submitted_at=None,
        source=None,
        answers=answers,
    )


def arrival(
    says: str,
    reference: str = "patient-1",
    *,
    clinic: str = CLINIC,
    at: datetime = NOW,
    timers: Timers = TIMERS,
    **answers: Any,
) -> Arrival:
    sent = form(reference, says=says, **answers)
    return Arrival(
        form=sent,
        screening=cast("Screening", _DECIDED[says]),
        site=site(clinic),
        reach=replace(ReachSettings.from_json(site(clinic).to_json()), timers=timers),
        submitter="form-client",
        received_at=at,
    )


class Patient:
    """Tries so many times, after a moment in which others get on."""

    def __init__(self, attempts: int = 50) -> None:
        self._attempts = attempts

    def suffices(self) -> bool:
        return True

    def pause(self, attempt: int) -> bool:
        time.sleep(0.002 * attempt)
        return attempt + 1 < self._attempts
