"""Learns the points of `rules/content/free_text/resemblance.yaml`: `python -m tests.rules.free_text.weigh`.

A logistic regression over the terms of `rules.engine.free_text.resemblance`, by plain gradient descent from nothing,
so that the same sentences give the same points again. The sentences are those the lexicon was developed with. Of each
text that stretch counts which has most points so far, as it does when a text is read.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from rules.authoring.content import CONTENT
from rules.authoring.free_text_content import read_free_text
from rules.engine.free_text.lexicon import Lexicon, build_lexicon
from rules.engine.free_text.mentions import signs_in
from rules.engine.free_text.resemblance import Stretch, classes_by_word, stretches_of
from tests.rules.free_text.measure import plain
from tests.rules.free_text.texts import HERE, sentences
from tests.rules.intakes import read_yaml
from tests.rules.small_set import TODAY

CLASSES = (
    *("relative", "drug", "weekday", "months", "pill", "firearm", "blade", "tie"),
    *("height", "kill", "swallow", "taken", "leap", "means"),
)
TARGET = CONTENT / "free_text" / "resemblance.yaml"
BLIND = ("blind_sentences", "blind_sentences_2", "blind_sentences_3", "blind_sentences_4_development")
SETS = (*BLIND, "examples", "examples_2")
_STEP = 8
"""Points to one unit of the regression."""
FURTHER = -4
"""Points of each sentence after the first, so that a long text has to say more."""
LEVELS = {"touches": -12, "supports": -8, "asks": 2, "calls": 22}
"""The points a stretch needs for what the head of the file says; chosen on held-out sentences."""
_AMBIVALENT = 0.85
"""Enough to be read today and too little for a call now."""
_LEAST = 2
"""Points that are not worth keeping a term for are fewer than these."""
_PENALTY, _RATE, _ROUNDS, _PASSES = 0.5, 0.3, 3, 80
"""Strength of the regression's penalty, its rate, rounds of choosing stretches, and passes in each."""
_HEAD = """\
# Points of words and of pairs of words: how much more often they stand in explicit statements than in ordinary ones.
# Learnt by `python -m tests.rules.free_text.weigh`, not edited by hand. `^` and `$`: begin and end of a sentence;
# `#`: any number. `start` is what a stretch begins with, `further` is for each one more. From `touches`
# on an unclear mention is read today, from `supports` on a sign is borne out, from `asks` on a person reads the
# text today whatever it mentions, and from `calls` on somebody calls now.
"""


class Labelled(NamedTuple):
    """A text's stretches, and how surely it is an explicit statement: 1, 0, or between where it is ambivalent."""

    stretches: Sequence[Stretch]
    explicit: float


class Learnt(NamedTuple):
    """The weight of each term, and what is there before any term."""

    weights: Mapping[str, float]
    start: float

    def of(self, stretch: Stretch) -> float:
        start = self.start + stretch.further * FURTHER / _STEP
        return start + sum(self.weights.get(term, 0.0) for term in stretch.terms)

    def best(self, text: Labelled) -> Stretch:
        return max(text.stretches, key=self.of)


@cache
def _lexicon() -> tuple[Lexicon, Mapping[str, str]]:
    document = read_free_text(CONTENT)
    return build_lexicon(document), classes_by_word(CLASSES, document["classes"])


def labelled(texts: Iterable[str], *, explicit: float) -> list[Labelled]:
    lexicon, class_of = _lexicon()
    read = (list(stretches_of(*signs_in(text, lexicon, TODAY.toordinal()), class_of)) for text in texts)
    return [Labelled(stretches, explicit) for stretches in read if stretches]


def learnt(texts: Sequence[Labelled]) -> Learnt:
    """First every text as a whole, then by its stretch with most points."""
    result = _fitted([(_whole(text), text.explicit) for text in texts])
    for _ in range(_ROUNDS):
        result = _fitted([(result.best(text), text.explicit) for text in texts])
    return result


def _whole(text: Labelled) -> Stretch:
    terms = frozenset(chain.from_iterable(one.terms for one in text.stretches))
    return Stretch(0, 0, terms, max(one.further for one in text.stretches))


def _fitted(samples: Sequence[tuple[Stretch, float]]) -> Learnt:
    """All kinds weigh the same. Every step is as long as the term's steps so far have left it."""
    kinds = Counter(one for _, one in samples)
    share = {kind: len(samples) / (len(kinds) * number) for kind, number in kinds.items()}
    weights = dict.fromkeys(sorted(frozenset(chain.from_iterable(stretch.terms for stretch, _ in samples))), 0.0)
    walked = dict.fromkeys(weights, 1e-6)
    start, start_walked = 0.0, 1e-6
    rows = [(tuple(sorted(one.terms)), one.further * FURTHER / _STEP, label) for one, label in samples]
    for _ in range(_PASSES):
        slope = {term: _PENALTY * weight for term, weight in weights.items()}
        start_slope = 0.0
        for terms, given, label in rows:
            summed = start + given + sum(map(weights.__getitem__, terms))
            miss = share[label] * (1 / (1 + math.exp(-summed)) - label)
            start_slope += miss
            for term in terms:
                slope[term] += miss
        for term, one in slope.items():
            walked[term] += one * one
            weights[term] -= _RATE * one / math.sqrt(walked[term])
        start_walked += start_slope * start_slope
        start -= _RATE * start_slope / math.sqrt(start_walked)
    return Learnt(weights, start)


def all_texts() -> list[Labelled]:
    """Everything there is to learn from."""
    sets = [read_yaml(HERE / f"{name}.yaml") for name in SETS]
    explicit = chain(*(plain(one["explicit"]) for one in sets), *map(sentences, ("explicit", "not_lowered")))
    ordinary = chain(*(plain(one["ordinary"]) for one in sets), sentences("everyday"))
    ambivalent = chain(*(plain(one.get("ambivalent", ())) for one in sets), sentences("ambivalent"))
    return [
        *labelled(explicit, explicit=1),
        *labelled(ordinary, explicit=0),
        *labelled(ambivalent, explicit=_AMBIVALENT),
    ]


def written(result: Learnt) -> str:
    """The file's text: the terms by their points, the most telling first."""
    bands: dict[int, list[str]] = defaultdict(list)
    for term, weight in sorted(result.weights.items()):
        bands[round(weight * _STEP)].append(term)
    lines = [
        f"  '{points}': {json.dumps(bands[points])}"
        for points in sorted(bands, key=lambda one: (-abs(one), one))
        if abs(points) >= _LEAST
    ]
    head = {"classes": list(CLASSES), "start": round(result.start * _STEP), "further": FURTHER, **LEVELS}
    return "\n".join(
        [_HEAD.rstrip(), *(f"{name}: {json.dumps(value)}" for name, value in head.items()), "points:", *lines, ""]
    )


if __name__ == "__main__":
    TARGET.write_text(written(learnt(all_texts())), encoding="utf-8")
