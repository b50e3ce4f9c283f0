"""The status of a mention, and the mentions of a text and of a submission, on a made-up lexicon."""

from collections.abc import Mapping
from typing import Any

import pytest

from rules.engine.free_text.mentions import mentions, signs_in
from tests.rules.free_text.small_lexicon import DOCUMENT, read, small_lexicon
from tests.rules.small_set import TODAY


def _statuses(words: str, *targets: str) -> str:
    """The status of each of these after the same words."""
    return " ".join(read(f"{words} {target}").split(" ")[1] for target in targets)


@pytest.mark.parametrize(
    ("words", "expected"),
    {
        "": "affirmed unresolved affirmed affirmed affirmed",
        "not": "negated negated negated negated negated",
        "used to": "past past past past past",
        "2019": "past past unresolved unresolved past",
        "2025": "affirmed unresolved affirmed affirmed affirmed",
        "2026": "affirmed unresolved affirmed affirmed affirmed",
        "2024": "past past unresolved unresolved past",
        "was": "past unresolved unresolved unresolved unresolved",
        "anymore": "affirmed unresolved affirmed affirmed affirmed",
        "lately": "affirmed affirmed affirmed affirmed affirmed",
        "daily": "affirmed affirmed affirmed affirmed affirmed",
        "tonight": "affirmed affirmed affirmed affirmed affirmed",
        "brother": "other_person other_person other_person affirmed affirmed",
        "we": "unresolved unresolved unresolved affirmed affirmed",
        "if": "hypothetical hypothetical hypothetical hypothetical hypothetical",
        "maybe": "unresolved unresolved unresolved unresolved unresolved",
        "guess": "unresolved unresolved affirmed affirmed affirmed",
        "thoughts": "affirmed unresolved unresolved unresolved unresolved",
        "not only": "affirmed unresolved affirmed affirmed affirmed",
        "am": "affirmed unresolved affirmed affirmed affirmed",
    }.items(),
)
def test_one_marker_gives_an_illness_a_danger_and_what_is_of_others_a_status(words: str, expected: str) -> None:
    assert _statuses(words, "flu", "harm", "end it", "he dies", "his death") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    {
        "2019 was": "past past past",
        "2019 am": "past unresolved affirmed",
        "2019 lately": "affirmed affirmed affirmed",
        "2019 daily": "past past unresolved",
        "2019 tonight": "past affirmed affirmed",
        "2025 was": "past unresolved unresolved",
        "2025 am": "affirmed unresolved affirmed",
        "was am": "past unresolved affirmed",
        "was daily": "affirmed affirmed affirmed",
        "was lately": "affirmed affirmed affirmed",
        "was tonight": "past affirmed affirmed",
        "2019 was daily": "past past past",
        "2019 was am": "past past affirmed",
        "used to lately": "affirmed affirmed affirmed",
        "used to daily": "affirmed affirmed affirmed",
        "used to tonight": "past affirmed affirmed",
        "not 2019": "past past past",
        "not used to": "past past past",
        "not anymore": "past past past",
        "not 2025": "negated negated negated",
        "not maybe": "unresolved unresolved unresolved",
        "not not": "unresolved unresolved unresolved",
        "never not": "unresolved unresolved unresolved",
        "not if": "negated unresolved unresolved",
        "if not": "negated negated negated",
        "not tonight": "negated negated negated",
        "if tonight": "hypothetical affirmed affirmed",
        "maybe tonight": "unresolved affirmed affirmed",
        "guess tonight": "unresolved affirmed affirmed",
        "thoughts tonight": "affirmed affirmed affirmed",
        "if maybe": "unresolved unresolved unresolved",
        "if guess": "unresolved hypothetical hypothetical",
        "if thoughts": "hypothetical unresolved unresolved",
        "brother we": "unresolved unresolved unresolved",
        "brother not": "other_person other_person other_person",
        "we not": "unresolved unresolved unresolved",
        "brother maybe": "other_person other_person other_person",
        "if 2019": "hypothetical hypothetical hypothetical",
        "was not": "negated negated negated",
        "2019 2025": "affirmed unresolved affirmed",
        "lately daily": "affirmed affirmed affirmed",
    }.items(),
)
def test_several_markers_give_a_status_together(words: str, expected: str) -> None:
    assert _statuses(words, "flu", "harm", "end it") == expected


