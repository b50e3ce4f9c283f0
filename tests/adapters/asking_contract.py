"""What every store must do with information requests and their answers. The fixtures are the store contract's."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from functions.service.answering import Answering, response_form
from functions.service.casework.asking import Ask, OpenQuestions, Withdraw
from functions.service.casework.moves import Claim
from functions.service.casework.open_questions import OpenQuestion
from functions.service.casework.other_reference import StoredReattribution
from functions.service.casework.reattributing import Reattribute, ReattributionReason
from functions.service.casework.work import Decision
from functions.service.entries import Arrival
from functions.service.errors import NotFoundError
from functions.service.information import ANSWERER, KeptRequest, RequestState, new_token, token_hash
from functions.service.queue import QueueFilter
from functions.service.records import Case, CaseStatus
from functions.service.submission import Receipt
from rules.engine.terms import Contact, Disposition, Phase
from tests.adapters.casework_contract import Clinics, Hands, opened, stored
from tests.adapters.store_contract import LATER, Store, new_clinic, open_cases, receive
from tests.functions.builders import IDENTIFIERS, ITEMS, OTHER_CLINIC, QUESTIONNAIRE, Patient, arrival, evaluate

SECRET = b"thirty-two bytes that are random"
RIVALS = 16


@dataclass(frozen=True)
class Asked:
    """A case whose patient was asked, and the link."""

    hands: Hands
    case: Case
    token: str

    @property
    def request_id(self) -> str:
        return self.token.split(".")[1]

    def kept(self) -> KeptRequest:
        kept = self.hands.store.requests.request(self.hands.clinic, self.request_id)
        assert kept is not None
        return kept

    def answering(self) -> Answering:
        return Answering(
            requests=self.hands.store.requests,
            destination=self.hands.store.intake,
            identifiers=IDENTIFIERS,
            patience=Patient(),
        )

    def answer(self, says: str, at: datetime = LATER) -> Receipt:
        answering = self.answering()
        request = answering.request(self.token).request
        return answering.take(request, self.arrival(says, at))

    def arrival(self, says: str, at: datetime) -> Arrival:
        request = self.kept().request
        sent = arrival(says, request.patient_reference, clinic=request.clinic, at=at)
        form = response_form(request, QUESTIONNAIRE, {"says": says})
        return replace(sent, form=form, submitter=ANSWERER)


def ask(hands: Hands, case: Case, request_id: str = "a" * 32) -> Asked:
    token = new_token(hands.clinic, request_id, SECRET)
    questions = {"says": OpenQuestion(item=ITEMS["says"], rules=("data.unsaid",))}
    offered = OpenQuestions(questions=questions, screening_id=case.screening_ids[-1], phase=Phase.INTAKE)
    move = Ask(
        link_ids=None,
        request_id=request_id,
        token_hash=token_hash(IDENTIFIERS, token),
        offered=lambda _case: offered,
    )
    return Asked(hands, hands.do(case, move), token)


def reattribute(hands: Hands, case: Case, reference: str) -> Case:
    """Moves every screening of the case; gives the other patient's case afterwards."""
    made = StoredReattribution(
        archive=hands.store.reviews, clinics=Clinics(), evaluate=evaluate, identifiers=IDENTIFIERS
    )
    hands.do(
        case,
        Reattribute(
            screening_ids=case.screening_ids,
            reference=reference,
            reason=ReattributionReason.WRONG_PATIENT,
            comment="Typed by mistake.",
            reattribution=made,
        ),
    )
    return stored(hands.store, hands.clinic, IDENTIFIERS.case(hands.clinic, reference))


def _order(asked: Asked) -> list[str]:
    return [row.patient_reference for row in open_cases(asked.hands.store, asked.hands.clinic)]


