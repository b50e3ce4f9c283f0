"""What the words around a mention say about it, and the status that gives it, on a made-up lexicon."""

from collections.abc import Mapping
from typing import Any

import pytest

from rules.engine.free_text.context import Surroundings
from rules.engine.free_text.lexicon import Target
from rules.engine.free_text.mentions import mentions, signs_in
from rules.engine.free_text.phrases import Span
from rules.engine.free_text.tokens import tokens_of
from tests.rules.free_text.small_lexicon import DOCUMENT, read, shown, small_lexicon
from tests.rules.small_set import TODAY

_STATEMENT = Target("", danger=True, statement=True, alone="affirmed")


def _evidence(text: str) -> list[str]:
    tokens = tokens_of(text, small_lexicon().spelling)
    surroundings = Surroundings(tokens, small_lexicon())
    words = [token.word for token in tokens]
    return [shown(surroundings.of(target), words) for target in surroundings.targets]


_EVIDENCE = {
    "flu": "[flu]",
    "not flu": "[not flu] negation denials=1",
    "flu not": "[flu not] negation",
    "not x flu": "[not x flu] negation denials=1",
    "x": "",
    "denies flu": "[denies flu] negation denials=1",
    "flu denies": "[flu]",
    "flu unlikely": "[flu unlikely] negation",
    "unlikely flu": "[flu]",
    "brother flu": "[brother flu] other_person",
    "am flu": "[am flu] present",
    "was flu": "[was flu] past_tense",
    "was harm": "[was harm] past_tense",
    "still flu": "[flu] present",
    "flu still": "[flu] present",
    "flu . still": "[flu]",
    "still . flu": "[flu]",
    "was end it": "[was end it] past_tense",
    "am x flu": "[flu] present",
    "flu x am": "[flu] present",
    "not . flu": "[flu]",
    "not ? flu": "[flu]",
    "not\nflu": "[flu]",
    "not : flu": "[not : flu] negation",
    "not - flu": "[not - flu] negation",
    "not , flu": "[not , flu] negation",
    "flu . not": "[flu]",
    "flu ? x not": "[flu] asked",
    "flu\nnot": "[flu]",
    "flu , not": "[flu , not] negation",
    "not but flu": "[flu]",
    "flu but not": "[flu]",
    "not flu but": "[not flu] negation denials=1",
    "not x but x flu": "[flu]",
    "flu x but x not": "[flu]",
    "was but maybe flu": "[maybe flu] doubt",
    "not bad flu": "[not bad flu] negation denials=1",
    "no flu , flu and flu": "[no flu] negation denials=1 | [no flu , flu] negation | [no flu , flu and flu] negation",
    "no sign of flu": "[no sign of flu] negation denials=1",
    "not only flu": "[flu]",
    "not only x flu": "[flu]",
    "x really flu": "[flu]",
    "no really sign of flu": "[no really sign of flu] negation denials=1",
    "no\nsign of flu": "[flu]",
    "not i flu": "[flu]",
    "brother i flu": "[flu]",
    "we i flu": "[flu]",
    "maybe i flu": "[flu]",
    "guess i flu": "[flu]",
    "thoughts i flu": "[thoughts i flu] thought",
    "used to i flu": "[used to i flu] formerly",
    "was i flu": "[was i flu] past_tense",
    "2019 i flu": "[2019 i flu] past",
    "if i flu": "[if i flu] hypothetical",
    "lately i flu": "[lately i flu] recent",
    "daily i flu": "[daily i flu] often",
    "tonight i flu": "[tonight i flu] imminent",
    "anymore i flu": "[anymore i flu] lapsed",
    "brother i maybe flu": "[maybe flu] doubt",
    "flu i not": "[flu]",
    "flu i was": "[flu i was] past_tense",
    "flu lately i daily not": "[flu lately i daily] recent often",
    "not end it": "[not end it] negation denials=1",
    "end it not": "[end it not] negation",
    "not x end it": "[end it]",
    "not going to end it": "[not going to end it] negation denials=1",
    "not going x end it": "[end it]",
    "not , end it": "[end it]",
    "not and end it": "[end it]",
    "not : end it": "[end it]",
    "not - end it": "[end it]",
    "not really end it": "[not really end it] negation denials=1",
    "used to x end it": "[end it]",
    "was x end it": "[end it]",
    "brother x end it": "[brother x end it] other_person",
    "we x end it": "[we x end it] subject_unclear",
    "maybe x end it": "[maybe x end it] doubt",
    "guess x end it": "[guess x end it] guess",
    "thoughts x end it": "[thoughts x end it] thought",
    "2019 x end it": "[2019 x end it] past",
    "if x end it": "[if x end it] hypothetical",
    "used to , end it": "[end it]",
    "was , end it": "[was , end it] past_tense",
    "brother , end it": "[end it]",
    "we , end it": "[end it]",
    "maybe , end it": "[end it]",
    "guess , end it": "[end it]",
    "thoughts , end it": "[end it]",
    "2019 , end it": "[2019 , end it] past",
    "if , end it": "[if , end it] hypothetical",
    "lately , end it": "[lately , end it] recent",
    "tonight , end it": "[tonight , end it] imminent",
    "brother and end it": "[end it]",
    "maybe - end it": "[end it]",
    "maybe : end it": "[end it]",
    "maybe and flu": "[maybe and flu] doubt",
    "maybe , flu": "[maybe , flu] doubt",
    "x and maybe end it": "[maybe end it] doubt",
    "not to and end it": "[end it]",
    "not i end it": "[not i end it] negation denials=1",
    "brother i end it": "[i end it]",
    "brother i x end it": "[end it]",
    "we i end it": "[i end it]",
    "maybe i end it": "[maybe i end it] doubt",
    "x brother end it": "[brother end it] other_person",
    "x brother x i end it": "[i end it]",
    "i end it brother": "[i end it]",
    "i end it we": "[i end it]",
    "i end it maybe": "[i end it maybe] doubt",
    "i end it not": "[i end it not] negation",
    "thoughts i x end it": "[end it]",
    "used to i end it": "[used to i end it] formerly",
    "used to i to end it": "[end it]",
    "not i to end it": "[end it]",
    "was i to end it": "[end it]",
    "thoughts i to end it": "[end it]",
    "if i to end it": "[if i to end it] hypothetical",
    "end it tonight": "[end it tonight] imminent limited",
    "tonight end it": "[tonight end it] imminent",
    "end it i will not": "[end it i will] imminent limited",
    "end it i will maybe": "[end it i will] imminent limited",
    "end it i will brother": "[end it i will] imminent limited",
    "end it tonight not": "[end it tonight not] imminent negation limited",
    "end it tonight maybe": "[end it tonight maybe] imminent doubt limited",
    "i will end it": "[i will end it] imminent",
    "not i will end it": "[i will end it] imminent",
    "maybe i will end it": "[i will end it] imminent",
    "brother tonight end it": "[brother tonight end it] imminent other_person",
    "flu tonight": "[flu tonight] imminent",
    "flu i will not": "[flu i will not] imminent negation",
    "thoughts i will end it": "[i will end it] imminent",
    "if i will end it": "[if i will end it] imminent hypothetical",
    "end it lately": "[end it lately] recent",
    "end it daily": "[end it daily] often",
    "end it to not": "[end it to not] negation",
    "end it x not": "[end it]",
    "end it , not": "[end it]",
    "end it and not": "[end it]",
    "not afraid to end it": "[not afraid to end it] hypothetical negation of_fear denials=1",
    "afraid not to end it": "[afraid not to end it] negation hypothetical denials=1",
    "not if end it": "[not if end it] hypothetical negation of_fear denials=1",
    "if not end it": "[if not end it] negation hypothetical denials=1",
    "afraid not flu": "[afraid not flu] negation hypothetical denials=1",
    "not afraid flu": "[not afraid flu] hypothetical negation of_fear denials=1",
    "flu afraid not": "[flu afraid not] hypothetical negation of_fear",
    "flu not afraid": "[flu not afraid] negation hypothetical",
    "never not harm": "[never not harm] negation negation denials=2",
    "no not harm": "[no not harm] negation negation denials=1",
    "no never harm": "[no never harm] negation negation denials=1",
    "no none harm": "[no none harm] negation denials=1",
    "not worry harm": "[not worry harm] negation",
    "no i not harm": "[not harm] negation denials=1",
    "no i harm": "[harm]",
    "no harm": "[no harm] negation denials=1",
    "not harm never": "[not harm never] negation negation denials=1",
    "not nobody harm": "[not nobody harm] negation denials=2",
    "without nobody harm": "[without nobody harm] negation denials=2",
    "not hardly harm": "[not hardly harm] negation denials=2",
    "not lying harm": "[not lying harm] negation denials=2",
    "not deny harm": "[not deny harm] negation denials=2",
    "x denied . not harm": "[not harm] negation denials=1",
    "denied , not harm": "[not harm] negation denials=1",
    "denied and not harm": "[not harm] negation denials=1",
    "denied but not harm": "[not harm] negation denials=1",
    "denied - not harm": "[not harm] negation denials=1",
    "denied : not harm": "[not harm] negation denials=1",
    "denied ? not harm": "[not harm] negation denials=1",
    "denied\nnot harm": "[not harm] negation denials=1",
    "denied x not harm": "[not harm] negation denials=2",
    "hardly x x not harm": "[not harm] negation denials=2",
    "no harm without": "[no harm without] negation negation denials=1",
    "out of harm": "[out of harm] negation",
    "no , not harm": "[no , not harm] negation negation denials=1",
    "not x no harm": "[not x no harm] negation negation denials=2",
    "no x not harm": "[no x not harm] negation negation denials=2",
    "not not harm": "[not not harm] negation negation denials=2",
    "not feel nothing": "[not feel nothing] negation denials=2",
    "feel nothing not": "[feel nothing not] negation denials=1",
    "not and dark": "[not and dark] negation denials=1",
    "nothing not harm": "[not harm] negation denials=2",
    "not was end it two": "[not was end it] past_tense negation denials=1",
    "flu ?": "[flu] asked",
    "flu ? no": "[flu ? no] answer=negation asked",
    "flu : none": "[flu : none] answer=negation asked",
    "flu - not sure": "[flu - not sure] answer=doubt asked",
    "flu ? yes": "[flu ? yes] answer=nothing asked",
    "flu no": "[flu no] negation",
    "flu , no": "[flu , no] negation",
    "flu . no": "[flu]",
    "flu : x": "[flu]",
    "flu x : no": "[flu x : no] answer=negation asked",
    "flu x x : no": "[flu x x : no] answer=negation asked",
    "flu x x x : no": "[flu x x x : no] negation",
    "flu x x ? no": "[flu x x ? no] answer=negation asked",
    "flu not ? no": "[flu not] negation",
    "flu maybe : no": "[flu maybe : no] doubt negation",
    "flu x maybe : no": "[flu x maybe : no] doubt negation",
    "flu x x maybe : no": "[flu x x maybe : no] doubt negation",
    "flu ? : no": "[flu ? : no] answer=negation asked",
    "flu :\n no": "[flu : \n no] answer=negation asked",
    "flu ?\n\n- yes": "[flu ? \n \n - yes] answer=nothing asked",
    "flu ? no x": "[flu] asked",
    "flu ? no flu": "[flu ? no] answer=negation asked | [no flu] negation denials=1",
    "flu ? no but x": "[flu ? no] answer=negation asked",
    "flu ? no , x": "[flu ? no] answer=negation asked",
    "flu : no never": "[flu : no never] answer=negation asked",
    "flu : no never .": "[flu : no never] answer=negation asked",
    "flu :": "[flu]",
    "flu ? ?": "[flu] asked",
    "flu : no not x": "[flu : no not] negation negation",
    "flu ? no harm": "[flu ? no] answer=negation asked | [no harm] negation denials=1",
    "no flu ?": "[no flu] negation asked denials=1",
    "no flu ? yes": "[no flu ? yes] negation answer=nothing asked denials=1",
    "flu ? x no": "[flu] asked",
    "flu : no maybe x": "[flu : no maybe] negation doubt",
    "flu x": "[flu]",
    "flu x ?": "[flu] asked",
    "if flu ?": "[if flu] hypothetical asked",
    "flu ?\nno": "[flu ? \n no] answer=negation asked",
    "flu\n: no": "[flu]",
    "flu : yes .": "[flu : yes] answer=nothing asked",
    "flu x : yes": "[flu x : yes] answer=nothing asked",
    "not flu : no": "[not flu : no] negation answer=negation asked denials=1",
    "end it ? no": "[end it ? no] answer=negation asked",
    "flu : no i": "[flu : no] negation",
    "flu ? brother": "[flu] asked",
}