_MENTIONS = {
    "end it tonight": "harm affirmed self [end it tonight]",
    "not end it tonight": "harm unresolved self [not end it tonight]",
    "nobody not harm": "harm unresolved self [not harm]",
    "not harm": "harm negated self [not harm]",
    "flu ?": "illness unresolved self [flu]",
    "if flu ?": "illness hypothetical self [if flu]",
    "maybe flu ?": "illness unresolved self [maybe flu]",
    "flu ? no": "illness negated self [flu ? no]",
    "flu ? yes": "illness affirmed self [flu ? yes]",
    "flu ? not sure": "illness unresolved self [flu ? not sure]",
    "if flu ? yes": "illness affirmed self [if flu ? yes]",
    "if flu ? not sure": "illness unresolved self [if flu ? not sure]",
    "brother flu ? no": "illness negated other [brother flu ? no]",
    "not harm ?": "harm unresolved self [not harm]",
    "harm : no": "harm negated self [harm : no]",
    "flu was not": "illness negated self [flu was not]",
    "bad flu": "illness affirmed self [bad flu]",
    "am flu": "illness affirmed self [am flu]",
    "i cough": "illness affirmed self [i cough]",
    "not i cough": "illness negated self [not i cough]",
    "x i end it": "harm affirmed self [i end it]",
    "i end it brother": "harm affirmed self [i end it]",
    "flu . end it": "illness affirmed self [flu]; harm affirmed self [end it]",
    "": "",
    "x": "",
    "Not  FLU, really": "illness negated self [Not  FLU]",
    "not to end it two": "harm negated self [not to end it two]",
    "no flu , brother flu": (
        "illness other_person other [no flu , brother]; illness other_person other [no flu , brother flu]"
    ),
    "pills monday": "signs affirmed self [pills monday]; resemblance affirmed self [pills monday]",
    "pills": "resemblance affirmed self [pills]",
    "monday pills x": "signs affirmed self [monday pills]; resemblance affirmed self [monday pills x]",
    "no pills monday": "signs affirmed self [no pills monday]; resemblance affirmed self [no pills monday]",
    "not pills monday": "resemblance affirmed self [not pills monday]",
    "x no pills , pills monday": (
        "signs affirmed self [no pills , pills monday]; resemblance affirmed self [x no pills , pills monday]"
    ),
    "if pills monday": "resemblance affirmed self [if pills monday]",
    "if pills tonight monday": (
        "signs affirmed self [pills tonight monday]; resemblance affirmed self [if pills tonight monday]"
    ),
    "used to pills monday": "resemblance affirmed self [used to pills monday]",
    "2019 pills monday": "resemblance affirmed self [2019 pills monday]",
    "2025 pills monday": "signs affirmed self [pills monday]; resemblance affirmed self [2025 pills monday]",
    "2019 lately pills monday": (
        "signs affirmed self [pills monday]; resemblance affirmed self [2019 lately pills monday]"
    ),
    "brother pills monday": "resemblance affirmed self [brother pills monday]",
    "we pills monday": "resemblance affirmed self [we pills monday]",
    "used to pills lately monday": (
        "signs affirmed self [pills lately monday]; resemblance affirmed self [used to pills lately monday]"
    ),
    "thoughts pills monday": "signs affirmed self [pills monday]; resemblance affirmed self [thoughts pills monday]",
    "maybe pills monday": "signs affirmed self [pills monday]; resemblance affirmed self [maybe pills monday]",
    "was pills monday": "signs affirmed self [pills monday]; resemblance affirmed self [was pills monday]",
    "the many pills x monday": (
        "signs affirmed self [the many pills x monday]; resemblance affirmed self [the many pills x monday]"
    ),
    "pills . Monday": "signs affirmed self [pills . Monday]; resemblance affirmed self [pills . Monday]",
    "pills . x . monday": "resemblance affirmed self [pills . x . monday]",
    "pills was 2019 monday": "resemblance affirmed self [pills was 2019 monday]",
    "monday": "resemblance hypothetical self [monday]",
    "pills monday , flu": (
        "illness affirmed self [flu]; "
        "signs affirmed self [pills monday]; "
        "resemblance affirmed self [pills monday , flu]"
    ),
    "gone": "faint_resemblance unresolved self [gone]",
    "gone x": "faint_resemblance unresolved self [gone x]",
    "gone . x": "faint_resemblance unresolved self [gone .]",
    "gone gone": "faint_resemblance unresolved self [gone gone]",
    "gone aunt": "resemblance hypothetical self [gone aunt]",
    "uncle x": "faint_resemblance unresolved self [uncle x]",
    "gone monday": "resemblance unresolved self [gone monday]",
    "not harm gone aunt monday": (
        "harm negated self [not harm]; resemblance affirmed self [not harm gone aunt monday]"
    ),
    "harm aunt gone monday pills": (
        "harm unresolved self [harm]; "
        "signs affirmed self [monday pills]; "
        "resemblance affirmed self [harm aunt gone monday pills]"
    ),
    "x . gone monday": "resemblance unresolved self [gone monday]",
    "comfy": "",
    "comfort comfurt": "",
    "dont end it": "harm negated self [dont end it]",
    "que los": "other_language affirmed self [que los]",
    "que los flu": "illness affirmed self [flu]; other_language affirmed self [que los flu]",
    "aa bb cc dd ee": "other_language unresolved self [aa bb cc dd ee]",
    "aa bb cc dd ee the": "",
    "aa bb cc dd harm": "harm unresolved self [harm]",
    "dies los que he dies": "theirs affirmed self [he dies]; other_language affirmed self [dies los que he dies]",
    "uncle pox": "harm unresolved self [uncle pox]; faint_resemblance unresolved self [uncle pox]",
    "aunt pox": "illness affirmed self [aunt pox]; faint_resemblance unresolved self [aunt pox]",
    "aunt ache": "illness_too affirmed self [aunt ache]; faint_resemblance unresolved self [aunt ache]",
    "uncle says flu": "illness unresolved self [uncle says flu]; faint_resemblance unresolved self [uncle says flu]",
    "aunt says flu": "illness unresolved self [aunt says flu]; faint_resemblance unresolved self [aunt says flu]",
    "flu ? uncle knows": (
        "illness unresolved self [flu ? uncle knows]; faint_resemblance unresolved self [uncle knows]"
    ),
    "flu ? aunt knows": "illness unresolved self [flu ? aunt knows]; faint_resemblance unresolved self [aunt knows]",
    "aunt of mine flu": (
        "illness other_person other [aunt of mine flu]; faint_resemblance unresolved self [aunt of mine flu]"
    ),
    "brother he dies": "theirs affirmed other [brother he dies]",
    "we his death": "theirs affirmed unclear [we his death]",
    "brother flu . we flu": "illness other_person other [brother flu]; illness unresolved unclear [we flu]",
}


