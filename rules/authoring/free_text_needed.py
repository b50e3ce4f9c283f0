"""What a lexicon needs: a phrase, or a word of a choice, goes where others say as much of every text.

Choices written out make phrases that another one covers: "in a week" beside "in <time>". Without it every text is
read as before, and of each part that is left it can be shown that it matters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from rules.authoring.free_text_covering import Covering, Phrase, Words
from rules.engine.free_text.lexicon import answers_of, between_markers, between_targets, markers_of, targets_of


class Wordings(NamedTuple):
    """A list of the document whose phrases mean the same; all that are found count where there is no rank."""

    phrases: list[str]
    meaning: Any
    rank: int | None

    def meant(self) -> Iterator[Phrase]:
        return (Phrase(phrase, self.meaning, self.rank) for phrase in self.phrases)


def needed(document: Mapping[str, Any]) -> dict[str, Any]:
    """A lexicon in its released form without the phrases, words of choices and choices that no text needs."""
    lexicon = deepcopy(dict(document))
    lists = _lists_of(lexicon)
    words = Words(lexicon["classes"], _all_wordings(lexicon, lists))
    kinds = [
        Covering([phrase for one in alike for phrase in one.meant()], fillers, words) for alike, fillers in lists
    ]
    for kind in kinds:
        kind.drop_covered()
    _lose_needless(words, kinds)
    for (alike, _), kind in zip(lists, kinds, strict=True):
        left = kind.left
        for one in alike:
            one.phrases[:] = [phrase.wording for phrase in one.meant() if phrase in left]
    lexicon["classes"] = {
        name: words.classes[f"<{name}>"] for name in lexicon["classes"] if words.classes[f"<{name}>"]
    }
    return lexicon


def _lists_of(lexicon: Mapping[str, Any]) -> list[tuple[list[Wordings], Sequence[str]]]:
    """What is looked up together, with the words that may stand between two of a phrase."""
    targets, markers, answers = (
        [Wordings(one.phrases, one.meaning, one.rank) for one in of(lexicon)]
        for of in (targets_of, markers_of, answers_of)
    )
    cues = [Wordings(cue["phrases"], cue["name"], None) for cue in lexicon["cues"]]
    anywhere = between_targets(lexicon)
    return [(targets, anywhere), (markers, between_markers(lexicon)), (answers, ()), (cues, anywhere)]


def _all_wordings(lexicon: Mapping[str, Any], lists: Iterable[tuple[list[Wordings], Any]]) -> Iterator[str]:
    for alike, _ in lists:
        yield from (phrase for one in alike for phrase in one.phrases)
    for members in lexicon["classes"].values():
        yield from members


def _lose_needless(words: Words, kinds: Sequence[Covering]) -> None:
    """Words of choices alone: a class with a name is a list in its own right, which other parts use too."""
    for symbol in [symbol for symbol in words.classes if symbol[1:-1].isdecimal()]:
        for place, word in reversed(list(enumerate(words.classes[symbol]))):
            words.lose(symbol, word)
            if any(kind.needs(symbol, word) for kind in kinds):
                words.regain(symbol, word, place)
