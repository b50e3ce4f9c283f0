"""Mentions: what a text names, each with its status. The status may only be lowered by something clearly said."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from rules.engine.free_text.combinations import CueSpan
from rules.engine.free_text.context import Evidence, Surroundings
from rules.engine.free_text.language import Language, language_of
from rules.engine.free_text.lexicon import Category, Lexicon, Target, build_lexicon
from rules.engine.free_text.phrases import Span
from rules.engine.free_text.resemblance import Level, Signs
from rules.engine.free_text.tokens import Token, tokens_of
from rules.engine.values import Row, Value

OTHER_LANGUAGE = "other_language"
RESEMBLANCE, FAINT_RESEMBLANCE = "resemblance", "faint_resemblance"
_SURELY_PAST_YEARS = 2
_DENIED_TWICE = 2
_LONGEST_WORDS = 200
_ANY_STATEMENT = Target("", danger=True, statement=True, alone="affirmed")
_UNCLAIMED = (Category.NEGATION, Category.OTHER_PERSON, Category.SUBJECT_UNCLEAR)


class Status(StrEnum):
    """What a text says about a mention."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    PAST = "past"
    OTHER_PERSON = "other_person"
    HYPOTHETICAL = "hypothetical"
    UNRESOLVED = "unresolved"


_SETTLED = frozenset({Status.NEGATED, Status.PAST, Status.OTHER_PERSON})
"""Clearly not said of the writer today: such words raise nothing, so that they are not weighed either."""
_RESEMBLES = {
    Level.TOUCHES: (FAINT_RESEMBLANCE, Status.UNRESOLVED),
    Level.SUPPORTS: (RESEMBLANCE, Status.HYPOTHETICAL),
    Level.ASKS: (RESEMBLANCE, Status.UNRESOLVED),
    Level.CALLS: (RESEMBLANCE, Status.AFFIRMED),
}


class Subject(StrEnum):
    """Whom a mention is about."""

    SELF = "self"
    OTHER = "other"
    UNCLEAR = "unclear"


class Mention(NamedTuple):
    """One thing a text names; `words` are as they were written, with the words that decided the status."""

    concept: str
    status: Status
    subject: Subject
    words: str


def mentions_in(text: str, lexicon: Lexicon, as_of: int) -> Iterator[Mention]:
    """Every mention in a text, in order. That a text is, or may be, in another language is a mention of its own."""
    tokens = tokens_of(text, lexicon.spelling)
    surroundings = Surroundings(tokens, lexicon)
    judged = list(_judged(tokens, surroundings, as_of))
    for span, evidence, status in judged:
        yield Mention(span.entry.concept, status, _subject(evidence), _words(text, tokens, evidence))
    signs = _signs(tokens, surroundings, lexicon, judged)
    yield from _combined(text, tokens, surroundings, lexicon, as_of, signs.cues)
    yield from _resembling(text, tokens, lexicon, signs)
    language = language_of(tokens, lexicon.english, lexicon.foreign)
    if language is not Language.COVERED:
        status = Status.AFFIRMED if language is Language.OTHER else Status.UNRESOLVED
        yield Mention(OTHER_LANGUAGE, status, Subject.SELF, text[:_LONGEST_WORDS])


def signs_in(text: str, lexicon: Lexicon, as_of: int) -> tuple[Sequence[Token], Signs]:
    """The words of a text with the signs that are weighed beside them: what points are learnt from."""
    tokens = tokens_of(text, lexicon.spelling)
    surroundings = Surroundings(tokens, lexicon)
    return tokens, _signs(tokens, surroundings, lexicon, list(_judged(tokens, surroundings, as_of)))


def _judged(
    tokens: Sequence[Token], surroundings: Surroundings, as_of: int
) -> Iterator[tuple[Span, Evidence, Status]]:
    """Each phrase found, with what is said around it and the status that gives it."""
    for span in surroundings.targets:
        evidence = surroundings.of(span)
        _date(evidence, tokens, as_of)
        yield span, evidence, _status(span.entry, evidence)


def _signs(
    tokens: Sequence[Token],
    surroundings: Surroundings,
    lexicon: Lexicon,
    judged: Sequence[tuple[Span, Evidence, Status]],
) -> Signs:
    settled = [span for span, _, status in judged if status in _SETTLED and span.entry.danger]
    return Signs(lexicon.combinations.cues_in(tokens, surroundings.symbols), settled)


def _combined(
    text: str,
    tokens: Sequence[Token],
    surroundings: Surroundings,
    lexicon: Lexicon,
    as_of: int,
    found: Sequence[CueSpan],
) -> Iterator[Mention]:
    """The mentions that no phrase makes but several cues together do."""
    if not found:
        return

    @cache
    def claimed(cue: CueSpan) -> bool:
        evidence = surroundings.around(Span(cue.start, cue.end, _ANY_STATEMENT))
        _date(evidence, tokens, as_of)
        return _is_claimed(evidence)

    for combination, first, last in lexicon.combinations.met(found, claimed):
        words = _words(text, tokens, Evidence(first, last))
        yield Mention(combination.concept, Status.AFFIRMED, Subject.SELF, words)


def _resembling(text: str, tokens: Sequence[Token], lexicon: Lexicon, signs: Signs) -> Iterator[Mention]:
    """One mention where the words together resemble explicit statements, its status by how much they do."""
    found = lexicon.resemblance.found(tokens, signs) if lexicon.resemblance is not None else None
    if found is not None:
        level, first, last = found
        yield Mention(*_RESEMBLES[level], Subject.SELF, _words(text, tokens, Evidence(first, last)))