@pytest.mark.parametrize(("text", "found"), _MENTIONS.items())
def test_the_mentions_of_a_text(text: str, found: str) -> None:
    assert read(text) == found


def test_of_long_words_the_beginning_is_kept() -> None:
    assert read("aa " * 100) == f"other_language unresolved self [{('aa ' * 67)[:200]}]"
    assert read("\U0001f600flu" + "," * 39 + "notebook, " + "no" + "w" * 170) == "illness affirmed self [flu]"
    long = f"not {'x' * 300} flu"
    assert read(long) == f"illness negated self [{long[:200]}]"


_RULE_SET: Mapping[str, Any] = {"free_text": DOCUMENT}


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        ((), []),
        ((None,), []),
        (("",), []),
        (("not flu", "flu"), ["illness negated self not flu", "illness affirmed self flu"]),
        (("flu, bad flu",), ["illness affirmed self flu"]),
        (("Flu", ("bad flu", None, "we flu")), ["illness affirmed self Flu", "illness unresolved unclear we flu"]),
        (((None, ("2024 flu",)), "2025 flu"), ["illness past self 2024 flu", "illness affirmed self 2025 flu"]),
        (("brother he dies", "he dies"), ["theirs affirmed other brother he dies", "theirs affirmed self he dies"]),
    ],
)
def test_each_concept_status_and_subject_of_a_submission_is_one_row(texts: tuple[Any, ...], rows: list[str]) -> None:
    found: Any = mentions(_RULE_SET, None)(TODAY.toordinal(), *texts)
    assert [" ".join(row) for row in found] == rows


def test_the_day_decides_which_years_are_past() -> None:
    later = TODAY.replace(year=TODAY.year + 1).toordinal()
    found: Any = mentions(_RULE_SET, None)(later, "2025 flu")
    assert [row[1] for row in found] == ["past"]


@pytest.mark.parametrize(
    ("text", "cues", "settled"),
    [
        ("x", [], []),
        ("pills monday ?", ["day 1"], []),
        ("pills not harm but not flu", ["way 0"], [(2, 3)]),
        ("2019 harm . brother harm . harm", [], [(1, 2), (4, 5)]),
    ],
)
def test_the_signs_beside_the_words(text: str, cues: list[str], settled: list[tuple[int, int]]) -> None:
    tokens, signs = signs_in(text, small_lexicon(), TODAY.toordinal())
    assert [token.word for token in tokens] == text.split(" ")
    assert [f"{span.cue.name} {span.start}" for span in signs.cues] == cues
    assert [(span.start, span.end) for span in signs.settled] == settled
