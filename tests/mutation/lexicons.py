"""The lexicon under a change: a phrase or a word of a class is taken out; for all other changes it is built anew.

To build a lexicon takes a good part of a second, and there are thirty thousand changes. A phrase is one end in a trie
and a member of a class one entry of a mapping; they are taken out, looked at, and put back.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from rules.engine.free_text.combinations import Combinations
from rules.engine.free_text.lexicon import Lexicon, build_lexicon
from rules.engine.free_text.phrases import _BEYOND, _HERE, GAP, Phrases, _State
from rules.engine.free_text.tokens import Spelling
from tests.mutation.mutants import Mutant, replaced

LEXICON = ("knowledge", "free_text")
KINDS = ("concepts", "markers", "answers", "cues")
FORMS = ("statements", "names", "phrases")
_LOOKED_UP = frozenset({"bridges", "present", "first_person", "past", "english", "foreign"})
_WORD_LISTS = ("fillers", "bridges", "present", "first_person", "past", "english")


class Lexicons:
    """The lexicon of a document and, while it is looked at, that of a change to it. Not for two changes at once."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.original = build_lexicon(document)
        self._times = Counter((kind, phrase) for kind in KINDS for phrase in phrases_of(document, kind))
        self._uses = Counter(word for phrase in _wordings(document) for word in phrase.split(" "))
        self._kept = {*document["spelling"]["not_close"], *document["spelling"]["contractions"]}
        self._weighed = frozenset(document["resemblance"]["classes"])

    @contextmanager
    def under(self, mutant: Mutant) -> Iterator[Lexicon]:
        """The lexicon with this change, until the block is left. Raises what a damaged lexicon raises."""
        path = mutant.path[2:]
        if not (self._can_be_taken_out(path) or path[0] in _LOOKED_UP):
            yield self._built(path, replaced(self.document, path, mutant.value))
            return
        with ExitStack() as changes:
            changes.enter_context(self._unknown(self.words_lost(path)))
            if path[0] in _LOOKED_UP:
                yield self._with_words(str(path[0]), replaced(self.document, path, mutant.value))
                return
            if path[0] == "classes":
                changes.enter_context(self._without_members(str(path[1]), self.wordings_at(path)))
            else:
                changes.enter_context(self._without_phrase(path))
            yield self.original

    def _built(self, path: Sequence[str | int], document: Mapping[str, Any]) -> Lexicon:
        """No more of it than the change asks for."""
        match path[0]:
            case "combinations":
                return self._with_combinations(document)
            case "spelling":
                return self.original._replace(spelling=Spelling(document["spelling"], self._uses))
            case _:
                return build_lexicon(document)

    def _with_words(self, name: str, document: Mapping[str, Any]) -> Lexicon:
        """Another list of words that are only looked up."""
        nothing: dict[str, Any] = {**dict.fromkeys((*KINDS, "combinations"), ()), "classes": {}, "resemblance": None}
        return self.original._replace(**{name: getattr(build_lexicon({**document, **nothing}), name)})

    def _with_combinations(self, document: Mapping[str, Any]) -> Lexicon:
        """Other combinations of the same cues."""
        cues = [{**cue, "phrases": []} for cue in document["cues"]]
        combinations = Combinations({**document, "cues": cues}, ())
        combinations._cues = self.original.combinations._cues
        return self.original._replace(combinations=combinations)

    def _can_be_taken_out(self, path: Sequence[str | int]) -> bool:
        match path:
            case (str(kind), int(), str(form), int()) if kind in KINDS and form in FORMS:
                return kind == "cues" or self._times[kind, self.wordings_at(path)[0]] == 1
            case ("classes", str(name), *_):
                return name not in self._weighed
            case _:
                return False

    def words_lost(self, path: Sequence[str | int]) -> list[str]:
        """The words that what stands here is the only one to use; words of other languages count as known nowhere."""
        if path[0] == "foreign":
            return []
        lost = Counter(word for wording in self.wordings_at(path) for word in wording.split(" "))
        return [word for word, uses in lost.items() if uses == self._uses[word] and word not in self._kept]

    def wordings_at(self, path: Sequence[str | int]) -> list[str]:
        part: Any = self.document
        for key in path:
            part = part[key]
        return [part] if isinstance(part, str) else list(part)

    @contextmanager
    def _without_phrase(self, path: Sequence[str | int]) -> Iterator[None]:
        kind, place, *_ = path
        tries = {
            "concepts": self.original.targets,
            "markers": self.original.markers,
            "answers": self.original.answers,
            "cues": self.original.combinations._cues,
        }
        left = None
        node = _end(tries[str(kind)], self.wordings_at(path)[0])
        if kind == "cues":
            rank, cues = node[_HERE]
            others = tuple(cue for cue in cues if cue.name != self.document["cues"][place]["name"])
            left = (rank, others) if others else None
        with _ending(tries[str(kind)], node, left):
            yield

    @contextmanager
    def _without_members(self, name: str, words: Sequence[str]) -> Iterator[None]:
        held = self.original.symbols._classes
        before = {word: held[word] for word in words}
        for word, symbols in before.items():
            held[word] = tuple(symbol for symbol in symbols if symbol != f"<{name}>")
        try:
            yield
        finally:
            held.update(before)

    @contextmanager
    def _unknown(self, words: Sequence[str]) -> Iterator[None]:
        """What no phrase uses any more may be taken for a slip of another word."""
        spelling = self.original.spelling
        settled = spelling.settled.intersection(words)
        spelling.known.difference_update(words)
        spelling.settled -= settled
        try:
            yield
        finally:
            spelling.known.update(words)
            spelling.settled |= settled


def phrases_of(document: Mapping[str, Any], kind: str) -> Iterator[str]:
    """Every phrase of the concepts, the markers, the answers or the cues."""
    return (phrase for entry in document[kind] for form in FORMS for phrase in entry.get(form, ()))


def _wordings(document: Mapping[str, Any]) -> Iterator[str]:
    for kind in KINDS:
        yield from phrases_of(document, kind)
    for words in document["classes"].values():
        yield from words
    for name in _WORD_LISTS:
        yield from document[name]


def _end(phrases: Phrases, phrase: str) -> dict[str, Any]:
    node = phrases._root
    for symbol in phrase.split(" "):
        node = node[_BEYOND if symbol == GAP else symbol]
    return node


@contextmanager
def _ending(phrases: Phrases, node: dict[str, Any], entry: Any) -> Iterator[None]:
    """Another entry, or none, at the end of a phrase; what was worked out so far is set aside."""
    before, begin, states = node[_HERE], phrases._begin, phrases._states
    if entry is None:
        del node[_HERE]
    else:
        node[_HERE] = entry
    phrases._begin, phrases._states = _State([phrases._root], ()), {}
    try:
        yield
    finally:
        node[_HERE], phrases._begin, phrases._states = before, begin, states
