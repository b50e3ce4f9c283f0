"""Whatever forms arrive and whatever people do, in whatever order and at whatever moment: nothing is lost or doubled.

The machine keeps what callers were told; the laws compare it with what is stored, after every step. It runs wherever
there is a World: over the store fake, and against the deployed local cloud.
"""

import sys
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.functions.desks import not_suitable
from tests.histories.history import PATIENTS, History
from tests.histories.laws import breaches
from tests.histories.world import HERE, THERE, Ask, Patient, Reply, World

PEOPLE = ("person-1", "person-2", "person-3")
SIMPLE: dict[str, dict[str, Any]] = {
    "claim": {},
    "release": {},
    "comments": {"text": "Seen."},
    "rescreenings": {},
    "reopenings": {"reason": "New letter."},
}
RESULTS = ("acknowledged", "reached", "no_answer", "welfare_check_requested")
MOST_AT_ONCE = 4
OK, CREATED, NOT_FOUND, CONFLICT, CHANGED, REFUSED = 200, 201, 404, 409, 412, 422

_patients = st.sampled_from(PATIENTS)
_people = st.sampled_from(PEOPLE)
_simple = st.builds(lambda person, move: Ask(person, move, SIMPLE[move]), _people, st.sampled_from(sorted(SIMPLE)))
_calls = st.builds(
    lambda person, result: Ask(person, "contacts", {"result": result}), _people, st.sampled_from(RESULTS)
)
_conclusions = st.builds(lambda person: Ask(person, "decisions", not_suitable()), _people)
_anything = st.one_of(_simple, _calls, _conclusions)


