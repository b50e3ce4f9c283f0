"""The sample intakes of the demo say what their names say, today and in years to come."""

from datetime import date

import pytest

from infra.sample_intakes import sample_intake
from rules.engine.screening import screen
from rules.engine.terms import Phase
from tests.rules.intakes import DEMO, released


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2028, 2, 29), date(2030, 1, 1)])
@pytest.mark.parametrize(
    ("name", "disposition", "contact"),
    [
        ("nothing_found", "no_flags", "routine"),
        ("needs_review", "needs_review", "routine"),
        ("contact_now", "urgent", "now"),
    ],
)
def test_a_sample_is_what_it_is_called(name: str, disposition: str, contact: str, today: date) -> None:
    answers = sample_intake(name, today)["answers"]
    screening = screen(released(), answers, phase=Phase.INTAKE, as_of=today, site=DEMO)
    assert screening.strictest == disposition
    assert screening.contact == contact


@pytest.mark.parametrize("name", ["nothing_found", "needs_review", "contact_now"])
def test_a_sample_answers_the_published_questionnaire(name: str) -> None:
    intake = sample_intake(name, date(2026, 11, 22))
    published = {item["linkId"] for item in released().questionnaire["items"]}
    assert intake["questionnaire"] == {"id": "ketamine-intake", "version": released().version}
    assert intake["answers"].keys() <= published
