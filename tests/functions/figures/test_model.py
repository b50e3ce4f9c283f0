"""Whatever happens in a clinic, its figures are those of a diary; and counting again changes none of them.

The days are the clinic's: the history runs over the night in which its clocks are put back.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from functions.service.errors import StoreUnavailableError
from functions.service.figures.days import Figures
from functions.service.figures.trail import Entry, Place
from rules.engine.terms import Contact
from tests.functions.builders import CLINIC
from tests.functions.desks import Service, envelope, service
from tests.functions.entry_files import environment, import_entries
from tests.functions.figures.naive import SAID, Diary
from tests.functions.memory_figures import MemoryFigures, MemoryTrail

PATIENTS = ("patient-1", "patient-2", "patient-3")
RULES = ("cardiac.bp_defer", "psych.suicide_high", "cardiac.htn_unknown", "data.unsaid")
CLOCKS_PUT_BACK = datetime(2026, 10, 31, 20, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")


@dataclass
class Disordered(MemoryTrail):
    """Names everything twice and in any order; may break off in the middle."""

    seed: int = 0
    breaks_off: bool = False

    def happened(self, since: datetime, until: datetime) -> Iterator[Place]:
        places = [*super().happened(since, until)] * 2
        random.Random(self.seed).shuffle(places)
        yield from places

    def entries(self, places: Sequence[Place]) -> Iterator[Entry]:
        found = [*super().entries(places)]
        random.Random(self.seed).shuffle(found)
        yield from found[: len(found) // 2] if self.breaks_off else found
        if self.breaks_off:
            raise StoreUnavailableError


class AClinicsWeek(RuleBasedStateMachine):
    """Three patients, forms, calls, decisions, and a function that counts whenever it likes."""

    @initialize()
    def open_the_clinic(self) -> None:
        self.outside = ExitStack()
        self.outside.enter_context(environment())
        self.service: Service = service(import_entries())
        self.service.clock.at = CLOCKS_PUT_BACK
        self.begun = CLOCKS_PUT_BACK
        self.diary = Diary(ZONE)
        self.keys = 0
        self.broke_off = 0

    def teardown(self) -> None:
        if hasattr(self, "outside"):
            self.outside.close()

    @rule(minutes=st.sampled_from((1, 7, 59, 600, 1439)))
    def time_goes_by(self, minutes: int) -> None:
        self.service.clock.at += timedelta(minutes=minutes, milliseconds=1)

    @rule(patient=st.sampled_from(PATIENTS), says=st.sampled_from(sorted(SAID)))
    def a_form_arrives(self, patient: str, says: str) -> None:
        self.keys += 1
        self.service.clock.at += timedelta(milliseconds=1)
        for _ in range(2):  # and is sent again
            assert self.service.submit(envelope(says, patient), key=f"key-{self.keys}").status == 201
        self.diary.form(patient, says, self.service.clock.at)

    @precondition(lambda self: self.diary.open)
    @rule(data=st.data(), result=st.sampled_from(("acknowledged", "no_answer", "reached", "welfare_check_requested")))
    def somebody_calls(self, data: st.DataObject, result: str) -> None:
        patient = data.draw(st.sampled_from(sorted(self.diary.open)))
        self.service.clock.at += timedelta(seconds=1)
        self._done(patient, "contacts", {"result": result})
        self.diary.call(patient, result, self.service.clock.at)

    @precondition(lambda self: self.diary.open)
    @rule(data=st.data(), goes_on=st.booleans())
    def somebody_decides(self, data: st.DataObject, goes_on: bool) -> None:  # noqa: FBT001 - drawn
        patient = data.draw(st.sampled_from(sorted(self.diary.open)))
        self._called_and_taken(patient)
        self.service.clock.at += timedelta(seconds=1)
        overridden = frozenset[str]()
        if goes_on:
            overridden = self._went_on(patient)
        else:
            self._done(patient, "decisions", _decision("not_suitable"))
        self.diary.decide(patient, overridden, self.service.clock.at)

    @precondition(lambda self: self.diary.closed)
    @rule(data=st.data())
    def somebody_takes_it_up_again(self, data: st.DataObject) -> None:
        patient = data.draw(st.sampled_from(sorted(self.diary.closed)))
        self.service.clock.at += timedelta(seconds=1)
        self._done(patient, "reopenings", {"reason": "A letter came in."})
        self.diary.reopen(patient, self.service.clock.at)

    @rule(seed=st.integers(0, 99), breaks_off=st.booleans(), days=st.integers(0, 9))
    def the_days_are_counted(self, seed: int, breaks_off: bool, days: int) -> None:  # noqa: FBT001 - drawn
        tally = self.service.count(days, Disordered(self.service.store, seed=seed, breaks_off=breaks_off))
        assert (tally.failed > 0) <= breaks_off
        self.broke_off += tally.failed > 0

    @invariant()
    def the_figures_are_those_of_the_diary(self) -> None:
        if not hasattr(self, "service"):
            return
        first, last = self._span()
        assert self.service.count((last - first).days + 1).failed == 0
        said = self.service.oversee(from_=first.isoformat(), to=last.isoformat()).body
        self._check(said, first, last)
        self._again()

    def _again(self) -> None:
        """Once more, over figures that are there, over none, and in disorder: the same."""
        counted = _figures(self.service.figures)
        self.service.count(9, Disordered(self.service.store, seed=len(counted)))
        assert _figures(self.service.figures) == counted
        self.service.figures.kept.clear()
        self.service.count((self._span()[1] - self._span()[0]).days + 1)
        assert _figures(self.service.figures) == counted

    def _check(self, said: dict[str, Any], first: date, last: date) -> None:
        for time in said["times"]:
            seconds = self.diary.seconds(first, last, time["step"], time["contact"])
            assert time["count"] == len(seconds), time
            assert time["slowest"] == (max(seconds) if seconds else None)
            assert time["median"] == (seconds[(len(seconds) - 1) // 2] if seconds else None)
        rules = {each["ruleId"]: each for each in said["rules"]}
        for rule_id in RULES:
            names = ("screened", "fired", "unknown", "decided", "overridden")
            counted = tuple(rules[rule_id][name] for name in names) if rule_id in rules else (0, 0, 0, 0, 0)
            assert counted == self.diary.rule(first, last, rule_id), rule_id
        assert (said["forms"], said["decisions"]) == (len(self.diary.forms), len(self.diary.decisions))
        self._check_waiting(said)

    def _check_waiting(self, said: dict[str, Any]) -> None:
        waiting = {(time["step"], time["contact"]): time["waiting"] for time in said["times"]}
        for contact in Contact:
            mine = [case for case in self.diary.open.values() if case.contact is contact]
            assert waiting["acknowledged", contact.value] == sum(not case.acknowledged for case in mine)
            assert waiting["reached", contact.value] == sum(not case.reached for case in mine)
            assert waiting["decided", contact.value] == len(mine)
        assert sum(ages["count"] for ages in said["queue"]["ages"]) == len(self.diary.open)

    def _called_and_taken(self, patient: str) -> None:
        self.service.clock.at += timedelta(seconds=1)
        self._done(patient, "contacts", {"result": "reached"})
        self.diary.call(patient, "reached", self.service.clock.at)
        if self.service.read(f"/v1/cases/{self._case(patient)}").body["assignee"] is None:
            self._done(patient, "claim", {})

    def _went_on(self, patient: str) -> frozenset[str]:
        """The rules that had to be overridden, as the service names them; two sign where two have to."""
        refused = self.service.work(self._case(patient), "decisions", _decision("proceed_to_consultation"))
        rules = [] if refused.status == 200 else [error["code"].partition(":")[2] for error in refused.body["errors"]]
        if refused.status == 200:
            return frozenset()
        until = (self.service.clock.at + timedelta(days=30)).date().isoformat()
        overrides = [{"ruleId": each, "reason": "specialist_advice", "expiresOn": until} for each in rules]
        body = {**_decision("proceed_to_consultation"), "overrides": overrides}
        done = self._done(patient, "decisions", body)
        if done["secondClinicianAwaited"]:
            self._done(patient, "confirmations", {"confirmed": True, "attested": True}, person="person-2")
        return frozenset(rules)

    def _done(self, patient: str, move: str, body: dict[str, Any], person: str = "person-1") -> dict[str, Any]:
        answer = self.service.work(self._case(patient), move, body, person=person)
        assert answer.status == 200, answer.text
        done: dict[str, Any] = answer.body
        return done

    def _case(self, patient: str) -> str:
        found = self.service.search(patient).body["cases"]
        return str(found[0]["id"])

    def _span(self) -> tuple[date, date]:
        return self.begun.astimezone(ZONE).date(), self.service.clock.at.astimezone(ZONE).date()


def _decision(decision: str) -> dict[str, Any]:
    return {"decision": decision, "reasons": ["findings_overridden"], "attested": True}


def _figures(kept: MemoryFigures) -> dict[date, Any]:
    """Without when they were counted, and without quiet days."""
    mine = {day: counted.figures for (clinic, day), counted in kept.kept.items() if clinic == CLINIC}
    return {day: figures for day, figures in mine.items() if figures != Figures()}


TestAClinicsWeek = AClinicsWeek.TestCase
TestAClinicsWeek.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
