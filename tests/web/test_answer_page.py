"""A patient on a phone opens the link, answers, and is told nothing but that it arrived."""

import os
import re
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from functions.adapters.released import current_rule_set
from functions.api.crisis import ANYWHERE, texts
from infra.local_cloud.pages import WEB
from tests.functions.desks import Service

EVERYTHING = ("cv.htn", "cv.symptoms", "demo.dob", "body.weight", "med.list", "scale.phq9.1", "demo.location")
# WCAG 2.2, 2.5.5: 44 CSS pixels.
SMALLEST_TOUCH = 44
# `PICTURES=folder make web` keeps what was seen.
PICTURES = os.environ.get("PICTURES")
_numbers = count()

type Link = Callable[..., str]


@pytest.fixture
def link(clinic_service: Service, origin: str) -> Link:
    """A case whose patient left everything out, and the link to some of its questions."""

    def made(*link_ids: str) -> str:
        asked = current_rule_set().questionnaire
        reference = f"patient-{next(_numbers)}"
        body: dict[str, Any] = {
            "questionnaire": {"id": asked["id"], "version": asked["version"]},
            "phase": "intake",
            "patientReference": reference,
            "answers": {"demo.respondent": "self"},
        }
        clinic_service.submit(body, key=reference)
        case = clinic_service.search(reference).body["cases"][0]["id"]
        reply = clinic_service.work(case, "information-requests", {"linkIds": list(link_ids)})
        assert reply.status == 201, reply.text
        return f"{origin}/answer#{reply.body['link'].partition('#')[2]}"

    return made


def accessible(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_questions_can_be_read_and_used_by_everybody(page: Page, link: Link) -> None:
    page.goto(link(*EVERYTHING))
    expect(page.get_by_text("Your clinic has 7 more questions.")).to_be_visible()
    accessible(page, "questions")


def test_the_secret_leaves_the_address_at_once_and_never_reaches_a_server(page: Page, link: Link) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + str(request.headers)))
    address = link("cv.htn")
    page.goto(address)
    expect(page.get_by_role("button", name="Send my answers")).to_be_visible()
    assert page.url == address.partition("#")[0]
    secret = address.rpartition(".")[2]
    assert [seen for seen in asked if secret in seen.partition("#")[0]] == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_answers_of_every_kind_arrive_as_the_questionnaire_wants_them(
    page: Page, link: Link, clinic_service: Service
) -> None:
    page.goto(link(*EVERYTHING))
    page.get_by_role("group", name="high blood pressure").get_by_label("No", exact=True).check()
    page.get_by_label("Chest pain, pressure or tightness when you walk uphill").check()
    page.get_by_label("What is your date of birth?").fill("1981-02")
    page.get_by_label("What is your weight?", exact=True).fill("82.5")
    page.get_by_label("Unit: What is your weight?").select_option("kg")
    first = page.get_by_role("group", name="Entry 1")
    first.get_by_role("textbox").first.fill("sertraline")
    page.get_by_role("button", name="Add another").click()
    page.get_by_label("Several days").check()
    page.get_by_label("In which country").fill("US, Oregon")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Your answers have been received.")).to_be_visible()
    clinic, _, _, screening_id = clinic_service.store.responses[-1]
    stored = clinic_service.store.screening(clinic, screening_id)
    assert stored is not None
    assert stored.answers == {
        "cv.htn": "no",
        "cv.symptoms": ["effort_angina"],
        "demo.dob": "1981-02",
        "body.weight": {"value": Decimal("82.5"), "unit": "kg"},
        "med.list": [{"name": "sertraline"}],
        "scale.phq9.1": 1,
        "demo.location": "US, Oregon",
    }
    accessible(page, "receipt")


def test_nothing_stays_in_the_browser_after_sending(page: Page, link: Link) -> None:
    page.goto(link("demo.location"))
    page.get_by_label("In which country").fill("Kanarie")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    assert "Kanarie" not in page.content()
    assert page.locator("form, input, textarea").count() == 0
    page.reload()
    expect(page.get_by_text("Please open this page with the link")).to_be_visible()


