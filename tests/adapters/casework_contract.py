"""What every store must do with the work on cases, whatever it is made of. The fixtures are the store contract's."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from functions.service.casework.contacting import ContactResult, LogContact
from functions.service.casework.correcting import Correct, Correction, CorrectionSource
from functions.service.casework.counted import findings_of
from functions.service.casework.deciding import Decide, Override, OverrideReason, Reason, Reopen
from functions.service.casework.moves import Claim, Comment, Move
from functions.service.casework.performing import Performance
from functions.service.casework.rescreening import StoredRescreening
from functions.service.casework.waiver import Waiver
from functions.service.casework.work import Assignee, Decision
from functions.service.errors import CaseChangedError, MoveRefusedError
from functions.service.identifiers import Identifiers
from functions.service.queue import QueueFilter
from functions.service.reach import ReachSettings
from functions.service.records import Case, CaseStatus
from functions.service.staff import Person, Role
from rules.engine.site import SiteSettings
from rules.engine.terms import Contact, Disposition, Lane
from tests.adapters.store_contract import LATER, Store, new_clinic, open_cases, receive
from tests.functions.builders import (
    IDENTIFIERS,
    NOW,
    OTHER_CLINIC,
    QUESTIONS,
    Patient,
    arrival,
    evaluate,
    site,
)

RIVALS = 64
REACH = ReachSettings(zone=ZoneInfo("America/Los_Angeles"))


@dataclass(frozen=True)
class Hands:
    """Somebody of a clinic at work on its cases."""

    store: Store
    clinic: str
    at: datetime = LATER

    def person(self, subject: str = "person-1") -> Person:
        return Person(clinic=self.clinic, subject=subject, name=f"Dr {subject}", roles=frozenset({Role.PRACTITIONER}))

    def do(self, case: Case, move: Move, by: str = "person-1") -> Case:
        performance = Performance(
            store=self.store.casework,
            identifiers=IDENTIFIERS,
            clock=lambda: self.at,
            patience=Patient(),
            reach=lambda: REACH,
        )
        return performance.perform(case.summary.id, case.summary.work.version, self.person(by), move)

    def decide(
        self, case: Case, decision: Decision, *rules: str, by: str = "person-1", waiver: Waiver | None = None
    ) -> Case:
        move = Decide(
            decision=decision,
            reasons=(Reason.FINDINGS_OVERRIDDEN,),
            overrides=tuple(_override(rule, self.at) for rule in rules),
            today=self.at.date(),
            findings_of=lambda each: findings_of(each, self.clinic, self.store.reviews),
            waiver=waiver,
        )
        return self.do(case, move, by)


def _override(rule: str, at: datetime) -> Override:
    return Override(
        rule_id=rule,
        reason=OverrideReason.SPECIALIST_ADVICE,
        comment=None,
        expires_on=(at + timedelta(days=30)).date(),
    )


def opened(store: Store, clinic: str, says: str = "review") -> Case:
    receive(store, arrival(says, clinic=clinic))
    (row,) = open_cases(store, clinic)
    return stored(store, clinic, row.id)


def stored(store: Store, clinic: str, case_id: str) -> Case:
    case = store.reviews.case(clinic, case_id)
    assert case is not None
    return case


def correction(store: Store, identifiers: Identifiers = IDENTIFIERS) -> Correct:
    """A slip of the finger is mended: the form now says that it needs information."""
    rescreening = StoredRescreening(
        archive=store.reviews,
        clinics=Clinics(),
        evaluate=evaluate,
        questions=lambda _site: QUESTIONS,
        identifiers=identifiers,
    )
    mended = Correction(link_id="says", answer="information", source=CorrectionSource.SLIP)
    return Correct(corrections=(mended,), screening_id=None, rescreening=rescreening)


class Clinics:
    """Every clinic, set up alike."""

    def of(self, clinic: str) -> SiteSettings:
        return site(clinic)

    def reach_of(self, clinic: str) -> ReachSettings:
        del clinic
        return REACH


class CaseworkContract:
    """The promises."""

    @pytest.fixture
    def hands(self, store: Store) -> Hands:
        return Hands(store, new_clinic())

    def test_a_change_is_stored_as_it_was_told(self, hands: Hands) -> None:
        case = opened(hands.store, hands.clinic)
        told = hands.do(case, Claim())
        kept = stored(hands.store, hands.clinic, case.summary.id)
        assert kept == told
        assert kept.summary.work.assignee == Assignee(subject="person-1", name="Dr person-1")

    def test_the_queue_shows_how_far_the_work_is(self, hands: Hands) -> None:
        case = opened(hands.store, hands.clinic)
        hands.do(case, Claim())
        (row,) = open_cases(hands.store, hands.clinic)
        assert (row.work.version, row.work.assignee) == (2, Assignee(subject="person-1", name="Dr person-1"))

    def test_a_change_of_a_state_that_is_gone_is_refused_and_stores_nothing(self, hands: Hands) -> None:
        case = opened(hands.store, hands.clinic)
        after = hands.do(case, Claim())
        with pytest.raises(CaseChangedError):
            hands.do(case, Comment(text="Too late."))
        assert stored(hands.store, hands.clinic, case.summary.id) == after
        assert len(self.journal(hands, case)) == 1

    def test_the_same_change_twice_is_one_change(self, hands: Hands) -> None:
        case = opened(hands.store, hands.clinic)
        first, again = hands.do(case, Comment(text="Seen.")), hands.do(case, Comment(text="Seen."))
        assert first == again
        assert len(self.journal(hands, case)) == 1

    def test_the_journal_is_read_newest_first_and_in_parts(self, hands: Hands) -> None:
        case = opened(hands.store, hands.clinic)
        for number in range(5):
            case = hands.do(case, Comment(text=f"Note {number}"))
        newest = hands.store.reviews.journal(hands.clinic, case.summary.id, before=None, limit=2)
        older = hands.store.reviews.journal(hands.clinic, case.summary.id, before=5, limit=10)
        assert [entry["version"] for entry in newest] == [6, 5]
        assert [entry["content"] for entry in older] == [{"text": f"Note {number}"} for number in (2, 1, 0)]

    def test_another_clinic_reads_no_journal(self, hands: Hands) -> None:
        case = opened(hands.store, hands.clinic)
        hands.do(case, Comment(text="Seen."))
        assert hands.store.reviews.journal(OTHER_CLINIC, case.summary.id, before=None, limit=10) == ()

    def test_a_decided_case_moves_to_the_closed_ones_and_back(self, hands: Hands) -> None:
        case = hands.do(opened(hands.store, hands.clinic), Claim())
        closed = hands.decide(case, Decision.PROCEED_TO_CONSULTATION, "cardiac.bp_defer")
        assert open_cases(hands.store, hands.clinic) == ()
        page = hands.store.reviews.queue(hands.clinic, QueueFilter(status=CaseStatus.CLOSED), limit=10, after=None)
        assert [row.id for row in page.rows] == [case.summary.id]
        hands.do(closed, Reopen(reason="New letter."))
        (row,) = open_cases(hands.store, hands.clinic)
        assert (row.id, row.round, row.work.outcome) == (case.summary.id, 2, None)

    def test_a_form_that_arrives_after_the_decision_starts_without_the_earlier_work(self, hands: Hands) -> None:
        case = hands.do(opened(hands.store, hands.clinic), Claim())
        closed = hands.decide(case, Decision.NOT_SUITABLE)
        receive(hands.store, arrival("today", clinic=hands.clinic, at=LATER), "key-2")
        again = stored(hands.store, hands.clinic, case.summary.id)
        assert again.summary.work.version > closed.summary.work.version
        assert (again.summary.status, again.summary.work.assignee, again.summary.work.closed_at) == (
            CaseStatus.OPEN,
            None,
            None,
        )

    def test_a_form_that_joins_makes_the_state_another_one_and_keeps_who_has_it(self, hands: Hands) -> None:
        case = hands.do(opened(hands.store, hands.clinic), Claim())
        receive(hands.store, arrival("information", clinic=hands.clinic, at=LATER), "key-2")
        joined = stored(hands.store, hands.clinic, case.summary.id)
        assert joined.summary.work.version == case.summary.work.version + 1
        assert joined.summary.work.assignee == case.summary.work.assignee
        with pytest.raises(CaseChangedError):
            hands.decide(case, Decision.NOT_SUITABLE)

    def test_a_new_alarm_forgets_earlier_calls_and_signatures(self, hands: Hands) -> None:
        case = hands.do(opened(hands.store, hands.clinic), LogContact(result=ContactResult.REACHED))
        receive(hands.store, arrival("now", clinic=hands.clinic, at=LATER), "key-2")
        raised = stored(hands.store, hands.clinic, case.summary.id).summary
        assert (raised.contact, raised.work.acknowledged_at, raised.work.contacted_at, raised.work.reached_at) == (
            Contact.NOW,
            None,
            None,
            None,
        )

    def test_a_decision_waits_for_its_second_signature_across_reads(self, hands: Hands) -> None:
        case = hands.do(opened(hands.store, hands.clinic, "now"), LogContact(result=ContactResult.REACHED))
        case = hands.do(case, Claim())
        proposed = hands.decide(case, Decision.PROCEED_TO_CONSULTATION, "psych.suicide_high")
        kept = stored(hands.store, hands.clinic, case.summary.id)
        assert kept == proposed
        assert kept.summary.work.proposal is not None
        receive(hands.store, arrival("information", clinic=hands.clinic, at=LATER), "key-2")
        assert stored(hands.store, hands.clinic, case.summary.id).summary.work.proposal is None

    def test_that_one_clinician_decided_alone_is_kept(self, hands: Hands) -> None:
        case = hands.do(opened(hands.store, hands.clinic, "now"), Claim())
        case = hands.do(case, LogContact(result=ContactResult.REACHED))
        alone = Waiver(by="Dr Only", until=hands.at.date())
        hands.decide(case, Decision.PROCEED_TO_CONSULTATION, "psych.suicide_high", waiver=alone)
        page = hands.store.reviews.queue(hands.clinic, QueueFilter(status=CaseStatus.CLOSED), limit=10, after=None)
        assert [row.work.second_waived for row in page.rows] == [True]
        assert stored(hands.store, hands.clinic, case.summary.id).summary.work.second_waived

    def test_a_correction_stores_its_screening_and_moves_the_case(self, hands: Hands) -> None:
        case = opened(hands.store, hands.clinic)
        corrected = hands.do(case, correction(hands.store))
        kept = stored(hands.store, hands.clinic, case.summary.id)
        assert kept == corrected
        assert kept.summary.work.superseded == frozenset(case.screening_ids)
        (row,) = open_cases(hands.store, hands.clinic, Lane.COLLECTING)
        assert (row.disposition, row.screening_count) == (Disposition.NEEDS_INFORMATION, 2)
        made = hands.store.reviews.screening(hands.clinic, kept.screening_ids[-1])
        assert made is not None
        assert (made.answers, made.summary.case_id) == ({"says": "information"}, case.summary.id)

    def journal(self, hands: Hands, case: Case) -> tuple[object, ...]:
        return hands.store.reviews.journal(hands.clinic, case.summary.id, before=None, limit=100)


class SimultaneousCasework(CaseworkContract):
    """Promises that only a store that takes calls at the same time can keep or break."""

    def test_of_many_who_take_a_case_at_once_exactly_one_has_it(self, hands: Hands) -> None:
        case = opened(hands.store, hands.clinic)

        def claim(rival: int) -> str:
            try:
                hands.do(case, Claim(), by=f"person-{rival}")
            except (CaseChangedError, MoveRefusedError):
                return ""
            return f"person-{rival}"

        with ThreadPoolExecutor(RIVALS) as rivals:
            winners = [winner for winner in rivals.map(claim, range(RIVALS)) if winner]
        kept = stored(hands.store, hands.clinic, case.summary.id).summary.work
        assert len(winners) == 1
        assert kept.assignee is not None
        assert kept.assignee.subject == winners[0]
        assert len(self.journal(hands, case)) == 1

    def test_forms_and_people_at_the_same_time_lose_nothing(self, hands: Hands) -> None:
        case = opened(hands.store, hands.clinic)

        def act(number: int) -> None:
            if number % 2:
                sent = arrival("information", clinic=hands.clinic, at=NOW + timedelta(minutes=number))
                receive(hands.store, sent, f"key-{number}")
                return
            comment(number)

        def comment(number: int) -> None:
            for _ in range(500):
                try:
                    current = stored(hands.store, hands.clinic, case.summary.id)
                    hands.do(current, Comment(text=f"Note {number}"))
                except CaseChangedError:
                    continue
                return
            raise AssertionError("never got through")

        with ThreadPoolExecutor(8) as several:
            list(several.map(act, range(2, 18)))
        kept = stored(hands.store, hands.clinic, case.summary.id)
        assert kept.summary.screening_count == 9
        assert kept.summary.work.version == 1 + 16
        assert len(self.journal(hands, case)) == 8