def _is_claimed(evidence: Evidence) -> bool:
    """Whether a cue is said of the writer, and of no time that is over or only supposed."""
    here = any(map(evidence.count, (Category.RECENT, Category.IMMINENT)))
    elsewhere = any(map(evidence.count, (Category.FORMERLY, Category.PAST, Category.HYPOTHETICAL)))
    return not any(map(evidence.count, _UNCLAIMED)) and (here or not elsewhere)


def _words(text: str, tokens: Sequence[Token], evidence: Evidence) -> str:
    return text[tokens[evidence.first].start : tokens[evidence.last - 1].end][:_LONGEST_WORDS]


def _date(evidence: Evidence, tokens: Sequence[Token], as_of: int) -> None:
    """A year among the evidence: long past, or so near or still to come that it settles nothing."""
    this_year = date.fromordinal(as_of).year
    for token in tokens[evidence.first : evidence.last]:
        if token.word.isdecimal() and this_year - _SURELY_PAST_YEARS < int(token.word):
            evidence.seen = [category for category in evidence.seen if category is not Category.PAST]


def _subject(evidence: Evidence) -> Subject:
    if evidence.count(Category.SUBJECT_UNCLEAR):
        return Subject.UNCLEAR
    return Subject.OTHER if evidence.count(Category.OTHER_PERSON) else Subject.SELF


def _status(target: Target, evidence: Evidence) -> Status:
    """The status, decided by the first of these questions that has an answer."""
    if evidence.asked:
        return _answered(evidence)
    if _subject(evidence) is not Subject.SELF and not target.of_others:
        return Status.UNRESOLVED if _subject(evidence) is Subject.UNCLEAR else Status.OTHER_PERSON
    if evidence.count(Category.NEGATION):
        return _denied(target, evidence)
    softened = _softened(target, evidence)
    if softened is not None and not (target.danger and evidence.count(Category.IMMINENT)):
        return softened
    if any(map(evidence.count, (Category.RECENT, Category.OFTEN, Category.IMMINENT))):
        return Status.AFFIRMED
    return Status(target.alone)


def _answered(evidence: Evidence) -> Status:
    """What follows a question or a heading; a question without an answer is for a person to read."""
    if evidence.answer is Category.NEGATION:
        return Status.NEGATED
    if evidence.answer is None and evidence.count(Category.HYPOTHETICAL):
        return Status.HYPOTHETICAL
    return Status.AFFIRMED if evidence.answer is Category.NOTHING else Status.UNRESOLVED


def _denied(target: Target, evidence: Evidence) -> Status:
    """What is denied; in acute danger only a plain denial is one, anything else is for a person to read."""
    if evidence.count(Category.NEGATION) >= _DENIED_TWICE or evidence.count(Category.DOUBT):
        return Status.UNRESOLVED
    if target.danger and not evidence.is_plain_denial:
        return Status.UNRESOLVED
    lapsed = any(map(evidence.count, (Category.PAST, Category.FORMERLY, Category.LAPSED)))
    return Status.PAST if lapsed else Status.NEGATED


def _softened(target: Target, evidence: Evidence) -> Status | None:
    """Anything that makes less than a claim of the mention."""
    if evidence.count(Category.DOUBT) or (evidence.count(Category.GUESS) and not target.danger):
        return Status.UNRESOLVED
    if evidence.count(Category.THOUGHT) and target.danger:
        return Status.UNRESOLVED
    if evidence.count(Category.HYPOTHETICAL):
        return Status.HYPOTHETICAL
    return _over(target, evidence)


def _over(target: Target, evidence: Evidence) -> Status | None:
    """Whether it is over. In acute danger only a date or "used to" in a sentence about the past says so."""
    past, tense = evidence.count(Category.PAST), evidence.count(Category.PAST_TENSE)
    if evidence.count(Category.RECENT) or (evidence.count(Category.OFTEN) and not past):
        return None
    if evidence.count(Category.FORMERLY) or ((past or tense) and not target.danger):
        return Status.PAST
    if past and not tense and evidence.present:
        return None
    if past and (tense or not target.statement):
        return Status.PAST
    return Status.UNRESOLVED if past or tense else None


def mentions(knowledge: Mapping[str, Any], _given: str | None) -> Callable[..., Value]:
    """The computation behind the mentions of a submission, made from the lexicon `free_text` of the knowledge.

    Its inputs are texts or columns of texts. It gives one row for each concept, status and subject, in the order in
    which they first stand in the texts; without a text there is no row. The lexicon is made for the first text.
    """
    document = knowledge["free_text"]
    lexicon = cache(lambda: build_lexicon(document))

    def read(as_of: int, *texts: Any) -> Value:
        rows: dict[tuple[str, ...], Row] = {}
        for text in _each(texts):
            for concept, status, subject, words in mentions_in(text, lexicon(), as_of):
                row = (concept, status.value, subject.value, words)
                rows.setdefault(row[:-1], row)
        return tuple(rows.values())

    return read


def _each(texts: Iterable[Any]) -> Iterator[str]:
    for text in texts:
        if isinstance(text, str):
            yield text
        elif text is not None:
            yield from _each(text)