class AskingContract:
    """The promises."""

    @pytest.fixture
    def asked(self, store: Store) -> Asked:
        hands = Hands(store, new_clinic())
        return ask(hands, opened(store, hands.clinic, "information"))

    def test_a_case_that_waits_for_its_patient_stands_behind_those_that_wait_for_the_clinic(
        self, store: Store
    ) -> None:
        hands = Hands(store, new_clinic())
        case = opened(store, hands.clinic, "information")
        receive(store, arrival("information", "patient-2", clinic=hands.clinic, at=LATER), "key-2")
        asked = ask(hands, case)
        assert _order(asked) == ["patient-2", "patient-1"]
        hands.do(asked.case, Withdraw(request_id=asked.request_id))
        # Both are due together now, and the first has waited longer.
        assert _order(asked) == ["patient-1", "patient-2"]

    def test_what_does_not_change_while_pages_are_turned_appears_exactly_once(self, store: Store) -> None:
        """Between two pages the last case shown is due later, one not shown yet is closed and one is due later."""
        hands = Hands(store, new_clinic())
        for number in range(7):
            at = LATER + timedelta(minutes=number)
            sent = arrival("information", f"patient-{number}", clinic=hands.clinic, at=at)
            receive(store, sent, f"key-{number}")
        first = store.reviews.queue(hands.clinic, QueueFilter(), limit=3, after=None)
        found = {
            row.patient_reference: stored(store, hands.clinic, row.id) for row in open_cases(store, hands.clinic)
        }
        ask(hands, found["patient-2"], "b" * 32)
        ask(hands, found["patient-4"], "c" * 32)
        hands.decide(hands.do(found["patient-5"], Claim()), Decision.NOT_SUITABLE)
        rest = store.reviews.queue(hands.clinic, QueueFilter(), limit=10, after=first.next)
        shown = [row.patient_reference for row in (*first.rows, *rest.rows)]
        assert [each for each in shown if each[-1] in "0136"] == ["patient-0", "patient-1", "patient-3", "patient-6"]
        assert shown[-2:] == ["patient-2", "patient-4"]

    def test_a_request_is_kept_as_it_was_made(self, asked: Asked) -> None:
        kept = asked.kept()
        assert (kept.state, kept.request.link_ids, kept.request.case_id) == (
            RequestState.OPEN,
            ("says",),
            asked.case.summary.id,
        )
        assert kept.request.expires_at == LATER + timedelta(days=14)
        assert asked.answering().request(asked.token) == kept
        assert stored(asked.hands.store, asked.hands.clinic, asked.case.summary.id) == asked.case

    def test_another_clinic_finds_no_request(self, asked: Asked) -> None:
        assert asked.hands.store.requests.request(OTHER_CLINIC, asked.request_id) is None
        with pytest.raises(NotFoundError):
            asked.answering().request(asked.token.replace(asked.hands.clinic, OTHER_CLINIC))

    def test_answers_join_the_case_and_nobody_waits_any_more(self, asked: Asked) -> None:
        received = asked.answer("review")
        case = stored(asked.hands.store, asked.hands.clinic, asked.case.summary.id)
        assert case.screening_ids[-1] == received.id
        assert case.summary.work.awaiting is None
        assert case.summary.work.version == asked.case.summary.work.version + 1
        assert (asked.kept().state, asked.kept().answered_at) == (RequestState.ANSWERED, LATER.isoformat())

    def test_a_dangerous_answer_raises_the_case_in_the_same_write(self, asked: Asked) -> None:
        asked.answer("now")
        (row,) = open_cases(asked.hands.store, asked.hands.clinic)
        assert (row.contact, row.disposition, row.work.awaiting) == (Contact.NOW, Disposition.URGENT, None)

    def test_a_request_is_answered_once(self, asked: Asked) -> None:
        first = asked.answer("review")
        again = asked.answer("review", at=LATER + timedelta(minutes=1))
        assert again == replace(first, replayed=True, move=None)
        with pytest.raises(NotFoundError):
            asked.answer("now")
        case = stored(asked.hands.store, asked.hands.clinic, asked.case.summary.id)
        assert (case.summary.screening_count, case.summary.contact) == (2, Contact.ROUTINE)

    def test_a_request_that_was_taken_back_takes_no_answer(self, asked: Asked) -> None:
        asked.hands.do(asked.case, Withdraw(request_id=asked.request_id))
        assert asked.kept().state is RequestState.ENDED
        with pytest.raises(NotFoundError):
            asked.answer("now")

    def test_an_answer_that_comes_too_late_is_not_taken(self, asked: Asked) -> None:
        with pytest.raises(NotFoundError):
            asked.answer("review", at=LATER + timedelta(days=14))

    def test_a_decision_ends_the_request(self, asked: Asked) -> None:
        case = asked.hands.do(asked.case, Claim())
        asked.hands.decide(case, Decision.NOT_SUITABLE)
        assert asked.kept().state is RequestState.ENDED

    def test_after_its_time_another_request_takes_the_place(self, asked: Asked) -> None:
        later = Hands(asked.hands.store, asked.hands.clinic, LATER + timedelta(days=20))
        again = ask(later, asked.case, "b" * 32)
        assert (asked.kept().state, again.kept().state) == (RequestState.ENDED, RequestState.OPEN)

    def test_a_form_under_the_wrong_reference_changes_both_cases_in_one_write(self, asked: Asked) -> None:
        hands = asked.hands
        there = reattribute(hands, asked.case, "patient-2")
        here = stored(hands.store, hands.clinic, asked.case.summary.id)
        assert here.summary.work.superseded == set(asked.case.screening_ids)
        assert (here.summary.work.awaiting, asked.kept().state) == (None, RequestState.ENDED)
        assert (there.summary.work.version, there.summary.patient_reference) == (1, "patient-2")
        assert {row.id for row in open_cases(hands.store, hands.clinic)} == {here.summary.id, there.summary.id}
        found = hands.store.reviews.patient(hands.clinic, there.patient_key)
        assert [kind for kind, _ in found].count("case") == 1
        for case in (here, there):
            (entry, *_) = hands.store.reviews.journal(hands.clinic, case.summary.id, before=None, limit=1)
            assert entry["version"] == case.summary.work.version

    def test_a_form_moves_into_an_open_case_and_into_a_closed_one(self, asked: Asked) -> None:
        hands = asked.hands
        receive(hands.store, arrival("review", "patient-2", clinic=hands.clinic), "key-2")
        joined = reattribute(hands, asked.case, "patient-2")
        assert (joined.summary.screening_count, joined.summary.work.version, joined.summary.round) == (2, 2, 1)
        closed = hands.decide(hands.do(joined, Claim()), Decision.NOT_SUITABLE)
        receive(hands.store, arrival("today", "patient-3", clinic=hands.clinic), "key-3")
        third = next(row for row in open_cases(hands.store, hands.clinic) if row.patient_reference == "patient-3")
        again = reattribute(hands, stored(hands.store, hands.clinic, third.id), "patient-2")
        assert again.summary.id == closed.summary.id
        assert (again.summary.status, again.summary.round, again.summary.contact) == (
            CaseStatus.OPEN,
            2,
            Contact.TODAY,
        )


class SimultaneousAsking(AskingContract):
    """Promises that only a store that takes calls at the same time can keep or break."""

    def test_of_many_different_answers_at_once_exactly_one_is_taken(self, asked: Asked) -> None:
        words = ["review", "today", "information", "precaution"]

        def answer(rival: int) -> str:
            try:
                return asked.answer(words[rival % len(words)]).received_at
            except NotFoundError:
                return ""

        with ThreadPoolExecutor(RIVALS) as rivals:
            taken = [receipt for receipt in rivals.map(answer, range(RIVALS)) if receipt]
        case = stored(asked.hands.store, asked.hands.clinic, asked.case.summary.id)
        assert case.summary.screening_count == 2
        assert len(taken) == RIVALS // len(words)
