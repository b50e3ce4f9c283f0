"""What the words around a mention say about it: the markers in reach, walked outwards from the mention.

A walk stops at the end of the sentence or line and at words such as "but". On the way "i" ends what was said of
other people and what was denied, so that nothing said about somebody else is taken for the writer's own, or the
other way round. Where a whole statement would be lowered ("i will never kill myself") the rules are stricter: a
negation counts only when every word between the two belongs to it, and commas and "and" part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rules.engine.free_text.lexicon import Category, Lexicon, Marker, Target
from rules.engine.free_text.phrases import Span, gaps_between
from rules.engine.free_text.tokens import COLON, COMMA, DASH, LINE_END, MARKS, QUESTION, SENTENCE_END, Token

_REACH = 8
_LONGEST_WALK = 40
_LONGEST_MARKER = 8
_DENYING = frozenset({"not", "no", "never"})
_ALSO_DENYING = frozenset(
    {"nobody", "none", "nothing", "without", "hardly", "barely", "scarcely", "rarely", "seldom", "deny", "denies"}
    | {"denied", "denying", "untrue", "false", "lie", "lied", "lying"}
)
_NO_DENIAL = frozenset({("no", "i"), ("no", "not"), ("no", "never"), ("no", "none"), ("not", "worry")})
_DENIED_ONCE = 1
_WORDS_BEFORE_ANSWER = 2
_HARD = frozenset({SENTENCE_END, QUESTION, LINE_END})
_SOFT = frozenset({COMMA, DASH, COLON, "and"})
_ASKING = frozenset({QUESTION, COLON, DASH})
_OF_OTHERS = frozenset(
    {Category.NEGATION, Category.OTHER_PERSON, Category.SUBJECT_UNCLEAR, Category.DOUBT, Category.GUESS}
)
_PARTED = _OF_OTHERS | {Category.THOUGHT, Category.FORMERLY, Category.PAST_TENSE}
_BRIDGED = frozenset({Category.NEGATION, Category.FORMERLY, Category.PAST_TENSE})
_OF_PERSONS = frozenset({Category.OTHER_PERSON, Category.SUBJECT_UNCLEAR})


@dataclass(slots=True)
class Evidence:
    """What was found around one mention; `first` and `last` are the outermost tokens that were used."""

    first: int
    last: int
    seen: list[Category] = field(default_factory=list)
    answer: Category | None = None
    asked: bool = False
    present: bool = False
    denials: int = 0
    """Denying words in the clause up to the end of what is mentioned."""
    limited: bool = False
    """A time close by follows: what is denied is denied for that time only."""
    of_fear: bool = False
    """A fear or supposition stands between the denial and what is mentioned: that is what is denied."""

    @property
    def is_plain_denial(self) -> bool:
        """One denial, which belongs to what is mentioned, without doubt, fear or a time that limits it."""
        unclear = self.count(Category.DOUBT) or self.limited or self.of_fear
        return self.count(Category.NEGATION) == _DENIED_ONCE >= self.denials and not unclear

    def count(self, category: Category) -> int:
        return self.seen.count(category)


class Surroundings:
    """One text's words with its targets and markers, ready to be asked about each target."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = [token.word for token in tokens]
        self.symbols = lexicon.symbols.of(tokens)
        self.targets: list[Span] = list(lexicon.targets.all(self.symbols, [(0, len(tokens))]))

    @cached_property
    def _spans(self) -> Sequence[Span]:
        """The targets and what lies between them; in most texts nobody asks."""
        free = gaps_between(self.targets, len(self._words))
        return [*self.targets, *self._lexicon.markers.all(self.symbols, free)]

    @cached_property
    def _ending(self) -> Mapping[int, Span]:
        return {span.end - 1: span for span in self._spans}

    @cached_property
    def _starting(self) -> Mapping[int, Span]:
        return {span.start: span for span in self._spans}

    def of(self, target: Span) -> Evidence:
        """The markers that reach a target, and the answer that follows it as a question."""
        evidence = Evidence(target.start, target.end)
        said = self._words[target.start : target.end]
        evidence.present = not self._lexicon.present.isdisjoint(said)
        if not self._lexicon.past.isdisjoint(said):
            evidence.seen.append(Category.PAST_TENSE)
        _Walk(self, target, evidence).back()
        self._answer(target, evidence)
        if not evidence.asked:
            _Walk(self, target, evidence).on()
        if evidence.count(Category.NEGATION):
            evidence.denials = self._denials(target)
        return evidence

    def _denials(self, target: Span) -> int:
        """The denying words from the beginning of the clause on; a "no" that only answers is none."""
        place, counted = target.end - 1, 0
        while place > max(target.start - _LONGEST_WALK, -1) and not (place < target.start and self._parts(place)):
            word = self._words[place]
            denies = word in _DENYING or word in _ALSO_DENYING
            counted += denies and (word, self.word(place + 1)) not in _NO_DENIAL
            place -= 1
        return counted

    def _parts(self, place: int) -> bool:
        """Whether a clause ends here: a mark, an "and", or a word such as "but"."""
        span = self.ending_at(place)
        turns = span is not None and isinstance(span.entry, Marker) and span.entry.category is Category.TURN
        return turns or self._words[place] in _HARD or self._words[place] in _SOFT

    def around(self, stretch: Span) -> Evidence:
        """The markers that reach words which are no target, among them one that runs into the words."""
        evidence = Evidence(stretch.start, stretch.end)
        own = self._words[stretch.start] in _DENYING
        for place in range(max(stretch.start - _LONGEST_MARKER, 0), stretch.start):
            span = None if own else self._starting.get(place)
            if span is not None and span.end > stretch.start and not isinstance(span.entry, Target):
                evidence.seen.append(span.entry.category)
        _Walk(self, stretch, evidence).back()
        _Walk(self, stretch, evidence).on()
        return evidence

    def word(self, place: int) -> str:
        return self._words[place] if 0 <= place < len(self._words) else SENTENCE_END

    def ending_at(self, place: int) -> Span | None:
        return self._ending.get(place)

    def starting_at(self, place: int) -> Span | None:
        return self._starting.get(place)

    def is_bridge(self, place: int) -> bool:
        return self._words[place] in self._lexicon.bridges

    def is_first_person(self, target: Span) -> bool:
        return not self._lexicon.first_person.isdisjoint(self._words[target.start : target.end])

    def is_present(self, place: int) -> bool:
        return self._words[place] in self._lexicon.present

    def _answer(self, target: Span, evidence: Evidence) -> None:
        """A question or a heading with its answer: "psychosis? no", "seizures: none", "bipolar - not sure"."""
        place = target.end
        while place < target.end + _WORDS_BEFORE_ANSWER and self.word(place) not in MARKS:
            if self.starting_at(place) is not None:
                return
            place += 1
        if self.word(place) not in _ASKING or place >= len(self._words):
            return
        evidence.asked = self.word(place) == QUESTION
        while self.word(place) in {*_ASKING, LINE_END} and place < len(self._words):
            place += 1
        span = self._lexicon.answers.longest(self.symbols, place, len(self._words))
        if span is not None and self._ends_there(span.end):
            evidence.answer, evidence.last, evidence.asked = span.entry, span.end, True

    def _ends_there(self, place: int) -> bool:
        span = self.starting_at(place)
        turned = span is not None and (isinstance(span.entry, Target) or span.entry.category is Category.TURN)
        return self.word(place) in MARKS or turned


