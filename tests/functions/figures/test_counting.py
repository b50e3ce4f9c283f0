"""What is counted, on which day, for whom; and what is said of what cannot be counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.service.casework.waits import Milestone
from functions.service.errors import StoreUnavailableError
from functions.service.figures.days import Figures, RuleFigures, together
from functions.service.figures.trail import Place
from rules.engine.terms import Contact
from tests.functions.builders import CLINIC, NOW, OTHER_CLINIC
from tests.functions.desks import Service, envelope
from tests.functions.memory_figures import MemoryTrail

TODAY = date(2026, 4, 20)
PRESSURE, SUICIDE = "cardiac.bp_defer", "psych.suicide_high"


def days(service: Service, clinic: str = CLINIC) -> Mapping[date, Figures]:
    kept = service.figures.kept
    return {day: counted.figures for (owner, day), counted in kept.items() if owner == clinic}


def today(service: Service) -> Figures:
    assert service.count().failed == 0
    return days(service)[TODAY]


def case_of(service: Service) -> str:
    (row,) = service.read("/v1/cases").body["cases"]
    return str(row["id"])


def test_a_rule_is_counted_as_what_it_was_in_each_form(clinic_service: Service) -> None:
    for number, says in enumerate(("review", "review", "information", "nothing")):
        clinic_service.submit(envelope(says, f"patient-{number}"), key=f"key-{number}")
    figures = today(clinic_service)
    assert figures.forms == 4
    assert figures.rules[PRESSURE] == RuleFigures(screened=3, fired=2)
    assert figures.rules["cardiac.htn_unknown"] == RuleFigures(screened=1, unknown=1)


def test_a_draft_and_a_form_that_is_screened_again_are_no_further_forms(clinic_service: Service) -> None:
    clinic_service.save("0" * 32, envelope("now", revision=1))
    clinic_service.submit(envelope("now"))
    clinic_service.work(case_of(clinic_service), "rescreenings")
    figures = today(clinic_service)
    assert (figures.forms, figures.rules[SUICIDE].screened) == (1, 1)


def test_a_decision_counts_what_stood_open_and_what_was_overridden(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"))
    case = case_of(clinic_service)
    clinic_service.work(case, "claim")
    until = (TODAY + timedelta(days=30)).isoformat()
    override = {"ruleId": PRESSURE, "reason": "specialist_advice", "expiresOn": until}
    body = {"decision": "proceed_to_consultation", "reasons": ["findings_overridden"], "attested": True}
    assert clinic_service.work(case, "decisions", {**body, "overrides": [override]}).status == 200
    assert today(clinic_service).rules[PRESSURE] == RuleFigures(screened=1, fired=1, decided=1, overridden=1)


def test_a_finding_that_led_to_a_refusal_was_not_overridden(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"))
    clinic_service.close(case_of(clinic_service))
    assert today(clinic_service).rules[PRESSURE] == RuleFigures(screened=1, fired=1, decided=1)


def test_what_takes_two_is_counted_once_when_the_second_signs(clinic_service: Service) -> None:
    clinic_service.submit(envelope("now"))
    case = case_of(clinic_service)
    clinic_service.work(case, "claim")
    clinic_service.work(case, "contacts", {"result": "reached"})
    until = (TODAY + timedelta(days=30)).isoformat()
    override = {"ruleId": SUICIDE, "reason": "specialist_advice", "expiresOn": until}
    body = {"decision": "proceed_to_consultation", "reasons": ["findings_overridden"], "attested": True}
    assert clinic_service.work(case, "decisions", {**body, "overrides": [override]}).body["status"] == "open"
    assert today(clinic_service).decisions == 0
    signature = {"confirmed": True, "attested": True}
    assert clinic_service.work(case, "confirmations", signature, person="person-2").body["status"] == "closed"
    figures = today(clinic_service)
    assert (figures.decisions, figures.uncounted) == (1, 0)
    assert figures.rules[SUICIDE] == RuleFigures(screened=1, fired=1, decided=1, overridden=1)


def test_a_clinic_s_figures_are_its_own(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"))
    clinic_service.submit(envelope("now"), clinic=OTHER_CLINIC)
    clinic_service.count()
    assert days(clinic_service)[TODAY].rules.keys() == {PRESSURE}
    assert days(clinic_service, OTHER_CLINIC)[TODAY].rules.keys() == {SUICIDE}


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 4, 20, 6, 59, tzinfo=UTC), date(2026, 4, 19)),
        (datetime(2026, 4, 20, 7, 0, tzinfo=UTC), date(2026, 4, 20)),
    ],
)
def test_a_day_begins_at_midnight_in_the_clinic(clinic_service: Service, at: datetime, day: date) -> None:
    clinic_service.clock.at = at
    clinic_service.submit(envelope("review"))
    clinic_service.clock.at = NOW
    clinic_service.count()
    assert [each for each, figures in sorted(days(clinic_service).items()) if figures.forms] == [day]


def test_the_first_day_of_a_run_is_counted_from_its_midnight(clinic_service: Service) -> None:
    """Also where a run goes back to the evening of the day on which clocks are put back."""
    clinic_service.clock.at = datetime(2026, 11, 1, 7, 5, tzinfo=UTC)
    clinic_service.submit(envelope("review"))
    clinic_service.clock.at = datetime(2026, 11, 3, 7, 30, tzinfo=UTC)
    clinic_service.submit(envelope("review", "patient-2"), key="key-2")
    clinic_service.count()
    assert days(clinic_service)[date(2026, 11, 1)].forms == 1


def test_quiet_days_are_counted_too(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"))
    clinic_service.count(3)
    assert {day: figures.forms for day, figures in days(clinic_service).items()} == {
        TODAY - timedelta(days=3): 0,
        TODAY - timedelta(days=2): 0,
        TODAY - timedelta(days=1): 0,
        TODAY: 1,
    }


def test_a_day_that_cannot_be_read_stays_as_it_was_counted(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"))
    before = today(clinic_service)
    clinic_service.submit(envelope("review", "patient-2"), key="key-2")
    tally = clinic_service.count(trail=Broken(clinic_service.store))
    assert (tally.counted, tally.failed) == (1, 1)
    assert days(clinic_service)[TODAY] == before


def test_a_clinic_without_settings_holds_up_no_other(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"))
    clinic_service.submit(envelope("review"), clinic=OTHER_CLINIC)
    clinic_service.clinics.sites.pop(CLINIC)
    assert clinic_service.count().failed == 1
    assert days(clinic_service, OTHER_CLINIC)[TODAY].forms == 1
    assert days(clinic_service) == {}


def test_an_erased_patient_is_in_no_number(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"))
    case = case_of(clinic_service)
    (screening,) = clinic_service.read(f"/v1/cases/{case}").body["screeningIds"]
    clinic_service.close(case)
    clinic_service.count(trail=MemoryTrail(clinic_service.store, frozenset({case, screening})))
    assert days(clinic_service)[TODAY] == Figures()


def test_a_screening_that_is_gone_is_said_to_be_uncounted_and_the_times_stay(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"))
    case = case_of(clinic_service)
    (screening,) = clinic_service.read(f"/v1/cases/{case}").body["screeningIds"]
    clinic_service.close(case)
    clinic_service.count(trail=MemoryTrail(clinic_service.store, frozenset({screening})))
    figures = days(clinic_service)[TODAY]
    assert (figures.forms, figures.decisions, figures.uncounted) == (0, 0, 2)
    assert figures.waits[Milestone.DECIDED] == {Contact.ROUTINE: (0,)}


@pytest.mark.parametrize(
    "damage", [{"findings": "?"}, {"clear": None}, {"findings": [{"ruleId": "a", "outcome": "b"}]}]
)
def test_a_damaged_record_is_uncounted_and_holds_up_nothing(clinic_service: Service, damage: dict[str, Any]) -> None:
    clinic_service.submit(envelope("review"))
    clinic_service.submit(envelope("review", "patient-2"), key="key-2")
    clinic_service.count(trail=Damaged(clinic_service.store, damage=damage))
    figures = days(clinic_service)[TODAY]
    assert (figures.forms, figures.uncounted) == (1, 1)


@dataclass
class Broken(MemoryTrail):
    """Today cannot be read."""

    def entries(self, places: Any) -> Iterator[Any]:
        if places:
            raise StoreUnavailableError
        return iter(())


@dataclass
class Damaged(MemoryTrail):
    """The first record says something else than a record says."""

    damage: Mapping[str, Any] | None = None

    def records(self, clinic: str, screening_ids: Any) -> Iterator[Any]:
        first, *others = super().records(clinic, screening_ids)
        screening: Any = first["screening"]
        return iter([{"screening": {**screening, **(self.damage or {})}}, *others])


def test_a_place_knows_its_time() -> None:
    assert Place(CLINIC, "owner", f"{NOW.isoformat()}#{'0' * 32}").at == NOW


COUNTS = st.integers(0, 50)
RULE = st.builds(RuleFigures, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
SECONDS = st.lists(st.integers(0, 10**6), min_size=1, max_size=4).map(lambda each: tuple(sorted(each)))
PARTS = st.builds(
    Figures,
    forms=COUNTS,
    decisions=COUNTS,
    uncounted=COUNTS,
    waits=st.dictionaries(
        st.sampled_from(Milestone), st.dictionaries(st.sampled_from(Contact), SECONDS, min_size=1), max_size=3
    ),
    rules=st.dictionaries(st.sampled_from(("a.b", "c.d", "e.f")), RULE),
)


@given(st.lists(PARTS, max_size=4), st.randoms(use_true_random=False), st.integers(0, 4))
def test_days_may_be_put_together_in_any_order_and_in_any_groups(parts: list[Figures], mixed: Any, cut: int) -> None:
    shuffled = parts.copy()
    mixed.shuffle(shuffled)
    assert together([together(shuffled[:cut]), together(shuffled[cut:])]) == together(parts)


@given(PARTS)
def test_figures_read_back_as_they_were_written(figures: Figures) -> None:
    assert Figures.from_json(figures.to_json()) == figures
    assert together([figures]) == replace(figures)
