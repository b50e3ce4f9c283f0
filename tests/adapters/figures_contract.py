"""What every store must do for figures, whatever it is made of. Subclass it and give the fixture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import pytest

from functions.service.casework.contacting import ContactResult, LogContact
from functions.service.casework.moves import Claim
from functions.service.casework.waits import Milestone
from functions.service.casework.work import Decision
from functions.service.figures.counting import figures_of
from functions.service.figures.days import Figures, RuleFigures
from functions.service.figures.trail import CountedDay, FigureStore, KeptFigures, Place, Trail
from rules.engine.terms import Contact
from tests.adapters.casework_contract import Hands, opened
from tests.adapters.store_contract import LATER, Store, new_clinic, receive
from tests.functions.builders import NOW, arrival

DAY = date(2026, 4, 20)
RULE = "cardiac.bp_defer"
HOUR = 3600
# More than the table gives at once.
MANY = 103


class FiguresTable(KeptFigures, FigureStore, Protocol):
    """Both sides of what is kept."""


@dataclass(frozen=True)
class Counting:
    """A store, what happened in it, and where figures are kept."""

    store: Store
    trail: Trail
    figures: FiguresTable

    def places(self, clinic: str) -> Sequence[Place]:
        found = self.trail.happened(NOW - timedelta(minutes=1), LATER + timedelta(minutes=1))
        return [place for place in found if place.clinic == clinic]

    def figures_of(self, clinic: str) -> Figures:
        return figures_of(clinic, self.places(clinic), self.trail)


class FiguresContract:
    """The promises."""

    @pytest.fixture
    def counting(self) -> Counting:
        raise NotImplementedError

    def test_what_happened_is_found_by_its_time_and_only_by_that(self, counting: Counting) -> None:
        clinic = new_clinic()
        receive(counting.store, arrival("review", clinic=clinic))
        (place,) = counting.places(clinic)
        assert place.at == NOW
        assert [p for p in counting.trail.happened(LATER, LATER + timedelta(days=1)) if p.clinic == clinic] == []

    def test_a_day_is_counted_from_what_is_stored(self, counting: Counting) -> None:
        hands = Hands(counting.store, new_clinic())
        case = opened(hands.store, hands.clinic)
        receive(hands.store, arrival("nothing", "patient-2", clinic=hands.clinic), "key-2")
        case = hands.do(case, LogContact(result=ContactResult.REACHED))
        case = hands.do(case, Claim())
        hands.decide(case, Decision.PROCEED_TO_CONSULTATION, RULE)
        figures = counting.figures_of(hands.clinic)
        assert (figures.forms, figures.decisions, figures.uncounted) == (2, 1, 0)
        assert figures.rules[RULE] == RuleFigures(screened=2, fired=1, decided=1, overridden=1)
        assert figures.waits == {step: {Contact.ROUTINE: (HOUR,)} for step in Milestone}

    def test_more_than_one_helping_of_entries_is_counted_whole(self, counting: Counting) -> None:
        clinic = new_clinic()
        for number in range(MANY):
            receive(counting.store, arrival("nothing", f"patient-{number}", clinic=clinic), f"key-{number}")
        assert counting.figures_of(clinic).forms == MANY

    def test_what_is_not_there_is_missing_and_no_error(self, counting: Counting) -> None:
        clinic = new_clinic()
        receive(counting.store, arrival("review", clinic=clinic))
        (place,) = counting.places(clinic)
        assert list(counting.trail.records(clinic, ["0" * 32])) == []
        (entry,) = counting.trail.entries([place])
        assert entry.change is None
        assert entry.screening_id is not None
        assert len(list(counting.trail.records(clinic, [entry.screening_id]))) == 1
        assert list(counting.trail.records(new_clinic(), [entry.screening_id])) == []

    def test_a_day_that_is_kept_again_takes_the_place_of_the_first(self, counting: Counting) -> None:
        clinic = new_clinic()
        for forms, at in ((1, NOW), (2, LATER)):
            counting.figures.keep(clinic, CountedDay(day=DAY, figures=Figures(forms=forms), counted_at=at))
        (kept,) = counting.figures.days(clinic, DAY, DAY)
        assert kept == CountedDay(day=DAY, figures=Figures(forms=2), counted_at=LATER)

    def test_days_are_read_from_the_first_to_the_last_of_one_clinic(self, counting: Counting) -> None:
        clinic, other = new_clinic(), new_clinic()
        for number in range(5):
            counted = CountedDay(day=DAY + timedelta(days=number), figures=Figures(forms=number), counted_at=NOW)
            counting.figures.keep(clinic, counted)
            counting.figures.keep(other, counted)
        read = counting.figures.days(clinic, DAY + timedelta(days=1), DAY + timedelta(days=3))
        assert [day.figures.forms for day in read] == [1, 2, 3]
