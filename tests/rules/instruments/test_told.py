"""The course of one patient as it is told, whole; and which score is the baseline, and which the latest."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from rules.engine.instruments.course import course
from rules.engine.instruments.taken import Taken
from rules.engine.terms import Phase
from tests.rules.instruments.test_course import INTAKE, SESSION, START, phq9, scored, shown, taken
from tests.rules.intakes import released


def day(number: int) -> str:
    return (START + timedelta(days=number)).isoformat()


def row(total: int | None, of: int | str | None = None, instrument: str | None = "madrs") -> dict[str, Any]:
    """A line of scores; the day may be a number of days after the start."""
    cells = {"instrument": instrument, "total": total, "date": day(of) if isinstance(of, int) else of}
    return {name: cell for name, cell in cells.items() if cell is not None}


def rated(number: int, phase: Phase, *rows: Mapping[str, Any], stated: Sequence[Any] = (), **more: Any) -> Taken:
    answers = {"scale.scores": list(rows), "followup.baseline": list(stated)}
    return taken(number, phase, {name: rows for name, rows in answers.items() if rows}, **more)


def madrs(*screenings: Taken, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = shown(*screenings, **more)["madrs"]
    return told


_NOT_JUDGED: dict[str, Any] = {"change": None, "standing": None, "possible": []}


def test_the_course_of_a_patient_as_it_is_told() -> None:
    intake = rated(0, Phase.INTAKE, row(34, 0))
    follow_up = rated(14, Phase.FOLLOW_UP, row(20, 13))
    intake = intake._replace(answers={**intake.answers, **scored(24)})
    follow_up = follow_up._replace(answers={**follow_up.answers, **phq9(3, 3, 2, 0, 0, 0, 0, 0, None)})
    told = course(released(), [follow_up, SESSION, intake], today=START + timedelta(days=27), complete=True)

    before = {"screeningId": "000-intake", "phase": "intake", "day": "2026-02-19", "source": "filled_in"}
    after = {"screeningId": "014-follow_up", "phase": "follow_up", "day": "2026-03-05", "source": "filled_in"}
    moved = {
        "change": {"points": [-16, -13], "improvementPercent": [Decimal("54.1"), Decimal("66.6")]},
        "standing": "response",
        "possible": ["response"],
    }
    assert told["treatedSince"] == "2026-02-26"
    assert [each["id"] for each in told["instruments"]] == ["audit_c", "gad7", "madrs", "phq9"]
    assert told["instruments"][3] == {
        "id": "phq9",
        "title": "Patient Health Questionnaire 9 (PHQ-9)",
        "range": [0, 27],
        "judged": True,
        "baseline": {
            "total": 24,
            "bounds": [24, 24],
            "because": "filled_in_at_intake",
            "daysBeforeTreatment": 7,
            "scores": [{**before, "total": 24, "bounds": [24, 24]}],
        },
        "scores": [
            {**before, "total": 24, "bounds": [24, 24], "band": "severe", "possibleBands": ["severe"], **_NOT_JUDGED},
            {**after, "total": None, "bounds": [8, 11], "band": None, "possibleBands": ["mild", "moderate"], **moved},
        ],
        "current": {
            "screeningIds": ["014-follow_up"],
            "inDate": True,
            "total": None,
            "bounds": [8, 11],
            **moved,
        },
    }
    assert told["instruments"][2]["baseline"]["scores"] == [
        {**before, "source": "entered", "total": 34, "bounds": [34, 34]}
    ]
    assert told["instruments"][2]["current"] == {
        "screeningIds": ["014-follow_up"],
        "inDate": True,
        "total": 20,
        "bounds": [20, 20],
        "change": {"points": [-14, -14], "improvementPercent": [Decimal("41.1")] * 2},
        "standing": "partial_response",
        "possible": ["partial_response"],
    }
    assert "madrs_remission_below" in [each["id"] for each in told["definitions"]]


def test_while_screenings_were_not_read_nobody_says_since_when_there_was_treatment() -> None:
    assert course(released(), [INTAKE, SESSION], today=START, complete=False)["treatedSince"] is None
    assert course(released(), [INTAKE], today=START, complete=True)["treatedSince"] is None


def test_the_first_treatment_is_the_earliest_session_or_follow_up_draft_or_not() -> None:
    draft = taken(5, Phase.SESSION, draft=True)
    for screenings in ((INTAKE, SESSION, draft), (INTAKE, SESSION, taken(5, Phase.FOLLOW_UP))):
        assert course(released(), screenings, today=START, complete=True)["treatedSince"] == day(5)


AT_INTAKE = rated(0, Phase.INTAKE, row(40, 0))

BASELINES: list[tuple[str, Sequence[Taken], list[int] | None, str, int | None]] = [
    ("entered at an intake", [AT_INTAKE, SESSION], [40, 40], "entered_at_intake", 7),
    ("of the day of treatment", [rated(0, Phase.INTAKE, row(40, 7)), taken(8, Phase.SESSION)], [40, 40],
     "entered_at_intake", 1),
    ("the latest of two", [rated(0, Phase.INTAKE, row(40, -3), row(30, -1)), SESSION], [30, 30],
     "entered_at_intake", 8),
    ("both of one day", [rated(0, Phase.INTAKE, row(40, 0), row(30, 0)), SESSION], [30, 40], "entered_at_intake", 7),
    ("one of no day", [rated(0, Phase.INTAKE, row(40, 0), row(30)), SESSION], [30, 40], "entered_at_intake", 7),
    ("one of a month", [rated(0, Phase.INTAKE, row(40, 0), row(30, "2026-01")), SESSION], [30, 40],
     "entered_at_intake", 7),
    ("one of no scale", [rated(0, Phase.INTAKE, row(40, 0), row(30, 0, None)), SESSION], [30, 40],
     "entered_at_intake", 7),
    ("of no day at all", [rated(0, Phase.INTAKE, row(40)), SESSION], [40, 40], "entered_at_intake", None),
    ("of another scale", [rated(0, Phase.INTAKE, row(40, 0, "isi"), row(20, -9)), SESSION], [20, 20],
     "entered_at_intake", 16),
    ("after the treatment began", [AT_INTAKE, SESSION, rated(9, Phase.INTAKE, row(10, 8))], [40, 40],
     "entered_at_intake", 7),
    ("on the day it began", [AT_INTAKE, SESSION, rated(9, Phase.INTAKE, row(10, 7))], [10, 10],
     "entered_at_intake", 0),
    ("a follow-up is none", [AT_INTAKE, SESSION, rated(9, Phase.FOLLOW_UP, row(10, 6))], [40, 40],
     "entered_at_intake", 7),
    ("stated by the clinic", [AT_INTAKE, SESSION, rated(9, Phase.FOLLOW_UP, stated=[row(36, 6)])], [36, 36],
     "stated_by_clinic", 1),
    ("stated of an earlier day", [AT_INTAKE, SESSION, rated(9, Phase.FOLLOW_UP, stated=[row(36, -6)])], [40, 40],
     "entered_at_intake", 7),
    ("stated of the same day", [AT_INTAKE, SESSION, rated(9, Phase.FOLLOW_UP, stated=[row(36, 0)])], [36, 40],
     "several", 7),
    ("stated for a later treatment", [AT_INTAKE, SESSION, rated(30, Phase.FOLLOW_UP, stated=[row(36, 20)])],
     [36, 36], "stated_by_clinic", None),
    ("a score its scale cannot have", [rated(0, Phase.INTAKE, row(61, 0)), SESSION], None, "not_known", 7),
    ("no score before treatment", [SESSION, rated(9, Phase.FOLLOW_UP, row(10, 8))], None,
     "no_score_before_treatment", None),
]  # fmt: skip


@pytest.mark.parametrize(("_story", "screenings", "bounds", "because", "before"), BASELINES)
def test_the_baseline(
    _story: str, screenings: Sequence[Taken], bounds: list[int] | None, because: str, before: int | None
) -> None:
    baseline = madrs(*screenings)["baseline"]
    assert (baseline["bounds"], baseline["because"]) == (bounds, because)
    assert baseline["daysBeforeTreatment"] == before


def test_a_baseline_names_the_scores_it_rests_on() -> None:
    stated = rated(9, Phase.FOLLOW_UP, stated=[row(36, 0), row(50, -1)])
    chosen = madrs(AT_INTAKE, SESSION, stated)["baseline"]["scores"]
    assert [(each["screeningId"], each["total"], each["source"]) for each in chosen] == [
        ("000-intake", 40, "entered"),
        ("009-follow_up", 36, "stated_baseline"),
    ]


LATEST: list[tuple[str, Sequence[Taken], list[int] | None, list[str]]] = [
    ("the latest by its day", [rated(14, Phase.FOLLOW_UP, row(30, 14)), rated(21, Phase.FOLLOW_UP, row(12, 13))],
     [30, 30], ["014-follow_up"]),
    ("of the same day both", [rated(14, Phase.FOLLOW_UP, row(30, 14)), rated(21, Phase.FOLLOW_UP, row(12, 14))],
     [12, 30], ["014-follow_up", "021-follow_up"]),
    ("one of no day", [rated(14, Phase.FOLLOW_UP, row(30, 14)), rated(21, Phase.FOLLOW_UP, row(12))],
     [12, 30], ["014-follow_up", "021-follow_up"]),
    ("one of no scale", [rated(14, Phase.FOLLOW_UP, row(30, 14)), rated(21, Phase.FOLLOW_UP, row(12, None, None))],
     [12, 30], ["014-follow_up", "021-follow_up"]),
    ("one of another scale and no day", [rated(14, Phase.FOLLOW_UP, row(30, 14), row(12, None, "isi"))],
     [30, 30], ["014-follow_up"]),
    ("an intake of no day is none", [rated(14, Phase.FOLLOW_UP, row(30, 14)), rated(21, Phase.INTAKE, row(12))],
     [30, 30], ["014-follow_up"]),
    ("a stated baseline of no day is none", [rated(14, Phase.FOLLOW_UP, row(30, 14), stated=[row(50)])],
     [30, 30], ["014-follow_up"]),
    ("an intake of a later day", [rated(14, Phase.FOLLOW_UP, row(30, 14)), rated(21, Phase.INTAKE, row(12, 21))],
     [12, 12], ["021-intake"]),
    ("two of one screening", [rated(14, Phase.FOLLOW_UP, row(30, 14), row(25, 14))], [25, 30], ["014-follow_up"]),
    ("at a session", [rated(14, Phase.SESSION, row(30, 14))], [30, 30], ["014-session"]),
]  # fmt: skip


@pytest.mark.parametrize(("_story", "later", "bounds", "ids"), LATEST)
def test_the_latest_score(_story: str, later: Sequence[Taken], bounds: list[int] | None, ids: list[str]) -> None:
    current = madrs(AT_INTAKE, SESSION, *later)["current"]
    assert (current["bounds"], current["screeningIds"]) == (bounds, ids)


@pytest.mark.parametrize(
    ("screening", "judged"),
    [
        (rated(7, Phase.FOLLOW_UP, row(12, 7)), True),
        (rated(8, Phase.SESSION, row(12, 7)), False),
        (rated(8, Phase.SESSION, row(12, 8)), True),
        (rated(9, Phase.FOLLOW_UP, row(12, 6)), False),
        (rated(9, Phase.FOLLOW_UP, row(12)), False),
    ],
)
def test_a_score_is_judged_once_it_was_surely_taken_after_the_first_treatment(
    screening: Taken, *, judged: bool
) -> None:
    told = madrs(AT_INTAKE, SESSION, screening)
    assert [(each["total"], each["standing"]) for each in told["scores"] if each["total"] == 12] == [
        (12, "response" if judged else None)
    ]
    assert (told["current"] is not None) is judged


@pytest.mark.parametrize(
    ("today", "in_date"), [(date(2026, 3, 19), True), (date(2026, 3, 20), False), (date(2026, 3, 5), True)]
)
def test_a_score_is_in_date_for_a_fortnight(today: date, *, in_date: bool) -> None:
    follow_up = rated(14, Phase.FOLLOW_UP, row(12, 14))
    assert madrs(AT_INTAKE, SESSION, follow_up, today=today)["current"]["inDate"] is in_date


def test_a_score_of_today_is_the_latest() -> None:
    follow_up = rated(14, Phase.FOLLOW_UP, row(12, 14))
    earlier = rated(13, Phase.FOLLOW_UP, row(30, 13))
    current = madrs(AT_INTAKE, SESSION, earlier, follow_up, today=START + timedelta(days=14))["current"]
    assert current["screeningIds"] == ["014-follow_up"]


def test_screenings_count_by_the_day_their_form_came_in() -> None:
    late = rated(20, Phase.FOLLOW_UP, row(12, 5), came_in=START + timedelta(days=5))
    assert course(released(), [INTAKE, late, SESSION], today=START, complete=True)["treatedSince"] == day(5)
    first = rated(0, Phase.INTAKE, row(40, 0), name="z")
    second = rated(3, Phase.INTAKE, row(30, 0), name="a")
    chosen = madrs(second, first, SESSION)["baseline"]["scores"]
    assert [each["screeningId"] for each in chosen] == ["z", "a"]


def test_scores_are_told_in_the_order_of_their_days() -> None:
    several = rated(30, Phase.FOLLOW_UP, row(22, 29), row(24), row(26, "2026-02"), row(21, 20), row(20, 20))
    earlier = rated(20, Phase.FOLLOW_UP, row(23, 20))
    told = madrs(several, AT_INTAKE, SESSION, earlier)["scores"]
    assert [(each["total"], each["day"]) for each in told] == [
        (24, None),
        (40, day(0)),
        (26, None),
        (23, day(20)),
        (20, day(20)),
        (21, day(20)),
        (22, day(29)),
    ]


def test_of_one_day_and_screening_an_unknown_score_is_told_first() -> None:
    told = madrs(AT_INTAKE, SESSION, rated(20, Phase.FOLLOW_UP, row(0, 20), row(None, 20), row(1, 20)))["scores"]
    assert [each["total"] for each in told[1:]] == [None, 0, 1]
