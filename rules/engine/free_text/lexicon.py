"""The lexicon as the reader of free text uses it: targets, markers and answers in tries, built once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from rules.engine.free_text.combinations import Combinations
from rules.engine.free_text.phrases import Phrases, Symbols
from rules.engine.free_text.resemblance import Resemblance
from rules.engine.free_text.tokens import COMMA, LINE_END, Spelling


class Category(StrEnum):
    """What a marker does to the targets in its reach."""

    NEGATION = "negation"
    PAST = "past"
    """A time that is over; whether the sentence is about that time, its tense says."""
    FORMERLY = "formerly"
    """Over by itself ("used to", "history of")."""
    PAST_TENSE = "past_tense"
    LAPSED = "lapsed"
    """Says that something is over, but only beside a negation ("not ... anymore")."""
    RECENT = "recent"
    OFTEN = "often"
    """How often: the present unless the sentence is about a time that is over ("every day")."""
    IMMINENT = "imminent"
    OTHER_PERSON = "other_person"
    SUBJECT_UNCLEAR = "subject_unclear"
    HYPOTHETICAL = "hypothetical"
    DOUBT = "doubt"
    GUESS = "guess"
    THOUGHT = "thought"
    NOTHING = "nothing"
    """A phrase that looks like a marker and is none ("not only", "no doubt")."""
    TURN = "turn"
    """Ends the reach of every marker ("but")."""
    NEW_SUBJECT = "new_subject"
    """Ends the reach of what was said about somebody or something else ("i")."""


class Target(NamedTuple):
    """Something a text can mention. A statement is a sentence in its own right, not a name that can stand in a list.

    `danger` is set for acute danger, where only a clear sign may lower what is said; `alone` is the status of a
    mention about which nothing else is said. What is `of_others` is about somebody else by itself, and is not lowered
    because of that.
    """

    concept: str
    danger: bool
    statement: bool
    alone: str
    of_others: bool = False


class Marker(NamedTuple):
    """Words that change what is said about the targets after them, before them, or both."""

    category: Category
    before: bool
    after: bool


class Lexicon(NamedTuple):
    """Everything the reader looks words up in."""

    spelling: Spelling
    symbols: Symbols
    targets: Phrases
    markers: Phrases
    answers: Phrases
    combinations: Combinations
    resemblance: Resemblance | None
    """None in the rule sets released before there were points."""
    bridges: frozenset[str]
    present: frozenset[str]
    first_person: frozenset[str]
    past: frozenset[str]
    english: frozenset[str]
    foreign: frozenset[str]


class Meant(NamedTuple):
    """Phrases with one meaning. Of two found over the same words the one of the lower rank counts."""

    phrases: list[str]
    rank: int
    meaning: Target | Marker | Category


def build_lexicon(document: Mapping[str, Any]) -> Lexicon:
    """The lexicon from its released form. Raises KeyError or ValueError when that is damaged."""
    known = _words_in(document)
    points = document.get("resemblance")
    return Lexicon(
        spelling=Spelling(document["spelling"], known),
        symbols=Symbols(document["classes"], known),
        targets=_found(targets_of(document), between_targets(document)),
        markers=_found(markers_of(document), between_markers(document)),
        answers=_found(answers_of(document), ()),
        combinations=Combinations(document, between_targets(document)),
        resemblance=None if points is None else Resemblance(points, document["classes"]),
        bridges=frozenset((*document["bridges"], *document["fillers"])),
        present=frozenset(document["present"]),
        first_person=frozenset(document["first_person"]),
        past=frozenset(document["past"]),
        english=frozenset(document["english"]),
        foreign=frozenset(document.get("foreign", ())),
    )


def between_targets(document: Mapping[str, Any]) -> Sequence[str]:
    """What may stand between two words of what is mentioned, or of a cue: a line may break there as well."""
    return (*document["fillers"], COMMA, LINE_END)


def between_markers(document: Mapping[str, Any]) -> Sequence[str]:
    """A marker that ran over two lines could lower what the next one says."""
    return (*document["fillers"], COMMA)


def targets_of(document: Mapping[str, Any]) -> Iterator[Meant]:
    """What can be mentioned, acute danger before everything else."""
    for rank, concept in enumerate(document["concepts"]):
        for form in ("statements", "names"):
            alone = concept.get("named", concept["alone"]) if form == "names" else concept["alone"]
            others = concept.get("of_others", False)
            target = Target(concept["id"], concept["danger"], form == "statements", alone, others)
            yield Meant(concept[form], rank if target.danger else rank + len(document["concepts"]), target)


def markers_of(document: Mapping[str, Any]) -> Iterator[Meant]:
    for rank, entry in enumerate(document["markers"]):
        yield Meant(entry["phrases"], rank, Marker(Category(entry["category"]), entry["before"], entry["after"]))


def answers_of(document: Mapping[str, Any]) -> Iterator[Meant]:
    for rank, entry in enumerate(document["answers"]):
        yield Meant(entry["phrases"], rank, Category(entry["category"]))


def _found(meant: Iterable[Meant], fillers: Sequence[str]) -> Phrases:
    phrases = Phrases(fillers)
    for one in meant:
        for phrase in one.phrases:
            phrases.add(phrase, one.rank, one.meaning)
    return phrases


def _words_in(document: Mapping[str, Any]) -> set[str]:
    """Every word the lexicon uses; none of them is ever taken for a slip of another."""
    wordings = [
        *(phrase for concept in document["concepts"] for form in ("statements", "names") for phrase in concept[form]),
        *(
            phrase
            for form in ("markers", "answers", "cues")
            for entry in document[form]
            for phrase in entry["phrases"]
        ),
        *(word for words in document["classes"].values() for word in words),
        *(
            word
            for form in ("fillers", "bridges", "present", "first_person", "past", "english")
            for word in document[form]
        ),
    ]
    return set(" ".join(wordings).split(" "))
