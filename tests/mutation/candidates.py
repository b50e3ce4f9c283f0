"""Sentences in which one part of the lexicon could matter, in ordinary words; in which it does is found by trying.

Phrases are filled in with members of their classes, each time with the next ones, so that all come to be used.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from random import Random
from typing import Any, NamedTuple

from rules.engine.free_text.phrases import ANY, GAP, MANY, NUMBER, YEAR
from tests.mutation import combined
from tests.mutation.lexicons import FORMS, KINDS
from tests.mutation.mutants import Mutant
from tests.rules.free_text.phrase_book import CUES, SPELLING

type Path = Sequence[Any]

_OPEN: Mapping[str, Sequence[str]] = {
    NUMBER: ("7",), MANY: ("40",), YEAR: ("2015",), ANY: ("old",), GAP: ("", "old", "same old", "same old grey"),
}  # fmt: skip
"""What is written where a phrase takes any word of a kind."""
_AROUND = (
    "{}", "i {}", "{}?", "i do not {}", "no {}", "i used to {}", "my brother {}", "if i {}", "in 2015 {}",
    "{} tonight", "i {} in 2015", "maybe i {}", "thoughts of {}", "i am going to {}", "{}: no",
    "my brother says i {}",
    "i have {} and seizures", "not {}, i hope", "we {}", "i {} but not today", "i have never {} anymore",
    "every day i {}", "{} me", "the word {}", "{} myself", "to {}", "{} it", "i wanted to {}", "i guess i {}",
    "the {} i had once", "who said {}", "my {}",
)  # fmt: skip
"""Surroundings that change what is said of a mention in every way there is."""
_TARGETS = (
    "seizures", "kill myself", "suicidal", "want to die", "suicidal thoughts", "heart attack", "hearing voices",
    "die today", "end my life", "pregnant", "stroke", "am suicidal", "tried to kill myself", "bipolar",
)  # fmt: skip
_BESIDE = (
    "{0} {1}", "{1} {0}", "{0} i {1}", "i {0} {1}", "i have {0} {1}", "i {1} {0}", "i am not {0} {1}", "not {0} {1}",
    "no {0} {1}", "{1}, {0}", "in 2015 i was {0} {1}", "i used to {0} {1}", "my brother {0} {1}", "if i {0} {1}",
    "in 2015 {0} {1}", "maybe {0} {1}", "i do not {0} {1}", "i am going to {0} {1}", "my brother {1} {0}",
    "i was {1} {0}", "every day {0} {1}", "{1} in 2015 {0}", "{0} tonight {1}", "in 2015 {1} {0}",
    "in 2015 {1} and {0}", "i do not have {1} {0}", "{0}. {1}", "{0} {1}?", "my brother and {0} {1}",
    "thoughts of {0} {1}",
)  # fmt: skip
_ORDER = ("concepts", "cues", "answers", "markers")
_MOST = 400
_DRAWN = 60
_PHRASES_TRIED = 25
_PHRASES_WITH = 6


class Candidate(NamedTuple):
    """A sentence, the file it would stand in, and whether it is for what is quoted of it."""

    topic: str
    text: str
    quoted: bool = False


class Candidates:
    """Proposes sentences for changes to a lexicon."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._classes: Mapping[str, Sequence[str]] = document["classes"]
        self._telling = {word for name in ("present", "past", "first_person") for word in document[name]}
        self._times = Counter(word for words in self._classes.values() for word in words)
        self._times.update({gap: -len(gap) for gap in _OPEN[GAP]})
        self._next: Counter[str] = Counter()
        self._using: dict[str, list[Path]] = defaultdict(list)
        for kind in KINDS:
            for place, entry in enumerate(document[kind]):
                for form in FORMS:
                    for number, phrase in enumerate(entry.get(form, ())):
                        for symbol in set(phrase.split(" ")):
                            self._using[symbol].append((kind, place, form, number))

    def of(self, mutant: Mutant) -> Iterator[Candidate]:
        """Candidates for a change, the plainest first."""
        return islice(self._of(mutant.path[2:]), _MOST)

    def _of(self, path: Path) -> Iterator[Candidate]:
        match path:
            case (kind, place, form, number) if kind in KINDS and form in FORMS:
                yield from self._for_phrase(kind, place, self._document[kind][place][form][number])
            case ("classes", name, number):
                yield from self._for_member(f"<{name}>", self._classes[name][number])
            case ("classes", name):
                yield from self._for_member(f"<{name}>", self._classes[name][0])
            case ("concepts" | "markers" | "answers" | "cues" as kind, place, *_):
                entry = self._document[kind][place]
                phrases = [phrase for form in FORMS for phrase in entry.get(form, ())]
                each = _MOST // max(1, min(len(phrases), _PHRASES_TRIED))
                for phrase in phrases[:_PHRASES_TRIED]:
                    yield from islice(self._for_phrase(kind, place, phrase), each)
            case ("combinations", int(), *_):
                texts = combined.texts_for(path, self._document, self._filled)
                yield from (Candidate("combinations", text, quoted) for text in texts for quoted in (False, True))
            case ("spelling", name, which):
                yield from self._for_spelling(name, which)
            case ("english" | "foreign" as name, place):
                word = self._document[name][place]
                known = "xanax lexapro zoloft prozac effexor"
                yield from (Candidate("words", text) for text in (f"{known} {word}", f"{word} {word}", f"{word} que"))
            case (name, int(place)):
                yield from self._for_word(self._document[name][place])

    def _for_word(self, word: str) -> Iterator[Candidate]:
        parted = [f"kill {word} myself", f"suicidal {word} thoughts", f"want {word} to die", f"heart {word} attack"]
        targets = [*_TARGETS, *parted, *self._with(word)]
        for frame, target in product(_AROUND, self._with(word)):
            yield Candidate("words", frame.format(target))
        for frame, target in product(_BESIDE, targets):
            yield Candidate("words", frame.format(word, target))

    def _with(self, word: str) -> list[str]:
        """Phrases that hold the word, for what it says within a mention: first those that say little else."""
        symbols = [word, *(f"<{name}>" for name, words in self._classes.items() if word in words)]
        phrases = [
            next(self._filled(self._document[kind][place][form][number], {symbol: word}))
            for symbol in symbols
            for kind, place, form, number in self._using[symbol]
            if kind == "concepts" and self._document[kind][place]["danger"]
        ]
        return sorted(phrases, key=lambda phrase: len(self._telling.intersection(phrase.split(" "))))[:_PHRASES_WITH]

    def _for_phrase(self, kind: str, place: int, phrase: str) -> Iterator[Candidate]:
        entry = self._document[kind][place]
        first = list(islice(self._filled(phrase), 3))
        wide = next(self._filled(phrase, {symbol: self._own_word(symbol) for symbol in phrase.split(" ")}))
        if kind == "cues":
            yield from (Candidate(CUES, text) for filled in (*first, wide) for text in (filled, f"{filled}?"))
            yield from (Candidate(CUES, text) for text in self._drawn(phrase))
        elif kind == "concepts":
            yield from (
                Candidate(entry["id"], text, quoted)
                for text in (first[0], wide, f"{wide}?")
                for quoted in (False, True)
            )
            yield from (Candidate(entry["id"], frame.format(first[1])) for frame in _AROUND)
            yield from (
                Candidate(entry["id"], text, quoted) for text in self._drawn(phrase) for quoted in (False, True)
            )
        elif kind == "answers":
            for text, target, sign in product(first, _TARGETS[:3], "?:"):
                yield Candidate(kind, f"{target}{sign} {text}")
        else:
            yield from _beside_targets(kind, first[0])
            for text in self._drawn(phrase):
                yield from islice(_beside_targets(kind, text), 4)

    def _drawn(self, phrase: str) -> Iterator[str]:
        """The phrase filled in by chance, for one that others cover in part; one without classes is not repeated."""
        choices = [self._members(symbol) or (symbol,) for symbol in phrase.split(" ")]
        random = Random(phrase)
        for _ in range(min(_DRAWN, prod(map(len, choices)) - 1)):
            yield " ".join(filter(None, map(random.choice, choices))).replace(" ,", ",")

    def _for_member(self, symbol: str, word: str) -> Iterator[Candidate]:
        """The word in each of the phrases that use its class, every time beginning with the next one."""
        using = self._using[symbol]
        first = self._next[f"using {symbol}"] % max(len(using), 1)
        self._next[f"using {symbol}"] += 1
        paths = sorted([*using[first:], *using[:first]], key=lambda path: _ORDER.index(path[0]))[:_PHRASES_TRIED]
        for most, some in ((2, paths), (len(_AROUND), paths[: _PHRASES_TRIED // 4])):
            for kind, place, form, number in some:
                (text,) = islice(self._filled(self._document[kind][place][form][number], {symbol: word}), 1)
                yield from islice(self._for_phrase(kind, place, text), most if kind != "markers" else 5 * most)

    def _filled(self, phrase: str, given: Mapping[str, str] | None = None) -> Iterator[str]:
        """The phrase with words for its classes, the next of each every time."""
        while True:
            words = [self._word_for(symbol, given or {}) for symbol in phrase.split(" ")]
            yield " ".join(word for word in words if word).replace(" ,", ",")

    def _word_for(self, symbol: str, given: Mapping[str, str]) -> str:
        if symbol in given:
            return given[symbol]
        members = self._members(symbol)
        if not members:
            return symbol
        self._next[symbol] += 1
        return members[(self._next[symbol] - 1) % len(members)]

    def _own_word(self, symbol: str) -> str:
        """What fits a symbol and as few others as possible: the longest gap, a word of no other class."""
        return min(self._members(symbol), key=lambda word: self._times[word], default=symbol)

    def _members(self, symbol: str) -> Sequence[str]:
        return _OPEN.get(symbol) or self._classes.get(symbol.strip("<>") if symbol.startswith("<") else "", ())

    def _for_spelling(self, name: str, which: Any) -> Iterator[Candidate]:
        words = self._document["spelling"]
        if isinstance(which, str):
            yield from (Candidate(SPELLING, text) for text in (which, f"{which} {which}", f"{which}s"))
            return
        word = words[name][which]
        slips = [word[:place] + word[place + 1 :] for place in range(len(word) - 1, 0, -1)]
        slips += [word[:place] + word[place] + word[place:] for place in range(1, len(word))]
        swapped = [word[:at] + "q" + word[at + 1 :] for at in range(1, len(word))]
        yield from (Candidate(SPELLING, text) for text in (word, *slips, *swapped))


def _beside_targets(kind: str, text: str) -> Iterator[Candidate]:
    """First for the status of what is mentioned, then for what is quoted of it."""
    for frames, targets in ((_BESIDE[:7], _TARGETS[:4]), (_BESIDE[7:], _TARGETS[:4]), (_BESIDE, _TARGETS[4:])):
        for quoted, frame, target in product((False, True), frames, targets):
            yield Candidate(kind, frame.format(text, target), quoted)
