"""A made-up lexicon with a few words of every kind, so that what stands around a mention can be told word by word."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from rules.engine.free_text.context import Evidence
from rules.engine.free_text.lexicon import Lexicon, build_lexicon
from rules.engine.free_text.mentions import mentions_in
from tests.rules.small_set import TODAY


def _marker(category: str, *phrases: str, before: bool = True, after: bool = True) -> Mapping[str, Any]:
    return {"category": category, "phrases": phrases, "before": before, "after": after}


def _concept(name: str, alone: str, *, danger: bool = False, **forms: Any) -> Mapping[str, Any]:
    return {"id": name, "alone": alone, "danger": danger, "statements": [], "names": [], **forms}


DOCUMENT: Mapping[str, Any] = {
    "concepts": [
        _concept("illness", "affirmed", names=["flu", "bad flu", "am flu", "was flu", "<kin> pox"],
                 statements=["i cough"]),
        _concept(
            "harm", "affirmed", danger=True, named="unresolved", of_others=False,
            statements=["end it", "i end it", "was end it", "end it two"],
            names=["harm", "was harm", "am harm", "uncle pox", "feel nothing", "and dark"],
        ),
        _concept("theirs", "affirmed", danger=True, of_others=True, statements=["he dies"], names=["his death"]),
        _concept("illness_too", "affirmed", names=["<kin> ache", "aunt pox"]),
        _concept("illness_last", "affirmed", names=["aunt ache"]),
    ],
    "markers": [
        _marker("negation", "not", "no", "never", "without", "no sign of", "not having", "out of", "why not"),
        _marker("negation", "denies", after=False),
        _marker("negation", "unlikely", before=False),
        _marker("past", "<year>", "back then"),
        _marker("formerly", "used to"),
        _marker("past_tense", "was", "were"),
        _marker("lapsed", "anymore"),
        _marker("recent", "lately"),
        _marker("often", "daily"),
        _marker("imminent", "tonight", "i will"),
        _marker("other_person", "brother", "<kin> of mine"),
        _marker("subject_unclear", "we"),
        _marker("hypothetical", "if", "afraid"),
        _marker("doubt", "maybe"),
        _marker("guess", "guess"),
        _marker("thought", "thoughts"),
        _marker("nothing", "not only"),
        _marker("turn", "but"),
        _marker("new_subject", "i"),
        _marker("doubt", "<kin> says"),
        _marker("negation", "uncle says"),
    ],
    "answers": [
        {"category": "negation", "phrases": ["no", "none", "no never"]},
        {"category": "nothing", "phrases": ["yes"]},
        {"category": "doubt", "phrases": ["not sure", "<kin> knows"]},
        {"category": "nothing", "phrases": ["uncle knows"]},
    ],
    "cues": [
        {"name": "way", "plain": False, "phrases": ["pills", "no pills", "the many pills"]},
        {"name": "day", "plain": True, "phrases": ["monday"]},
    ],
    "combinations": [
        {"id": "way_and_day", "unless": [], "concept": "signs", "at_least": 2, "sentences": 2,
         "sets": [["way"], ["day"]]}
    ],
    "classes": {"kin": ["aunt", "uncle"], "spare": ["comfy"]},
    "fillers": ["really"],
    "bridges": ["going", "to"],
    "present": ["am", "still"],
    "first_person": ["i", "myself"],
    "past": ["was", "were"],
    "english": ["the", "and", "x", "to", "harm"],
    "foreign": ["que", "los"],
    "spelling": {"contractions": {"dont": "do not"}, "joined": {}, "misspelt": {}, "not_close": [],
                 "close_to": ["comfort"]},
    "resemblance": {
        "points": {"10": ["gone", "<kin>"], "20": ["cue:day"], "40": ["cue:way"]}, "start": 0, "further": -1,
        "touches": 10, "supports": 20, "asks": 30, "calls": 40, "classes": ["kin"],
    },
}  # fmt: skip


@cache
def small_lexicon() -> Lexicon:
    return build_lexicon(DOCUMENT)


def read(text: str) -> str:
    """Every mention of a text: its concept, status and subject, with the words it was read from."""
    found = mentions_in(text, small_lexicon(), TODAY.toordinal())
    return "; ".join(f"{one.concept} {one.status} {one.subject} [{one.words}]" for one in found)


def shown(evidence: Evidence, words: Sequence[str]) -> str:
    """What was found around a mention, in one line: the words used, the categories in order, and what else is set."""
    flags = [name for name in ("asked", "present", "limited", "of_fear") if getattr(evidence, name) is True]
    answer = [] if evidence.answer is None else [f"answer={evidence.answer}"]
    denials = [f"denials={evidence.denials}"] if evidence.denials else []
    said = " ".join(words[evidence.first : evidence.last])
    return " ".join([f"[{said}]", *evidence.seen, *answer, *flags, *denials])
