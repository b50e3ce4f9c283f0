"""What was brought to one form stays as it is when it is read again, and is judged as what was written (P23)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.answers import read_answer
from rules.engine.free_text.tokens import tokens_of
from rules.engine.items import Item
from rules.engine.medicines.matching import match
from rules.engine.medicines.spelling import forms, words
from tests.rules.free_text.texts import HERE, found
from tests.rules.free_text.texts import lexicon as text_lexicon
from tests.rules.intakes import TODAY, read_yaml, released, screened
from tests.rules.medicines.lexicon import knowledge
from tests.rules.medicines.lexicon import lexicon as medicine_lexicon

_TODAY = TODAY.toordinal()
_QUANTITIES = [(item, unit) for item in released().items if item.kind == "quantity" for unit in sorted(item.factors)]
_EVERY = 5
_written_names = st.sampled_from(sorted(knowledge()["medicines"]["names"])) | st.text(max_size=30)
_dressed = st.builds(
    "{}{} {}".format, st.sampled_from(("", " ", "generic ")), _written_names, st.sampled_from(("", "XR", "25 mg"))
)


def texts() -> Iterator[str]:
    """Every labelled sentence of the tests."""
    for path in sorted(HERE.glob("*.yaml")):
        yield from _texts_in(read_yaml(path))


def _texts_in(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for each in part:
            yield from _texts_in(each)
    elif isinstance(part, dict):
        for name, each in part.items():
            yield from _texts_in(each) if name == "text" or isinstance(each, list) else ()


def in_one_spelling(text: str) -> str:
    return " ".join(token.word for token in tokens_of(text, text_lexicon().spelling))


def test_a_text_in_one_spelling_is_spelt_and_read_alike_when_it_is_read_again() -> None:
    sentences = sorted(set(texts()))
    assert len(sentences) > 3000
    for text in sentences[::_EVERY]:
        spelt = in_one_spelling(text)
        assert in_one_spelling(spelt) == spelt
        assert [one[:2] for one in found(spelt)] == [one[:2] for one in found(text)], text


@given(_dressed)
def test_the_form_in_which_a_medicine_is_looked_up_is_its_own_form_and_names_the_same(name: str) -> None:
    folded = " ".join(words(name))
    assert " ".join(words(folded)) == folded
    assert forms(folded) == forms(name)
    assert match(medicine_lexicon(), folded) == match(medicine_lexicon(), name)


@given(st.sampled_from(_QUANTITIES), st.decimals(min_value=0, max_value=400, places=2))
def test_a_converted_quantity_is_the_same_quantity_when_it_is_entered_as_converted(
    quantity: tuple[Item, str], number: Decimal
) -> None:
    item, unit = quantity
    once = read_answer(item, {"value": number, "unit": unit}, _TODAY)
    for value in once.values:
        if isinstance(value, int | Decimal):
            again = read_answer(item, {"value": value, "unit": item.unit}, _TODAY)
            assert (again.values, again.issues) == (once.values, once.issues)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ({"body.weight": {"value": 300, "unit": "lb"}}, {"body.weight": {"value": "136.0776", "unit": "kg"}}),
        ({"lab.lft.alt": {"value": 4, "unit": "µkat/L"}}, {"lab.lft.alt": {"value": 240, "unit": "U/L"}}),
        ({"ecg.qtc": {"value": 0.46, "unit": "s"}}, {"ecg.qtc": {"value": 460, "unit": "ms"}}),
    ],
)
def test_who_enters_the_converted_quantity_is_judged_alike(written: Any, canonical: Any) -> None:
    once, again = screened(written), screened(canonical)
    assert once.findings == again.findings
    assert once.dispositions == again.dispositions