def test_whoever_is_in_danger_reads_where_help_is_before_anything_else(page: Page, link: Link) -> None:
    page.goto(link("acute.now"))
    page.get_by_label("Pain, pressure or tightness in the chest while resting").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Please read this first")).to_be_focused()
    expect(page.get_by_text("Some of your answers can be signs of an emergency.")).to_be_visible()
    accessible(page, "danger")


def test_nothing_answered_is_said_and_leads_to_the_first_question(page: Page, link: Link) -> None:
    page.goto(link("cv.htn", "demo.location"))
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_be_focused()
    accessible(page, "nothing-answered")
    page.get_by_role("link", name="Answer at least one question").click()
    assert page.evaluate("document.activeElement.type") in ("radio", "textarea")


def test_a_number_without_its_unit_is_asked_for(page: Page, link: Link) -> None:
    page.goto(link("body.weight"))
    page.get_by_label("What is your weight?", exact=True).fill("82")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("link", name=re.compile("Choose the unit")).click()
    expect(page.get_by_label("Unit: What is your weight?")).to_be_focused()
    accessible(page, "unit")


def test_a_missing_unit_never_holds_up_an_answer_for_good(page: Page, link: Link) -> None:
    page.goto(link("body.weight", "acute.now"))
    page.get_by_label("What is your weight?", exact=True).fill("82")
    page.get_by_label("A fit or seizure").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("You can also send it as it is.")).to_be_visible()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Please read this first")).to_be_focused()


def test_none_of_these_unticks_the_others(page: Page, link: Link) -> None:
    page.goto(link("cv.symptoms"))
    page.get_by_label("I am not sure about one of these").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("I am not sure about one of these")).not_to_be_checked()


def test_everything_can_be_done_with_the_keyboard(page: Page, link: Link, clinic_service: Service) -> None:
    page.goto(link("cv.htn"))
    expect(page.get_by_role("button", name="Send my answers")).to_be_visible()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your answers have been received.")).to_be_visible()
    assert clinic_service.store.responses


def test_a_link_that_opens_nothing_says_so_and_names_help(page: Page, origin: str) -> None:
    page.goto(f"{origin}/answer#democlinic.{'0' * 32}.{'A' * 43}")
    expect(page.get_by_text("This link cannot be used.")).to_be_visible()
    expect(page.get_by_text("988").first).to_be_visible()
    accessible(page, "refused")


def test_what_could_not_be_sent_stays_on_the_page(page: Page, link: Link) -> None:
    page.goto(link("demo.location"))
    page.get_by_label("In which country").fill("US")
    page.route("**/v1/information/answers", lambda route: route.abort())
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("have not been sent")
    accessible(page, "not-sent")
    page.unroute("**/v1/information/answers")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Your answers have been received.")).to_be_visible()


def test_what_can_be_touched_is_big_enough(page: Page, link: Link) -> None:
    page.goto(link(*EVERYTHING))
    expect(page.get_by_role("button", name="Send my answers")).to_be_visible()
    touched = page.locator("button, label.option, select, input[type=text], textarea")
    heights = touched.evaluate_all("nodes => nodes.map(node => node.getBoundingClientRect().height)")
    assert min(heights) >= SMALLEST_TOUCH


def test_the_words_that_always_stand_there_are_the_services_own() -> None:
    words = (WEB / "answer.html").read_text()
    assert [text for text in texts(ANYWHERE) if text not in words] == []


def test_nothing_runs_that_is_not_ours(page: Page, link: Link) -> None:
    page.goto(link("cv.htn"))
    expect(page.get_by_role("button", name="Send my answers")).to_be_visible()
    loaded = page.evaluate("performance.getEntriesByType('resource').map(each => new URL(each.name).origin)")
    assert set(loaded) == {page.evaluate("location.origin")}
