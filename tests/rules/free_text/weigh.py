"""Learns the points of `rules/content/free_text/resemblance.yaml`: `python -m tests.rules.free_text.weigh`.

A support vector machine with squared loss over the terms of `rules.engine.free_text.resemblance`: of all points the
ones that part explicit from ordinary sentences best while they stay small. There is one such answer, and it is worked
out with nothing but sums, products and quotients in a fixed order, so that the same sentences give the same file on
any machine. The sentences are those the lexicon was developed with. Of an explicit text the whole counts, of an
ordinary one every stretch that a reader of the text would weigh.
"""

import json
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
BLIND = ("blind_sentences", *(f"blind_sentences_{number}" for number in range(2, 7)))
SETS = (*BLIND, "examples", "examples_2", "examples_3")
STEP = 40
"""Points to one unit of the distance between the two kinds."""
FURTHER = -10
"""Points of each sentence after the first, so that a long text has to say more."""
LEVELS = {"touches": -25, "supports": -3, "asks": -2, "calls": 60}
"""The points a stretch needs for what the head of the file says; chosen on held-out sentences."""
_READ_TODAY, _NOT_NOW = (0.0, 1, 1.0), (-2.0, -1, 2.0)
"""What an ambivalent text is given, its side and how much it counts: once as an explicit one, to be read today, and
once as an ordinary one that is let off that much, to have too little for a call now."""
_PROMISED = 3
"""How much an everyday sentence counts of which a test promises that it calls nobody."""
_LEAST = 2
"""Points that are not worth keeping a term for are fewer than these."""
_TWICE = 2
"""A term that stands in one sentence only is not learnt from."""
_LOOSE = 0.05
"""What a text on the wrong side costs: the less, the smaller the points stay."""
_PASSES, _STRIDE = 160, 7919
"""After so many passes no text moves by what would be a point; each pass goes from text to text in such strides."""
_HEAD = """\
# Points of words and of pairs of words: how much more often they stand in explicit statements than in ordinary ones.
# Learnt by `python -m tests.rules.free_text.weigh`, not edited by hand. `^` and `$`: begin and end of a sentence;
# `#`: any number; `_`: any word. `start` is what a stretch begins with, `further` is for each one more. From
# `touches` on an unclear mention is read today, from `supports` on a sign is borne out, from `asks` on a person reads
# the text today whatever it mentions, and from `calls` on somebody calls now.
"""


class Sample(NamedTuple):
    """Terms with what is given beside them, the side they belong on (1 explicit, -1 ordinary), and their share."""

    terms: tuple[str, ...]
    given: float
    side: int
    counts: float


class Learnt(NamedTuple):
    """The weight of each term, and what is there before any term."""

    weights: Mapping[str, float]
    start: float


@cache
def _lexicon() -> tuple[Lexicon, Mapping[str, str]]:
    document = read_free_text(CONTENT)
    return build_lexicon(document), classes_by_word(CLASSES, document["classes"])


def explicit_samples(texts: Iterable[str]) -> list[Sample]:
    return [Sample(_terms(read), 0.0, 1, 1) for read in _read(texts)]


def ambivalent_samples(texts: Iterable[str]) -> list[Sample]:
    terms = map(_terms, _read(texts))
    return [Sample(one, *rest) for one in terms for rest in (_READ_TODAY, _NOT_NOW)]


def ordinary_samples(texts: Iterable[str], *, counts: float = 1) -> list[Sample]:
    stretches = chain.from_iterable(_read(texts))
    return [Sample(_terms([one]), one.further * FURTHER / STEP, -1, counts) for one in stretches]


def _read(texts: Iterable[str]) -> Iterable[Sequence[Stretch]]:
    lexicon, class_of = _lexicon()
    read = (list(stretches_of(*signs_in(text, lexicon, TODAY.toordinal()), class_of)) for text in texts)
    return filter(None, read)


def _terms(stretches: Iterable[Stretch]) -> tuple[str, ...]:
    return tuple(sorted(frozenset(chain.from_iterable(stretch.terms for stretch in stretches))))


def learnt(samples: Sequence[Sample]) -> Learnt:
    """Text by text the step that serves it best, again and again: dual coordinate descent (Hsieh, 2008)."""
    found = Counter(chain.from_iterable(sample.terms for sample in samples if not sample.given))
    place_of = {term: place for place, term in enumerate(sorted(one for one in found if found[one] >= _TWICE))}
    weights, start = [0.0] * len(place_of), 0.0
    share = _shares(samples)
    rows = [
        (
            [place_of[term] for term in one.terms if term in place_of],
            one.given,
            one.side,
            share[one.side] * one.counts,
        )
        for one in samples
    ]
    pulls = [0.0] * len(rows)
    order = sorted(range(len(rows)), key=lambda number: number * _STRIDE % len(rows))
    for _ in range(_PASSES):
        for number in order:
            places, given, side, cost = rows[number]
            pull, soft = pulls[number], 0.5 / (_LOOSE * cost)
            off = side * (start + given + sum(map(weights.__getitem__, places))) - 1 + soft * pull
            step = max(-pull, -off / (len(places) + 1 + soft))
            if step:
                pulls[number] = pull + step
                start += side * step
                for place in places:
                    weights[place] += side * step
    return Learnt({term: weights[place] for term, place in place_of.items()}, start)


def _shares(samples: Sequence[Sample]) -> Mapping[int, float]:
    """Both kinds weigh the same."""
    kinds = Counter(sample.side for sample in samples)
    return {kind: kinds[-1] / number for kind, number in kinds.items()}


def all_samples() -> list[Sample]:
    """Everything there is to learn from."""
    sets = [read_yaml(HERE / f"{name}.yaml") for name in SETS]
    explicit = chain(*(plain(one["explicit"]) for one in sets), *map(sentences, ("explicit", "not_lowered")))
    ordinary = chain(*(plain(one["ordinary"]) for one in sets))
    ambivalent = chain(*(plain(one.get("ambivalent", ())) for one in sets), sentences("ambivalent"))
    return [
        *explicit_samples(explicit),
        *ordinary_samples(ordinary),
        *ordinary_samples(sentences("everyday"), counts=_PROMISED),
        *ambivalent_samples(ambivalent),
    ]


def written(result: Learnt) -> str:
    """The file's text: the terms by their points, the most telling first."""
    bands: dict[int, list[str]] = defaultdict(list)
    for term, weight in sorted(result.weights.items()):
        bands[round(weight * STEP)].append(term)
    lines = [
        f"  '{points}': {json.dumps(bands[points])}"
        for points in sorted(bands, key=lambda one: (-abs(one), one))
        if abs(points) >= _LEAST
    ]
    head = {"classes": list(CLASSES), "start": round(result.start * STEP), "further": FURTHER, **LEVELS}
    return "\n".join(
        [_HEAD.rstrip(), *(f"{name}: {json.dumps(value)}" for name, value in head.items()), "points:", *lines, ""]
    )


if __name__ == "__main__":
    TARGET.write_text(written(learnt(all_samples())), encoding="utf-8")
