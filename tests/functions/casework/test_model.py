"""Whatever forms arrive and whatever people do in whatever order: nothing lost, nothing doubled, nobody overlooked.

A model keeps what must be true; the service runs over the store fake. The same laws are tried against the deployed
table by single tests of the store's contract.
"""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from functions.service.errors import StoreBusyError
from functions.service.records import CaseStatus
from rules.engine.terms import Contact
from tests.functions.builders import CLINIC
from tests.functions.desks import Answer, Service, envelope, not_suitable, service
from tests.functions.entry_files import environment, import_entries

SAID = ("nothing", "review", "information", "precaution", "today", "now", "fault")
PATIENTS = ("patient-1", "patient-2")
PEOPLE = ("person-1", "person-2")
SIMPLE: dict[str, dict[str, Any]] = {
    "claim": {},
    "release": {},
    "comments": {"text": "Seen."},
    "rescreenings": {},
    "reopenings": {"reason": "New letter."},
}


class WorkOnCases(RuleBasedStateMachine):
    """Two patients, two practitioners, lost acknowledgements, stale pictures."""

    @initialize()
    def open_the_clinic(self) -> None:
        self.outside = ExitStack()
        self.outside.enter_context(environment())
        self.service: Service = service(import_entries())
        self.received: dict[str, str] = {}
        self.answers: dict[str, Any] = {}
        self.changes: dict[str, int] = {}
        self.reached: set[str] = set()
        self.keys = 0
        self.losing = False
        self.lost = 0
        self.service.store.after_change = self._lose

    def teardown(self) -> None:
        if hasattr(self, "outside"):
            self.outside.close()

    def _lose(self, _: object) -> None:
        if self.losing:
            self.losing = False
            self.lost += 1
            raise StoreBusyError

    @rule(patient=st.sampled_from(PATIENTS), says=st.sampled_from(SAID))
    def a_form_arrives(self, patient: str, says: str) -> None:
        self.keys += 1
        self.service.clock.at += timedelta(minutes=1)
        answer = self.service.submit(envelope(says, patient), key=f"key-{self.keys}")
        assert answer.status == 201
        screening = str(answer.body["receipt"]["id"])
        self.received[screening] = patient
        self.answers[screening] = {"says": says}
        if self._case_of(screening) and says == "now":
            self.reached.discard(str(self._case_of(screening)))

    @precondition(lambda self: self._cases())
    @rule(move=st.sampled_from(sorted(SIMPLE)), person=st.sampled_from(PEOPLE), data=st.data())
    def somebody_does_something_simple(self, move: str, person: str, data: st.DataObject) -> None:
        self._do(data, move, SIMPLE[move], person)

    @precondition(lambda self: self._cases())
    @rule(
        result=st.sampled_from(("acknowledged", "reached", "no_answer", "welfare_check_requested")),
        person=st.sampled_from(PEOPLE),
        data=st.data(),
    )
    def somebody_logs_a_call(self, result: str, person: str, data: st.DataObject) -> None:
        case, answer = self._do(data, "contacts", {"result": result}, person)
        if answer.status == 200 and result in {"reached", "welfare_check_requested"}:
            self.reached.add(case)

    @precondition(lambda self: self._cases())
    @rule(says=st.sampled_from(SAID), person=st.sampled_from(PEOPLE), data=st.data())
    def somebody_corrects_an_answer(self, says: str, person: str, data: st.DataObject) -> None:
        correction = {"linkId": "says", "answer": says, "source": "record"}
        case, before = self._picked(data)
        answer = self._send(case, before, "corrections", {"corrections": [correction]}, person)
        if answer.status == 200 and answer.body["contact"] == "now" and before["contact"] != "now":
            self.reached.discard(case)

    @precondition(lambda self: self._cases())
    @rule(person=st.sampled_from(PEOPLE), data=st.data())
    def somebody_concludes(self, person: str, data: st.DataObject) -> None:
        case, before = self._picked(data)
        answer = self._send(case, before, "decisions", not_suitable(), person)
        if answer.status == 200:
            assert before["assignee"]["subject"] == person
            assert before["contact"] != "now" or case in self.reached

    @rule()
    def an_acknowledgement_is_about_to_be_lost(self) -> None:
        self.losing = True

    @precondition(lambda self: self._cases())
    @rule(move=st.sampled_from(sorted(SIMPLE)), data=st.data())
    def somebody_acts_on_an_old_picture(self, move: str, data: st.DataObject) -> None:
        case, before = self._picked(data)
        if before["version"] == 1:
            return
        answer = self.service.work(case, move, SIMPLE[move], version=before["version"] - 1, person="person-3")
        assert answer.status == 412
        assert answer.body["current"]["version"] == before["version"]

    @invariant()
    def every_form_is_kept_as_it_was_sent(self) -> None:
        for screening, answers in getattr(self, "answers", {}).items():
            assert self.service.read(f"/v1/screenings/{screening}").body["answers"] == answers

    @invariant()
    def every_screening_that_found_something_belongs_to_the_one_case_of_its_patient(self) -> None:
        for screening, patient in getattr(self, "received", {}).items():
            case = self._case_of(screening)
            found = self.answers[screening]["says"] != "nothing"
            assert (case is not None) is found
            if case:
                assert self.service.store.cases[CLINIC, case].case.summary.patient_reference == patient

    @invariant()
    def every_change_has_one_audit_entry_and_one_journal_entry(self) -> None:
        for case, done in getattr(self, "changes", {}).items():
            journal = self.service.store.journals.get((CLINIC, case), [])
            assert len(journal) == done
            assert len({entry["version"] for entry in journal}) == done
            joined = sum(1 for screening in self.received if self._case_of(screening) == case)
            audited = [owner for owner, _ in self.service.store.audit if owner == case]
            assert len(audited) == done + joined
            assert self.service.store.cases[CLINIC, case].case.summary.work.version == done + joined

    @invariant()
    def nobody_who_has_to_be_called_is_closed_unseen(self) -> None:
        for (_, case), kept in self.service.store.cases.items() if hasattr(self, "service") else ():
            summary = kept.case.summary
            if summary.status is CaseStatus.CLOSED and summary.contact is Contact.NOW:
                assert case in self.reached

    def _do(self, data: st.DataObject, move: str, body: dict[str, Any], person: str) -> tuple[str, Answer]:
        case, before = self._picked(data)
        return case, self._send(case, before, move, body, person)

    def _send(self, case: str, before: dict[str, Any], move: str, body: dict[str, Any], person: str) -> Answer:
        answer = self.service.work(case, move, body, version=before["version"], person=person)
        assert answer.status in {200, 409, 422}, answer.text
        if answer.status == 200:
            self.changes[case] = self.changes.get(case, 0) + 1
        again = self.service.work(case, move, body, version=before["version"], person=person)
        assert again.status == (200 if answer.status == 200 else answer.status)
        return answer

    def _picked(self, data: st.DataObject) -> tuple[str, dict[str, Any]]:
        case = data.draw(st.sampled_from(self._cases()))
        shown: dict[str, Any] = self.service.read(f"/v1/cases/{case}").body
        return case, shown

    def _cases(self) -> list[str]:
        return sorted(case for _, case in self.service.store.cases) if hasattr(self, "service") else []

    def _case_of(self, screening: str) -> str | None:
        return self.service.store.screenings[CLINIC, screening].case_id


TestWorkOnCases = WorkOnCases.TestCase
TestWorkOnCases.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
