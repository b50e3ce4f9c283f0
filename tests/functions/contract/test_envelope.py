"""What is read by hand and declared by hand means the same in both places."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from functions.api.envelope import read_draft, read_submission
from functions.api.medicine_names import read_names
from functions.service.errors import UnreadableBodyError
from infra.contract.envelope import BODIES
from tests.functions.builders import QUESTIONNAIRE

type Reader = Callable[[bytes], object]

READERS: dict[str, Reader] = {"Submission": read_submission, "Draft": read_draft, "MedicineNames": read_names}
GOOD = {
    "questionnaire": {"id": QUESTIONNAIRE[0], "version": QUESTIONNAIRE[1]},
    "phase": "intake",
    "patientReference": "patient-1",
    "answers": {},
    "requestedRoute": None,
    "submittedAt": "2026-04-20",
    "revision": 1,
}
PLACES = [*GOOD, "source", "questionnaire/id", "questionnaire/version", "unheard of"]
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=140)
anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 2**31 + 2),
    text,
    st.sampled_from(
        ["intake", "session", "follow_up", "a" * 64, "a" * 65, "x" * 128, "x" * 129, "a\u200bb", "\u00ad"]
    ),
    st.lists(text, max_size=2),
    st.dictionaries(text, st.none() | text, max_size=2),
)


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """A form with nothing, one thing or a few things changed or left out."""
    form: dict[str, Any] = json.loads(json.dumps(GOOD))
    for place in draw(st.lists(st.sampled_from(PLACES), max_size=3, unique=True)):
        outer, _, inner = place.partition("/")
        holder = form.get(outer) if inner else form
        if isinstance(holder, dict):
            _change(draw, holder, inner or outer)
    return form


def _change(draw: st.DrawFn, holder: dict[str, Any], name: str) -> None:
    if draw(st.booleans()):
        holder[name] = draw(anything)
    else:
        holder.pop(name, None)


@given(forms())
def test_a_draft_is_read_exactly_when_the_schema_says_so(form: dict[str, Any]) -> None:
    assert_agreed("Draft", _trimmed(form))


@given(forms())
def test_a_submission_is_read_exactly_when_the_schema_says_so(form: dict[str, Any]) -> None:
    if isinstance(form.get("revision"), int) and not isinstance(form["revision"], bool):
        form.pop("revision")
    assert_agreed("Submission", _trimmed(form))


@given(st.one_of(anything, st.fixed_dictionaries({"names": st.lists(text | anything, max_size=4) | anything})))
def test_names_of_medicines_are_read_exactly_when_the_schema_says_so(body: Any) -> None:
    assert_agreed("MedicineNames", body)


@pytest.mark.parametrize("count", [0, 1, 50, 51])
def test_the_number_of_names_has_the_same_limits_in_both(count: int) -> None:
    assert_agreed("MedicineNames", {"names": ["aspirin"] * count})


@pytest.mark.parametrize("length", [0, 1, 128, 129])
def test_a_reference_has_the_same_limits_in_both(length: int) -> None:
    assert_agreed("Draft", {**GOOD, "patientReference": "x" * length})


@pytest.mark.parametrize("revision", [-1, 0, 2**31, 2**31 + 1, True, "1", None])
def test_a_revision_has_the_same_limits_in_both(revision: Any) -> None:
    assert_agreed("Draft", {**GOOD, "revision": revision})


@pytest.mark.parametrize("character", ["\u0000", "\u007f", "\u00ad", "\u200b", "\ufeff", "\U000e0041", "\U0001d173"])
def test_an_invisible_character_in_a_reference_is_refused_in_both(character: str) -> None:
    assert not _reads("Draft", {**GOOD, "patientReference": f"a{character}b"})
    assert_agreed("Draft", {**GOOD, "patientReference": f"a{character}b"})


def assert_agreed(name: str, body: Any) -> None:
    assert _reads(name, body) == Draft202012Validator(BODIES[name]).is_valid(body), body


def _reads(name: str, body: Any) -> bool:
    try:
        READERS[name](json.dumps(body).encode())
    except UnreadableBodyError:
        return False
    return True


def _trimmed(form: dict[str, Any]) -> dict[str, Any]:
    """The reader forgives control characters at the ends of a reference, which a schema cannot say."""
    reference = form.get("patientReference")
    return {**form, "patientReference": reference.strip()} if isinstance(reference, str) else form
