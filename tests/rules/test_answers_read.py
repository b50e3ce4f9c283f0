"""The whole reading of an answer, kind by kind: its values, why there is none, and what is wrong with it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.engine.answers import FactReader, Reading, merge, read_answer
from rules.engine.items import Item
from rules.engine.terms import Phase, Unknown
from rules.engine.truth import NO, YES
from rules.engine.values import Fact, Interval, Issue

TODAY = date(2026, 4, 20)
DAY, EARLIEST = TODAY.toordinal(), date(1900, 1, 1).toordinal()
UNREADABLE = Reading((), Unknown.IMPLAUSIBLE, (Issue.UNREADABLE,))
UNANSWERED = Reading((), Unknown.UNANSWERED)
WITHOUT_UNIT = Reading((), Unknown.AMBIGUOUS, (Issue.UNIT_AMBIGUOUS,))


def doubted(value: Any, *issues: Issue) -> Reading:
    return Reading((None, value), Unknown.IMPLAUSIBLE, issues or (Issue.IMPLAUSIBLE,))


def named(part: Any) -> str:
    """The item and the answer name a case. A reading does not: it holds sets, whose order differs by process."""
    if isinstance(part, Reading):
        return ""
    return part.link_id if isinstance(part, Item) else str(part)[:40]


YES_NO = Item("a.yes", "yes", "yes_no")
CHOICE = Item("a.choice", "choice", "choice", options=frozenset({"mild", "severe"}))
TICKS = Item("a.ticks", "ticks", "multi_choice", options=frozenset({"pain", "fever", "none", "unsure"}))
TEXT = Item("a.text", "text", "text")
OWN = Item("a.own", "own", "text", own_words=True)
DATE = Item("a.date", "date", "date")
FUTURE = Item("a.future", "future", "date", future=True)
KG = {"kg": Decimal(1), "lb": Decimal("0.5"), "[in_i]": Decimal(3)}
WEIGHT = Item("a.weight", "weight", "quantity", unit="kg", factors=KG, plausible=(30, 300))
BARE = Item("a.bare", "bare", "quantity", unit="kg", factors=KG, plausible=(30, 300), assume_unit=True)
BOUND = Item("a.bound", "bound", "quantity", unit="kg", factors=KG, comparators=True)
SCORE = Item("a.score", "score", "quantity", unit="1", plausible=(0, 3), assume_unit=True)
GROUP = Item("a.group", "group", "group", fields=(BARE, DATE, OWN))


@pytest.mark.parametrize(
    ("item", "answer", "reading"),
    [
        (YES_NO, "yes", Reading((YES,))),
        (YES_NO, False, Reading((NO,))),
        (YES_NO, "perhaps", UNREADABLE),
        (YES_NO, "declined", Reading((), Unknown.DECLINED)),
        (YES_NO, "dont_know", Reading((), Unknown.DONT_KNOW)),
        (YES_NO, "not_asked", UNREADABLE),
        (YES_NO, {"state": "not_asked"}, Reading((), Unknown.NOT_ASKED)),
        (YES_NO, {"state": "stale"}, UNREADABLE),
        (YES_NO, {"state": 7}, UNREADABLE),
        (YES_NO, {"state": "declined", "more": 1}, UNREADABLE),
        (CHOICE, "mild", Reading(("mild",))),
        (CHOICE, "none", UNREADABLE),
        (CHOICE, ["mild"], UNREADABLE),
        (TICKS, "pain", Reading((frozenset({"pain"}),))),
        (TICKS, ["pain", "fever"], Reading((frozenset({"pain", "fever"}),))),
        (TICKS, ["none"], Reading((frozenset(),))),
        (TICKS, [], UNANSWERED),
        (TICKS, 7, UNREADABLE),
        (TICKS, ["unsure"], Reading((frozenset({"unsure"}),), Unknown.DONT_KNOW)),
        (TICKS, ["none", "unsure"], Reading((frozenset({"unsure"}),), Unknown.DONT_KNOW)),
        (
            TICKS,
            ["none", "pain"],
            Reading((frozenset({"pain"}), frozenset()), None, (Issue.CONTRADICTORY,)),
        ),
        (TICKS, ["pain", "itch"], doubted(frozenset({"pain"}), Issue.UNREADABLE)),
        (TICKS, ["pain", 7], doubted(frozenset({"pain"}), Issue.UNREADABLE)),
        (TICKS, ["itch"], UNREADABLE),
        (TICKS, [7], UNREADABLE),
        (TEXT, "555-0100", Reading(("555-0100",))),
        (TEXT, " N/A ", UNANSWERED),
        (TEXT, "", UNANSWERED),
        (TEXT, 7, UNREADABLE),
        (TEXT, "x" * 4000, Reading(("x" * 4000,))),
        (TEXT, "x" * 4001, UNREADABLE),
        (OWN, "x" * 4001, Reading(("x" * 4001,), None, (Issue.UNREADABLE,))),
        (OWN, "x" * 65536, Reading(("x" * 65536,), None, (Issue.UNREADABLE,))),
        (
            OWN,
            "a" * 32768 + "b" + "c" * 32768,
            Reading(("a" * 32768 + "\n.\n" + "c" * 32768,), None, (Issue.UNREADABLE,)),
        ),
        (DATE, "2026-04-20", Reading((DAY,))),
        (DATE, {"value": "2026-04-20"}, Reading((DAY,))),
        (DATE, {"value": "2026-04-20", "unit": "d"}, UNREADABLE),
        (DATE, "2026-04-21", doubted(DAY + 1)),
        (FUTURE, "2026-04-21", Reading((DAY + 1,))),
        (DATE, "1900-01-01", Reading((EARLIEST,))),
        (DATE, "1899-12-31", doubted(EARLIEST - 1)),
        (DATE, "2026", Reading((Interval(date(2026, 1, 1).toordinal(), date(2026, 12, 31).toordinal()),))),
        (
            DATE,
            "03/04/2026",
            Reading(
                (Interval(date(2026, 3, 4).toordinal(), date(2026, 4, 3).toordinal()),),
                None,
                (Issue.DATE_AMBIGUOUS,),
            ),
        ),
        (
            DATE,
            "05/06/2026",
            doubted(
                Interval(date(2026, 5, 6).toordinal(), date(2026, 6, 5).toordinal()),
                Issue.DATE_AMBIGUOUS,
                Issue.IMPLAUSIBLE,
            ),
        ),
        (DATE, 20260420, UNREADABLE),
        (DATE, "soon", UNREADABLE),
        (WEIGHT, 80, WITHOUT_UNIT),
        (WEIGHT, 80.5, WITHOUT_UNIT),
        (WEIGHT, {"value": 80}, WITHOUT_UNIT),
        (WEIGHT, {"value": 80, "unit": None}, WITHOUT_UNIT),
        (WEIGHT, {"value": 80, "unit": "kg"}, Reading((80,))),
        (WEIGHT, {"value": 80.5, "unit": "kg"}, Reading((Decimal("80.5"),))),
        (WEIGHT, {"value": 80, "unit": "lb"}, Reading((40,))),
        (WEIGHT, {"value": 81, "unit": "lb"}, Reading((Decimal("40.5"),))),
        (WEIGHT, {"value": 80, "unit": 7}, UNREADABLE),
        (WEIGHT, {"value": 80, "unit": "bushel"}, UNREADABLE),
        (WEIGHT, {"value": 80, "unit": "mm"}, UNREADABLE),
        (WEIGHT, {"unit": "kg"}, UNREADABLE),
        (WEIGHT, {"value": 80, "unit": "kg", "taken": "today"}, UNREADABLE),
        (WEIGHT, {"value": 80, "unit": "pounds"}, Reading((40,))),
        (WEIGHT, "80 pounds", Reading((40,))),
        (WEIGHT, "80 mmHg", UNREADABLE),
        (WEIGHT, "< 80 kg", UNREADABLE),
        (WEIGHT, "rather a lot", UNREADABLE),
        (WEIGHT, True, UNREADABLE),
        (WEIGHT, 10**10, UNREADABLE),
        (WEIGHT, {"value": 29, "unit": "kg"}, doubted(29)),
        (WEIGHT, {"value": 30, "unit": "kg"}, Reading((30,))),
        (WEIGHT, {"value": 300, "unit": "kg"}, Reading((300,))),
        (WEIGHT, {"value": 301, "unit": "kg"}, doubted(301)),
        (BARE, 80, Reading((80,))),
        (BARE, 80.5, Reading((Decimal("80.5"),))),
        (BARE, "80", Reading((80,))),
        (BARE, 12, doubted(12, Issue.IMPLAUSIBLE, Issue.UNIT_AMBIGUOUS)),
        (BARE, 2000, doubted(2000)),
        (BARE, {"value": 12, "unit": "kg"}, doubted(12)),
        (BARE, -80, doubted(-80)),
        (BOUND, "< 80 kg", Reading((Interval(0, 80),))),
        (BOUND, {"value": 80, "unit": "lb", "comparator": ">"}, Reading((Interval(40, 10**9),))),
        (BOUND, "< 80", WITHOUT_UNIT),
        (SCORE, 2, Reading((2,))),
        (SCORE, 4, doubted(4)),
    ],
    ids=named,
)
def test_an_answer_is_read_as_its_kind_says(item: Item, answer: Any, reading: Reading) -> None:
    assert read_answer(item, answer, DAY) == reading


FULL = {"a.bare": 80, "a.date": "2026-04-20", "a.own": "well"}
EMPTY = (None, None, None)


@pytest.mark.parametrize(
    ("answer", "reading"),
    [
        ("none", Reading(((),))),
        ([], UNANSWERED),
        ("nothing", UNREADABLE),
        (7, UNREADABLE),
        (FULL, Reading((((80, DAY, "well"),),))),
        ([FULL, {"a.bare": 90}], Reading((((80, DAY, "well"), (90, None, None)),))),
        ([{}], Reading(((EMPTY,),))),
        ([FULL, "x"], UNREADABLE),
        ([FULL] * 100, Reading((((80, DAY, "well"),) * 100,))),
        ([FULL] * 101, UNREADABLE),
        ([{"a.bare": "high"}], Reading(((EMPTY,),), None, (Issue.UNREADABLE,))),
        ([{**FULL, "more": 1}], Reading((((80, DAY, "well"),),), None, (Issue.UNREADABLE,))),
        (
            [{"a.bare": 2000, "a.date": "2027-01-01", "more": 1}, {"a.bare": 80}],
            Reading(
                (
                    (EMPTY, (80, None, None)),
                    ((2000, date(2027, 1, 1).toordinal(), None), (80, None, None)),
                ),
                None,
                (Issue.IMPLAUSIBLE, Issue.UNREADABLE),
            ),
        ),
    ],
    ids=named,
)
def test_the_rows_of_a_list(answer: Any, reading: Reading) -> None:
    assert read_answer(GROUP, answer, DAY) == reading


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        (Fact("f", (YES,)), Fact("f", (YES,)), Fact("f", (YES,))),
        (Fact("f", (YES,)), Fact("f", (NO,)), Fact("f", (YES, NO), None, (Issue.CONTRADICTORY,))),
        (Fact("f", (), Unknown.DECLINED), Fact("f", (NO,)), Fact("f", (NO,))),
        (Fact("f", (NO,)), Fact("f", (), Unknown.DECLINED), Fact("f", (NO,))),
        (
            Fact("f", (), Unknown.DECLINED),
            Fact("f", (), Unknown.UNANSWERED),
            Fact("f", (), Unknown.DECLINED),
        ),
        (
            Fact("f", (None, 5), Unknown.IMPLAUSIBLE, (Issue.IMPLAUSIBLE,)),
            Fact("f", (5,), None, (Issue.DATE_AMBIGUOUS,)),
            Fact("f", (None, 5), Unknown.IMPLAUSIBLE, (Issue.IMPLAUSIBLE, Issue.DATE_AMBIGUOUS)),
        ),
        (
            Fact("f", (None, 5), Unknown.IMPLAUSIBLE, (Issue.IMPLAUSIBLE,)),
            Fact("f", (7,)),
            Fact("f", (None, 5, 7), Unknown.IMPLAUSIBLE, (Issue.IMPLAUSIBLE, Issue.CONTRADICTORY)),
        ),
    ],
)
def test_a_known_answer_beats_an_unknown_one_and_two_known_ones_conflict(
    one: Fact, other: Fact, merged: Fact
) -> None:
    assert merge(one, other) == merged


ALL = (YES_NO, CHOICE, TICKS, OWN, DATE, WEIGHT, BARE, SCORE, GROUP)


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (YES_NO, "yes"),
        (YES_NO, "no"),
        (YES_NO, ["no"]),
        (YES_NO, True),
        (YES_NO, "dont_know"),
        (CHOICE, "mild"),
        (CHOICE, "declined"),
        (CHOICE, "other"),
        (TICKS, "pain"),
        (TICKS, ["pain"]),
        (TICKS, ["none"]),
        (TICKS, ["pain", "fever"]),
        (TICKS, [7]),
        (TICKS, [["pain"]]),
        (TICKS, []),
        (SCORE, 2),
        (SCORE, 3),
        (SCORE, 4),
        (SCORE, -1),
        (SCORE, "2"),
        (SCORE, True),
        (SCORE, 2.0),
        (OWN, "well"),
        (OWN, "declined"),
        (DATE, "2026-04-20"),
        (DATE, "2026-04-21"),
        (GROUP, [FULL]),
        (WEIGHT, {"value": 80, "unit": "kg"}),
    ],
    ids=named,
)
def test_a_questionnaire_is_read_as_each_answer_alone(item: Item, answer: Any) -> None:
    reader = FactReader(ALL)
    for _ in range(2):
        facts = reader.read({item.link_id: answer}, as_of=TODAY, phase=Phase.INTAKE)
        assert list(facts) == [each.fact for each in ALL]
        assert facts.pop(item.fact) == Fact(item.fact, *read_answer(item, answer, DAY))
        assert set(facts.values()) == {Fact(name, (), Unknown.UNANSWERED) for name in facts}


@pytest.mark.parametrize("word", ["declined", "dont_know"])
def test_the_words_for_no_answer_are_read_alone_in_a_list_too(word: str) -> None:
    """A questionnaire in FHIR offers them among the options of a list."""
    facts = FactReader(ALL).read({"a.ticks": [word]}, as_of=TODAY, phase=Phase.INTAKE)
    assert facts["ticks"] == Fact("ticks", (), Unknown(word))


def test_what_is_not_asked_in_a_phase_or_not_yet_is_not_unanswered() -> None:
    later = Item("a.later", "later", "yes_no", phases=frozenset({Phase.SESSION}))
    reader = FactReader([later, YES_NO])
    for phase, draft, reasons in (
        (Phase.INTAKE, False, {"later": "not_asked", "yes": "unanswered"}),
        (Phase.SESSION, False, {"later": "unanswered", "yes": "unanswered"}),
        (Phase.SESSION, True, {"later": "not_asked", "yes": "not_asked"}),
    ):
        facts = reader.read({"a.yes": None, "unheard.of": 1}, as_of=TODAY, phase=phase, draft=draft)
        assert {name: str(fact.unknown) for name, fact in facts.items()} == reasons


def test_a_fact_several_items_feed_is_read_from_all_of_them() -> None:
    other = Item("a.other", "yes", "yes_no", phases=frozenset({Phase.SESSION}))
    reader = FactReader([YES_NO, DATE, other])

    def read(phase: Phase = Phase.INTAKE, **answers: Any) -> Fact:
        given = {f"a.{name}": answer for name, answer in answers.items()}
        return reader.read(given, as_of=TODAY, phase=phase)["yes"]

    assert read(yes="yes", other="no") == Fact("yes", (YES, NO), None, (Issue.CONTRADICTORY,))
    assert read(other="no") == Fact("yes", (NO,))
    assert read(yes="declined") == Fact("yes", (), Unknown.DECLINED)
    assert read() == Fact("yes", (), Unknown.UNANSWERED)
    assert reader.read({}, as_of=TODAY, phase=Phase.INTAKE, draft=True)["yes"].unknown is Unknown.NOT_ASKED


def test_a_day_several_items_may_name_cannot_lie_in_the_future() -> None:
    reader = FactReader([DATE, Item("a.day", "date", "date")])
    facts = reader.read({"a.day": "2026-04-21"}, as_of=TODAY, phase=Phase.INTAKE)
    assert (facts["date"].values, facts["date"].issues) == ((None, DAY + 1), (Issue.IMPLAUSIBLE,))


def test_an_answer_that_breaks_its_reader_is_unreadable_and_loses_no_other() -> None:
    odd = Item("a.odd", "odd", "no_such_kind")
    facts = FactReader([odd, YES_NO]).read({"a.odd": "x", "a.yes": "yes"}, as_of=TODAY, phase=Phase.INTAKE)
    assert facts["odd"] == Fact("odd", (), Unknown.IMPLAUSIBLE, (Issue.UNREADABLE,))
    assert facts["yes"] == Fact("yes", (YES,))