@pytest.mark.parametrize(("text", "evidence"), _EVIDENCE.items())
def test_the_markers_in_reach_are_found(text: str, evidence: str) -> None:
    assert " | ".join(_evidence(text)) == evidence


@pytest.mark.parametrize(
    ("words", "reaches"),
    [
        (["x"] * 7, True),
        (["x"] * 8, False),
        (["x"] * 3 + [","] + ["x"] * 4, True),
        (["x"] * 4 + [",", "-"] + ["x"] * 4, False),
        ([","] * 39, True),
        ([","] * 40, False),
    ],
)
def test_a_marker_reaches_over_so_many_words_and_marks(words: list[str], reaches: bool) -> None:  # noqa: FBT001
    between = " ".join(words)
    assert ("negation" in _evidence(f"not {between} flu")[0]) is reaches
    assert ("negation" in _evidence(f"flu {between} not")[0]) is reaches
    assert ("present" in _evidence(f"still {between} flu")[0]) is reaches


@pytest.mark.parametrize(("between", "denials"), [(37, 2), (38, 1), (39, 1)])
def test_denying_words_are_counted_over_so_many_words(between: int, denials: int) -> None:
    assert _evidence(f"nobody {'flu ' * between}not harm")[-1].endswith(f"denials={denials}")


@pytest.mark.parametrize(
    ("text", "start", "end", "evidence"),
    [
        ("x pills", 1, 2, "[pills]"),
        ("not pills", 1, 2, "[not pills] negation"),
        ("no pills", 1, 2, "[no pills] negation"),
        ("no pills", 0, 2, "[no pills]"),
        ("pills not", 0, 1, "[pills not] negation"),
        ("not x pills", 2, 3, "[pills]"),
        ("not to pills", 2, 3, "[not to pills] negation"),
        ("i pills", 0, 2, "[i pills]"),
        ("brother i pills", 1, 3, "[i pills]"),
        ("brother pills", 1, 2, "[brother pills] other_person"),
        ("brother , pills", 2, 3, "[pills]"),
        ("not having pills", 1, 3, "[having pills] negation"),
        ("not having pills", 2, 3, "[not having pills] negation"),
        ("x not having pills", 2, 4, "[having pills] negation"),
        ("no sign of pills", 2, 4, "[of pills] negation"),
        ("no sign of not", 2, 4, "[of not] negation"),
        ("out of not pills", 1, 4, "[of not pills] negation"),
        ("out of never pills", 2, 4, "[out of never pills] negation"),
        ("flu x pills", 1, 3, "[x pills]"),
        ("bad flu pills", 1, 3, "[flu pills]"),
        ("used to pills", 1, 3, "[to pills] formerly"),
        ("i will pills", 1, 3, "[will pills] imminent"),
        ("no sign of pills pills", 1, 3, "[sign of] negation"),
        ("not having not pills", 2, 4, "[not having not pills] negation"),
        ("x used to pills tonight", 2, 4, "[to pills tonight] formerly imminent limited"),
        ("why not pills", 1, 3, "[not pills]"),
        ("why not pills", 2, 3, "[why not pills] negation"),
        ("used to pills", 2, 3, "[used to pills] formerly"),
    ],
)
def test_the_markers_around_words_that_are_no_target(text: str, start: int, end: int, evidence: str) -> None:
    tokens = tokens_of(text, small_lexicon().spelling)
    found = Surroundings(tokens, small_lexicon()).around(Span(start, end, _STATEMENT))
    assert shown(found, [token.word for token in tokens]) == evidence


@pytest.mark.parametrize(
    ("fillers", "evidence"), [(5, "[of pills] negation"), (6, "[of pills] negation"), (7, "[of pills]")]
)
def test_a_marker_that_runs_into_the_words_begins_close_by(fillers: int, evidence: str) -> None:
    tokens = tokens_of(f"no {'really ' * fillers}sign of pills", small_lexicon().spelling)
    found = Surroundings(tokens, small_lexicon()).around(Span(fillers + 2, fillers + 4, _STATEMENT))
    assert shown(found, [token.word for token in tokens]) == evidence


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