class _Walk:
    """One walk away from a target: what it met, and which categories no longer reach it."""

    def __init__(self, around: Surroundings, target: Span, evidence: Evidence) -> None:
        self._around = around
        self._target = target
        self._strict = target.entry.statement
        self._evidence = evidence
        self._blocked: set[Category] = set(_OF_PERSONS) if self._strict and around.is_first_person(target) else set()
        self._budget = _REACH

    def back(self) -> None:
        place, end = self._target.start - 1, self._target.start - _LONGEST_WALK
        while place >= max(end, 0) and self._budget > 0:
            span = self._around.ending_at(place)
            if span is None:
                if not self._passes(place):
                    return
                place -= 1
            elif self._meets(span, before=True):
                place = span.start - 1
            else:
                return

    def on(self) -> None:
        place, end = self._target.end, self._target.end + _LONGEST_WALK
        while place < end and self._budget > 0:
            span = self._around.starting_at(place)
            if span is None:
                if not self._passes(place):
                    return
                place += 1
            elif self._meets(span, before=False):
                place = span.end
            else:
                return

    def _passes(self, place: int) -> bool:
        """One plain word further; false at the end of the sentence."""
        word = self._around.word(place)
        if word in _HARD:
            return False
        if word not in MARKS:
            self._budget -= 1
            self._evidence.present |= self._around.is_present(place)
        if self._strict and word in _SOFT:
            self._blocked |= _PARTED
        if self._strict and word not in MARKS and not self._around.is_bridge(place):
            self._blocked |= _BRIDGED
        return True

    def _meets(self, span: Span, *, before: bool) -> bool:
        """A target or marker on the way; false where it ends the walk."""
        if isinstance(span.entry, Target):
            return True
        marker: Marker = span.entry
        if marker.category is Category.TURN:
            return False
        if marker.category is Category.NEW_SUBJECT:
            self._blocked |= _PARTED if self._strict else _OF_OTHERS
        elif (marker.before if before else marker.after) and marker.category not in self._blocked:
            self._note(span, marker)
            self._evidence.limited |= self._strict and not before and marker.category is Category.IMMINENT
            if self._strict and marker.category is Category.IMMINENT and self._around.is_first_person(span):
                self._blocked |= _PARTED
        return True

    def _note(self, span: Span, marker: Marker) -> None:
        evidence = self._evidence
        if marker.category is Category.NEGATION:
            evidence.of_fear |= bool(evidence.count(Category.HYPOTHETICAL))
        if marker.category is not Category.NOTHING:
            evidence.seen.append(marker.category)
            evidence.first, evidence.last = min(evidence.first, span.start), max(evidence.last, span.end)
