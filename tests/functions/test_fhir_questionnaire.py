"""The questionnaire in FHIR: sound by the rules of R4, and the same questions as our own."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from functions.api.fhir_codes import ANSWERS, NO_ANSWER, SYSTEMS, UCUM
from functions.api.fhir_questionnaire import LISTED, OFFICIAL_WORDING, Part, questionnaire_resource
from functions.service.documents import written
from rules.engine.frames import Frames, Given
from rules.engine.terms import Phase
from rules.engine.truth import YES
from tests.functions.fhir_forms import Element, enabled, flat, words
from tests.rules.intakes import TODAY, changed, released, well
from tests.rules.stories import stories

R4_TYPES = {"group", "display", "choice", "date", "decimal", "quantity", "text"}
ELEMENTS = {
    "linkId", "text", "_text", "type", "item", "code", "required", "repeats", "answerOption", "enableWhen",
    "enableBehavior", "extension",
}  # fmt: skip
SHOWN_ALWAYS = {
    # It depends on a sum of three answers.
    "sud.dependence",
}
FORMS = [(phase, part) for phase in Phase for part in (None, *Part)]


@cache
def form(phase: Phase, part: Part | None = None) -> Element:
    """The form as it arrives."""
    parsed: Element = json.loads(written(questionnaire_resource(released(), phase, part)))
    return parsed


def asked(phase: Phase, part: Part | None = None) -> Iterator[Mapping[str, Any]]:
    for item in released().questionnaire["items"]:
        if phase in item["phases"] and part in (None, item["answeredBy"]):
            yield item


def by_link_id(phase: Phase, part: Part | None = None) -> Mapping[str, Element]:
    return {item["linkId"]: item for item in flat(form(phase, part))}


@pytest.mark.parametrize(("phase", "part"), FORMS)
class TestSoundness:
    """What R4 asks of any Questionnaire."""

    def test_link_ids_are_unique(self, phase: Phase, part: Part | None) -> None:
        link_ids = [item["linkId"] for item in flat(form(phase, part))]
        assert len(link_ids) == len(set(link_ids)) > 0

    def test_only_elements_and_types_of_r4_are_used(self, phase: Phase, part: Part | None) -> None:
        for item in flat(form(phase, part)):
            assert item.keys() <= ELEMENTS, item["linkId"]
            assert item["type"] in R4_TYPES

    def test_a_question_is_enabled_by_questions_that_stand_before_it(self, phase: Phase, part: Part | None) -> None:
        seen: dict[str, Element] = {}
        for item in flat(form(phase, part)):
            for test in item.get("enableWhen", ()):
                assert test["question"] in seen, item["linkId"]
                assert sum(key.startswith("answer") for key in test) == 1
            assert ("enableBehavior" in item) == (len(item.get("enableWhen", ())) > 1)
            seen[item["linkId"]] = item

    def test_what_enables_a_question_is_an_answer_that_is_offered(self, phase: Phase, part: Part | None) -> None:
        items = by_link_id(phase, part)
        for item in items.values():
            for test in item.get("enableWhen", ()):
                source = items[test["question"]]
                if "answerCoding" in test:
                    assert test["answerCoding"] in [option["valueCoding"] for option in source["answerOption"]]
                else:
                    assert source["type"] == "decimal"

    def test_options_belong_to_choices_and_choices_have_some(self, phase: Phase, part: Part | None) -> None:
        for item in flat(form(phase, part)):
            assert ("answerOption" in item) == (item["type"] == "choice"), item["linkId"]
            codings = [option["valueCoding"] for option in item.get("answerOption", ())]
            assert len(codings) == len({(coding["system"], coding["code"]) for coding in codings})

    def test_groups_hold_items_and_displays_ask_nothing(self, phase: Phase, part: Part | None) -> None:
        for item in flat(form(phase, part)):
            assert (item["type"] != "group") or item["item"]
            if item["type"] == "display":
                assert item.keys() <= {"linkId", "type", "text", "extension"}

    def test_every_text_is_there(self, phase: Phase, part: Part | None) -> None:
        assert all(item["text"].strip() for item in flat(form(phase, part)))

    def test_it_says_what_it_is(self, phase: Phase, part: Part | None) -> None:
        resource = form(phase, part)
        assert resource["resourceType"] == "Questionnaire"
        assert resource["status"] == ("draft" if released().incomplete else "active")
        assert resource["version"] == released().version
        assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", resource["name"])
        assert resource["url"] == f"urn:ketascreen:questionnaire:ketamine-intake:{phase}"


@pytest.mark.parametrize("phase", Phase)
class TestSameQuestions:
    """Every native item is there and can be told back."""

    def test_every_item_is_there_and_nothing_else(self, phase: Phase) -> None:
        expected: set[str] = {f"part.{item['answeredBy']}" for item in asked(phase)}
        for item in asked(phase):
            expected.add(item["linkId"])
            expected |= {f"{item['linkId']}.help"} if "help" in item else set()
            expected |= {f"{item['linkId']}.{part['linkId']}" for part in item.get("fields", ())}
            expected |= {f"{item['linkId']}.{LISTED}"} if item["kind"] == "group" else set()
        assert by_link_id(phase).keys() == expected

    def test_a_part_holds_what_its_people_answer(self, phase: Phase) -> None:
        for part in Part:
            there = by_link_id(phase, part).keys()
            assert {item["linkId"] for item in asked(phase, part)} <= there
            assert there.isdisjoint(item["linkId"] for item in asked(phase) if item["answeredBy"] != part)

    def test_the_kind_of_an_item_can_be_told_from_its_type(self, phase: Phase) -> None:
        items = by_link_id(phase)
        for item in asked(phase):
            assert _kind(items[item["linkId"]]) == _expected_kind(item), item["linkId"]
            for part in item.get("fields", ()):
                assert _kind(items[f"{item['linkId']}.{part['linkId']}"]) == _expected_kind(part)

    def test_every_choice_offers_its_options_and_not_to_answer(self, phase: Phase) -> None:
        items = by_link_id(phase)
        for item in asked(phase):
            if item["kind"] in {"yes_no", "choice", "multi_choice"}:
                element = items[item["linkId"]]
                native = [option["value"] for option in item.get("options", ())] or ["yes", "no"]
                assert words(element) == native
                assert [option["valueCoding"]["code"] for option in element["answerOption"]][-2:] == list(NO_ANSWER)

    def test_every_unit_a_question_takes_is_offered(self, phase: Phase) -> None:
        items = by_link_id(phase)
        for item in asked(phase):
            if item["kind"] == "quantity" and items[item["linkId"]]["type"] == "quantity":
                offered = [part["valueCoding"] for part in items[item["linkId"]]["extension"]]
                assert [coding["display"] for coding in offered] == item["units"]
                assert [coding["code"] for coding in offered] == [UCUM[unit] for unit in item["units"]]

    def test_a_reader_is_shown_what_our_own_form_shows(self, phase: Phase) -> None:
        elements = by_link_id(phase)
        gated = [item for item in asked(phase) if "enabledWhen" in item and item["kind"] != "group"]
        for answers in [well(), *(changed(story["answers"]) for story in stories().values())]:
            shown = _shown(answers, phase)
            for item in gated:
                if item["linkId"] not in SHOWN_ALWAYS:
                    assert enabled(elements[item["linkId"]], answers) == (item["fact"] in shown), item["linkId"]


def _kind(element: Element) -> str:
    """What a reader takes an element for."""
    if element["type"] in {"decimal", "quantity"}:
        return "quantity"
    if element["type"] != "choice":
        return str(element["type"])
    if words(element) == ["yes", "no"] and element["answerOption"][0]["valueCoding"]["system"] == ANSWERS:
        return "yes_no"
    return "multi_choice" if element.get("repeats") else "choice"


def _expected_kind(item: Mapping[str, Any]) -> str:
    return "choice" if "anchors" in item else str(item["kind"])


def _shown(answers: Mapping[str, Any], phase: Phase) -> set[str]:
    facts = released().reader.read(answers, as_of=TODAY, phase=phase)
    slots = Frames(released(), facts, Given(TODAY), as_of=TODAY).plain.slots
    return {fact for fact, opens in released().gate_conditions.items() if opens(slots) is YES}


@pytest.mark.parametrize("phase", Phase)
def test_the_questions_that_are_always_shown_are_these(phase: Phase) -> None:
    elements = by_link_id(phase)
    gated = {item["linkId"] for item in asked(phase) if "enabledWhen" in item and item["kind"] != "group"}
    assert {link_id for link_id in gated if "enableWhen" not in elements[link_id]} == {
        item["linkId"] for item in asked(phase) if item["linkId"] in SHOWN_ALWAYS
    }


def test_nobody_has_to_know_an_answer_and_the_clinic_holds_nothing_up() -> None:
    for phase in Phase:
        by_clinic = {item["linkId"] for item in asked(phase, Part.CLINIC)}
        for item in flat(form(phase)):
            if item.get("required"):
                assert list(NO_ANSWER) == [option["valueCoding"]["code"] for option in item["answerOption"]][-2:]
                assert item["linkId"].removesuffix(f".{LISTED}") not in by_clinic


def test_nothing_goes_with_none() -> None:
    options = by_link_id(Phase.INTAKE)["acute.now"]["answerOption"]
    alone = {option["valueCoding"]["code"] for option in options if "extension" in option}
    assert alone == {"none", *NO_ANSWER}


def test_a_list_is_opened_by_saying_that_there_is_something_to_list() -> None:
    elements = by_link_id(Phase.INTAKE)
    assert words(elements["med.list.listed"]) == [LISTED, "none"]
    assert enabled(elements["med.list"], {"med.list.listed": LISTED})
    assert not enabled(elements["med.list"], {"med.list.listed": "none"})


def test_the_official_wording_of_the_suicide_screen_is_a_slot() -> None:
    slots = {item["linkId"] for item in flat(form(Phase.INTAKE)) if "_text" in item}
    native = {item["linkId"] for item in asked(Phase.INTAKE) if item.get("slot")}
    assert slots == native >= {f"scale.cssrs.{number}" for number in range(1, 7)}
    for item in flat(form(Phase.INTAKE)):
        if item["linkId"] in slots:
            assert item["_text"] == {"extension": [{"url": OFFICIAL_WORDING, "valueBoolean": True}]}


def test_only_verified_codes_are_published() -> None:
    verified = {
        (SYSTEMS[code["system"]], code["code"])
        for item in asked(Phase.INTAKE)
        for code in item.get("codes", ())
        if code["certainty"] == "verified"
    }
    published = {(code["system"], code["code"]) for item in flat(form(Phase.INTAKE)) for code in item.get("code", ())}
    assert published == verified


def test_two_units_never_share_a_code() -> None:
    assert len(set(UCUM.values())) == len(UCUM)