class WorkOnCases(RuleBasedStateMachine):
    """Two clinics with the same names, three people in each, lost acknowledgements, stale pictures, rivals."""

    def world_of_its_own(self) -> World:
        raise NotImplementedError

    @initialize()
    def open_the_clinics(self) -> None:
        self.world = self.world_of_its_own()
        self.history = History(self.world)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            # Where a step went wrong already, that is what is to be told.
            if sys.exception() is None:
                self._everything_has_settled()
        finally:
            self.world.close()

    def _everything_has_settled(self) -> None:
        wrong = self.world.settled(self.history.acknowledged.forms)
        assert not wrong, wrong
        self.what_is_kept_is_what_was_done()

    # --- Forms -----------------------------------------------------------------------------------------------------

    @rule(patient=_patients, data=st.data())
    def a_form_arrives_and_is_sent_again(self, patient: Patient, data: st.DataObject) -> None:
        says, key = self._says(data), self.history.key()
        before = self.history.contact(patient)
        first, again = (self.world.submit(patient, says, key) for _ in range(2))
        self.history.taken(patient, says, first)
        assert (again.status, again.body.get("receipt")) == (CREATED, first.body["receipt"])
        self.history.raised(patient, says, before)

    @rule(patient=_patients, data=st.data(), times=st.integers(2, MOST_AT_ONCE))
    def the_same_form_arrives_several_times_at_once(self, patient: Patient, data: st.DataObject, times: int) -> None:
        says, key, before = self._says(data), self.history.key(), self.history.contact(patient)
        replies = self.world.at_once([lambda: self.world.submit(patient, says, key)] * times)
        self.history.taken(patient, says, replies[0])
        assert all(reply.body.get("receipt") == replies[0].body["receipt"] for reply in replies), replies
        self.history.raised(patient, says, before)

    @rule(patient=_patients, data=st.data(), times=st.integers(2, MOST_AT_ONCE))
    def several_forms_of_a_patient_arrive_at_once(self, patient: Patient, data: st.DataObject, times: int) -> None:
        sent = [(self._says(data), self.history.key()) for _ in range(times)]
        before = self.history.contact(patient)
        replies = self.world.at_once([partial(self.world.submit, patient, says, key) for says, key in sent])
        for (says, _), reply in zip(sent, replies, strict=True):
            self.history.taken(patient, says, reply)
            self.history.raised(patient, says, before)

    # --- People ----------------------------------------------------------------------------------------------------

    @precondition(lambda self: self._cases())
    @rule(ask=_simple, data=st.data())
    def somebody_does_something_simple(self, ask: Ask, data: st.DataObject) -> None:
        self._done(data, ask)

    @precondition(lambda self: self._cases())
    @rule(ask=_calls, data=st.data())
    def somebody_logs_a_call(self, ask: Ask, data: st.DataObject) -> None:
        case, _, reply = self._done(data, ask)
        if reply.status == OK:
            self.history.called(case, ask)

    @precondition(lambda self: self._cases())
    @rule(person=_people, data=st.data())
    def somebody_corrects_an_answer(self, person: str, data: st.DataObject) -> None:
        ask = Ask(person, "corrections", {"corrections": list(self.world.corrections(self._says(data)))})
        case, before, reply = self._done(data, ask)
        if reply.status == OK and reply.body["contact"] == "now" and before["contact"] != "now":
            self.history.reached.discard(case)

    @precondition(lambda self: self._cases())
    @rule(ask=_conclusions, data=st.data())
    def somebody_concludes(self, ask: Ask, data: st.DataObject) -> None:
        case, before, reply = self._done(data, ask)
        if reply.status == OK:
            assert before["assignee"]["subject"] == self.world.subject(self.history.clinic_of(case), ask.person)
            assert before["contact"] != "now" or case in self.history.reached

    @precondition(lambda self: self._cases())
    @rule(ask=_simple, data=st.data())
    def somebody_acts_on_an_old_picture(self, ask: Ask, data: st.DataObject) -> None:
        patient, case = self._picked(data)
        before = self.history.seen(patient, case)
        if before["version"] == 1:
            return
        stranger_to_it = Ask("person-4", ask.move, ask.body)
        reply = self.world.work(patient.clinic, case, stranger_to_it, before["version"] - 1)
        assert reply.status == CHANGED
        assert reply.body["current"]["version"] == before["version"]

    # --- Everybody at once -----------------------------------------------------------------------------------------

    @precondition(lambda self: self._cases())
    @rule(
        asks=st.lists(_anything, min_size=2, max_size=MOST_AT_ONCE, unique_by=lambda ask: ask.person), data=st.data()
    )
    def several_people_act_on_the_same_picture_at_once(self, asks: list[Ask], data: st.DataObject) -> None:
        """At most one of them gets through; where somebody is told that it changed, exactly one did."""
        patient, case = self._picked(data)
        version = self.history.seen(patient, case)["version"]
        replies = self.world.at_once([partial(self.world.work, patient.clinic, case, ask, version) for ask in asks])
        winners = [
            ask
            for ask, reply in zip(asks, replies, strict=True)
            if self.history.went_through(patient.clinic, case, ask, reply, version)
        ]
        overtaken = any(reply.status == CHANGED for reply in replies)
        assert len(winners) <= 1
        assert winners or not overtaken
        self.history.as_shown(patient, case)

    @precondition(lambda self: self._cases())
    @rule(ask=_anything, data=st.data())
    def a_form_arrives_while_somebody_acts(self, ask: Ask, data: st.DataObject) -> None:
        patient, case = self._picked(data)
        says, key, version = self._says(data), self.history.key(), self.history.seen(patient, case)["version"]
        form, reply = self.world.at_once(
            [
                lambda: self.world.submit(patient, says, key),
                lambda: self.world.work(patient.clinic, case, ask, version),
            ]
        )
        self.history.taken(patient, says, form)
        assert reply.status in {OK, CONFLICT, CHANGED, REFUSED}, reply.body
        self.history.went_through(patient.clinic, case, ask, reply, version)
        self.history.as_shown(patient, case)

    @rule()
    def an_acknowledgement_is_about_to_be_lost(self) -> None:
        self.world.lose_one()

    @precondition(lambda self: self._cases())
    @rule(ask=_anything, data=st.data())
    def somebody_of_another_clinic_tries(self, ask: Ask, data: st.DataObject) -> None:
        patient, case = self._picked(data)
        other = THERE if patient.clinic == HERE else HERE
        if self.world.case_of(Patient(other, patient.name)) == case:
            raise AssertionError("two clinics share a case")
        looked, nothing = (self.world.shown(other, each) for each in (case, "0" * 32))
        assert (looked.status, _without_id(looked)) == (NOT_FOUND, _without_id(nothing))
        acted, nothing = (self.world.work(other, each, ask, 1) for each in (case, "0" * 32))
        assert (acted.status, _without_id(acted)) == (NOT_FOUND, _without_id(nothing))

    # --- What must be true after each of them ----------------------------------------------------------------------

    @invariant()
    def what_is_kept_is_what_was_done(self) -> None:
        if hasattr(self, "world"):
            kept = self.world.kept()
            broken = breaches(kept, self.history.acknowledged)
            assert not broken, broken
            for case, each in kept.cases.items():
                assert each.is_open or each.contact != "now" or case in self.history.reached

    # --- How it is drawn and done ---------------------------------------------------------------------------------

    def _done(self, data: st.DataObject, ask: Ask) -> tuple[str, dict[str, Any], Reply]:
        """The move made and, as callers do who are not sure, made again."""
        patient, case = self._picked(data)
        before = self.history.seen(patient, case)
        version = before["version"]
        reply = self.world.work(patient.clinic, case, ask, version)
        assert reply.status in {OK, CONFLICT, REFUSED}, reply.body
        self.history.went_through(patient.clinic, case, ask, reply, version)
        again = self.world.work(patient.clinic, case, ask, version)
        assert again.status == reply.status
        return case, before, reply

    def _picked(self, data: st.DataObject) -> tuple[Patient, str]:
        patient = data.draw(st.sampled_from(self._cases()))
        case = self.world.case_of(patient)
        assert case is not None
        return patient, case

    def _cases(self) -> list[Patient]:
        return [patient for patient in PATIENTS if self.world.case_of(patient)] if hasattr(self, "world") else []

    def _says(self, data: st.DataObject) -> str:
        return str(data.draw(st.sampled_from(self.world.said)))


def _without_id(reply: Reply) -> dict[str, Any]:
    return {name: value for name, value in reply.body.items() if name != "requestId"}
