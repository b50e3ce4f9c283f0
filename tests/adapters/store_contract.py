"""What every store must do, whatever it is made of. Subclass it and give the two fixtures.

The same class runs against the in-memory fake, against moto and, in the end-to-end suite, against the local cloud.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from functions.service.drafts import save_draft
from functions.service.entries import Arrival
from functions.service.errors import DraftOutdatedError, IdempotencyKeyReusedError
from functions.service.ports import CaseworkStore, IntakeStore, RequestStore, ReviewStore
from functions.service.queue import QueueFilter
from functions.service.reach import Timers
from functions.service.records import CaseMove, CaseSummary
from functions.service.submission import Receipt, submit
from rules.engine.terms import Contact, Disposition, Lane
from tests.functions.builders import IDENTIFIERS, NOW, OTHER_CLINIC, Patient, arrival

LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True)
class Store:
    """Both sides of one store."""

    intake: IntakeStore
    reviews: ReviewStore
    casework: CaseworkStore
    requests: RequestStore


def new_clinic() -> str:
    """A clinic of its own for each test, so that a store that outlives the test does no harm."""
    return f"clinic{uuid4().hex[:12]}"


def receive(store: Store, sent: Arrival, key: str = "key-1") -> Receipt:
    return submit(sent, key, identifiers=IDENTIFIERS, destination=store.intake, patience=Patient())


def save(store: Store, sent: Arrival, revision: int, draft: str = "0" * 32) -> CaseMove | None:
    return save_draft(sent, draft, revision, identifiers=IDENTIFIERS, destination=store.intake, patience=Patient())


def open_cases(store: Store, clinic: str, lane: Lane | None = None) -> tuple[CaseSummary, ...]:
    return store.reviews.queue(clinic, QueueFilter(lane=lane), limit=100, after=None).rows


class StoreContract:
    """The promises."""

    @pytest.fixture
    def store(self) -> Store:
        raise NotImplementedError

    @pytest.fixture
    def clinic(self) -> str:
        return new_clinic()

    def test_a_flagged_screening_opens_a_case_that_stands_in_the_queue(self, store: Store, clinic: str) -> None:
        received = receive(store, arrival("review", clinic=clinic))
        (case,) = open_cases(store, clinic)
        assert received.move is CaseMove.OPENED
        assert (case.contact, case.disposition, case.round) == (Contact.ROUTINE, Disposition.NEEDS_REVIEW, 1)
        found = store.reviews.case(clinic, case.id)
        assert found is not None
        assert found.screening_ids == (received.id,)

    def test_the_stored_screening_holds_the_answers_as_they_were_written(self, store: Store, clinic: str) -> None:
        odd: dict[str, Any] = {
            "free.anything": "Grüße \ud800 \x00",
            "body.weight": [None, True, 10**30, {"deep": [1]}],
        }
        received = receive(store, arrival("review", clinic=clinic, **odd))
        stored = store.reviews.screening(clinic, received.id)
        assert stored is not None
        assert stored.answers == {"says": "review", **odd}

    def test_a_screening_without_findings_has_no_case_but_is_listed(self, store: Store, clinic: str) -> None:
        received = receive(store, arrival("nothing", clinic=clinic))
        listed = store.reviews.nothing_found(clinic, limit=10, after=None)
        assert [row.id for row in listed.rows] == [received.id]
        assert (received.move, open_cases(store, clinic)) == (None, ())

    def test_a_second_screening_joins_the_open_case(self, store: Store, clinic: str) -> None:
        first = receive(store, arrival("review", clinic=clinic), "key-1")
        second = receive(store, arrival("information", clinic=clinic, at=LATER), "key-2")
        (case,) = open_cases(store, clinic)
        found = store.reviews.case(clinic, case.id)
        assert found is not None
        assert (second.move, found.screening_ids) == (CaseMove.JOINED, (first.id, second.id))
        assert (case.screening_count, case.disposition) == (2, Disposition.NEEDS_REVIEW)
        assert (case.since, case.latest_at) == (NOW.isoformat(), LATER.isoformat())

    def test_a_more_pressing_screening_raises_the_open_case(self, store: Store, clinic: str) -> None:
        receive(store, arrival("review", clinic=clinic), "key-1")
        receive(store, arrival("review", "patient-2", clinic=clinic), "key-2")
        raised = receive(store, arrival("now", "patient-2", clinic=clinic, at=LATER), "key-3")
        first, _ = open_cases(store, clinic)
        assert raised.move is CaseMove.RAISED
        assert (first.patient_reference, first.contact, first.lane) == ("patient-2", Contact.NOW, Lane.CONTACT)
        assert first.since == LATER.isoformat()

    def test_a_milder_screening_never_lowers_a_case(self, store: Store, clinic: str) -> None:
        receive(store, arrival("now", clinic=clinic), "key-1")
        receive(store, arrival("review", clinic=clinic, at=LATER), "key-2")
        (case,) = open_cases(store, clinic)
        assert (case.contact, case.disposition) == (Contact.NOW, Disposition.URGENT)

    def test_work_that_joins_a_case_is_not_hidden_from_its_lane(self, store: Store, clinic: str) -> None:
        receive(store, arrival("information", clinic=clinic), "key-1")
        joined = receive(store, arrival("precaution", clinic=clinic, at=LATER), "key-2")
        assert joined.move is CaseMove.JOINED
        (case,) = open_cases(store, clinic, Lane.JUDGEMENT)
        assert case.lane is Lane.JUDGEMENT
        assert open_cases(store, clinic, Lane.COLLECTING) == (case,)
        assert open_cases(store, clinic, Lane.CONTACT) == ()

    def test_a_case_names_the_screening_that_gave_it_its_place(self, store: Store, clinic: str) -> None:
        receive(store, arrival("review", clinic=clinic), "key-1")
        raised = receive(store, arrival("now", clinic=clinic, at=LATER), "key-2")
        receive(store, arrival("today", clinic=clinic, at=LATER), "key-3")
        (case,) = open_cases(store, clinic)
        found = store.reviews.case(clinic, case.id)
        assert found is not None
        assert found.leading_id == raised.id

    def test_of_cases_as_pressing_as_each_other_the_one_that_is_due_first_comes_first(
        self, store: Store, clinic: str
    ) -> None:
        for number, minutes in enumerate((900, 60, 480)):
            at = NOW + timedelta(minutes=number)
            sent = arrival("review", f"patient-{number}", clinic=clinic, at=at, timers=Timers(routine=minutes))
            receive(store, sent, f"key-{number}")
        rows = open_cases(store, clinic)
        assert [case.patient_reference for case in rows] == ["patient-1", "patient-2", "patient-0"]
        assert [case.due_at for case in rows] == sorted(str(case.due_at) for case in rows)

    def test_of_cases_that_are_due_together_the_older_comes_first(self, store: Store, clinic: str) -> None:
        """Both came in the evening and are due next morning."""
        for number in (1, 0):
            at = NOW + timedelta(hours=10, minutes=number)
            receive(store, arrival("today", f"patient-{number}", clinic=clinic, at=at), f"key-{number}")
        first, second = open_cases(store, clinic)
        assert first.due_at == second.due_at
        assert (first.patient_reference, second.patient_reference) == ("patient-0", "patient-1")

    def test_a_further_form_never_puts_a_case_behind_those_that_were_due_later(
        self, store: Store, clinic: str
    ) -> None:
        receive(store, arrival("review", clinic=clinic), "key-1")
        receive(store, arrival("review", "patient-2", clinic=clinic, at=NOW + timedelta(minutes=1)), "key-2")
        receive(store, arrival("information", clinic=clinic, at=LATER), "key-3")
        assert [case.patient_reference for case in open_cases(store, clinic)] == ["patient-1", "patient-2"]

    def test_the_queue_goes_by_contact_then_urgency_then_due_time(self, store: Store, clinic: str) -> None:
        for number, says in enumerate(("information", "review", "today", "now", "review")):
            at = NOW + timedelta(minutes=number)
            receive(store, arrival(says, f"patient-{number}", clinic=clinic, at=at), f"key-{number}")
        order = [case.patient_reference for case in open_cases(store, clinic)]
        assert order == ["patient-3", "patient-2", "patient-1", "patient-4", "patient-0"]

    def test_the_queue_can_be_read_one_lane_at_a_time(self, store: Store, clinic: str) -> None:
        for number, says in enumerate(("information", "review", "today", "now")):
            receive(store, arrival(says, f"patient-{number}", clinic=clinic), f"key-{number}")
        assert {case.patient_reference for case in open_cases(store, clinic, Lane.CONTACT)} == {
            "patient-2",
            "patient-3",
        }
        assert [case.patient_reference for case in open_cases(store, clinic, Lane.COLLECTING)] == ["patient-0"]

    def test_the_queue_is_read_page_by_page_without_loss(self, store: Store, clinic: str) -> None:
        for number in range(7):
            at = NOW + timedelta(minutes=number)
            receive(store, arrival("review", f"patient-{number}", clinic=clinic, at=at), f"key-{number}")
        seen: list[str] = []
        after = None
        while True:
            page = store.reviews.queue(clinic, QueueFilter(), limit=3, after=after)
            seen.extend(case.patient_reference for case in page.rows)
            after = page.next
            if after is None:
                break
        assert seen == [f"patient-{number}" for number in range(7)]

    def test_a_repeated_request_gets_the_first_receipt(self, store: Store, clinic: str) -> None:
        first = receive(store, arrival("review", clinic=clinic))
        again = receive(store, arrival("review", clinic=clinic, at=LATER))
        assert again == replace(first, replayed=True, move=None)
        (case,) = open_cases(store, clinic)
        assert case.screening_count == 1

    def test_a_key_used_for_another_body_is_refused(self, store: Store, clinic: str) -> None:
        receive(store, arrival("review", clinic=clinic))
        with pytest.raises(IdempotencyKeyReusedError):
            receive(store, arrival("now", clinic=clinic))
        (case,) = open_cases(store, clinic)
        assert case.contact is Contact.ROUTINE

    def test_two_clinics_share_neither_patients_nor_keys(self, store: Store, clinic: str) -> None:
        other = new_clinic()
        mine = receive(store, arrival("review", clinic=clinic))
        theirs = receive(store, arrival("review", clinic=other))
        (case,) = open_cases(store, other)
        assert mine.id != theirs.id
        assert store.reviews.case(clinic, case.id) is None
        assert store.reviews.screening(clinic, theirs.id) is None
        assert open_cases(store, OTHER_CLINIC) == ()

    def test_a_patient_is_found_with_cases_and_screenings_newest_first(self, store: Store, clinic: str) -> None:
        first = receive(store, arrival("nothing", clinic=clinic), "key-1")
        second = receive(store, arrival("review", clinic=clinic, at=LATER), "key-2")
        found = store.reviews.patient(clinic, IDENTIFIERS.patient(clinic, "patient-1"))
        assert [item for kind, item in found if kind == "screening"] == [second.id, first.id]
        assert [kind for kind, _ in found].count("case") == 1

    def test_a_draft_takes_newer_revisions_and_repetitions_only(self, store: Store, clinic: str) -> None:
        save(store, arrival("nothing", clinic=clinic), 1)
        save(store, arrival("nothing", clinic=clinic, at=NOW + timedelta(minutes=1)), 1)
        save(store, arrival("information", clinic=clinic, at=NOW + timedelta(minutes=2)), 2)
        with pytest.raises(DraftOutdatedError):
            save(store, arrival("nothing", clinic=clinic, at=LATER), 1)
        with pytest.raises(DraftOutdatedError):
            save(store, arrival("review", clinic=clinic, at=LATER), 2)

    def test_a_draft_belongs_to_one_patient(self, store: Store, clinic: str) -> None:
        save(store, arrival("nothing", clinic=clinic), 1)
        with pytest.raises(DraftOutdatedError):
            save(store, arrival("nothing", "patient-2", clinic=clinic), 2)

    def test_an_urgent_answer_in_a_draft_opens_a_case_at_once_and_only_once(self, store: Store, clinic: str) -> None:
        opened = save(store, arrival("now", clinic=clinic), 1)
        repeated = save(store, arrival("now", clinic=clinic, more="text"), 2)
        (case,) = open_cases(store, clinic)
        assert (opened, repeated) == (CaseMove.OPENED, None)
        assert (case.contact, case.screening_count) == (Contact.NOW, 1)

    def test_danger_reaches_the_second_patient_of_a_draft_that_belongs_to_another(
        self, store: Store, clinic: str
    ) -> None:
        save(store, arrival("now", clinic=clinic), 1)
        with pytest.raises(DraftOutdatedError):
            save(store, arrival("now", "patient-2", clinic=clinic), 2)
        assert {case.patient_reference for case in open_cases(store, clinic)} == {"patient-1", "patient-2"}

    def test_a_fault_in_a_draft_opens_a_case_that_later_danger_raises(self, store: Store, clinic: str) -> None:
        save(store, arrival("fault", clinic=clinic), 1)
        raised = save(store, arrival("now", clinic=clinic, at=LATER), 2)
        (case,) = open_cases(store, clinic)
        assert (raised, case.contact, case.screening_count) == (CaseMove.RAISED, Contact.NOW, 2)

    def test_an_urgent_answer_that_arrives_late_still_reaches_the_practitioner(
        self, store: Store, clinic: str
    ) -> None:
        save(store, arrival("nothing", clinic=clinic), 3)
        with pytest.raises(DraftOutdatedError):
            save(store, arrival("now", clinic=clinic), 2)
        (case,) = open_cases(store, clinic)
        assert case.contact is Contact.NOW


class SimultaneousContract(StoreContract):
    """The promises under rivalry, for stores that several may write to at once (moto is not one of them)."""

    def test_simultaneous_copies_of_a_request_make_one_screening(self, store: Store, clinic: str) -> None:
        def send(number: int) -> Receipt:
            return receive(store, arrival("review", clinic=clinic, at=NOW + timedelta(seconds=number)))

        with ThreadPoolExecutor(8) as many:
            receipts = list(many.map(send, range(24)))
        (case,) = open_cases(store, clinic)
        assert len({(receipt.id, receipt.received_at) for receipt in receipts}) == 1
        assert (case.screening_count, sum(not receipt.replayed for receipt in receipts)) == (1, 1)

    def test_simultaneous_screenings_of_a_patient_all_join_one_case(self, store: Store, clinic: str) -> None:
        def send(number: int) -> Receipt:
            says = ("review", "now", "information", "today")[number % 4]
            at = NOW + timedelta(seconds=number)
            return receive(store, arrival(says, clinic=clinic, at=at), f"key-{number}")

        with ThreadPoolExecutor(8) as many:
            ids = {receipt.id for receipt in many.map(send, range(16))}
        (case,) = open_cases(store, clinic)
        found = store.reviews.case(clinic, case.id)
        assert found is not None
        assert (set(found.screening_ids), case.screening_count, case.contact) == (ids, 16, Contact.NOW)
