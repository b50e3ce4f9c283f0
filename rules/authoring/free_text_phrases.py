"""Phrases as a clinician writes them become phrases as the engine looks them up: choices written out, words spelt."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from re import compile as pattern
from typing import Any

from rules.authoring.problems import Place, Problem
from rules.engine.free_text.phrases import ANY, GAP, MANY, NUMBER, YEAR
from rules.engine.free_text.tokens import Spelling, tokens_of

_MOST_PHRASES = 1_000
_CHOICE = pattern(r"\(([^()]*)\)")
_PART = pattern(r"\{([a-z_]+)\}")
_CLASS = pattern(r"<[a-z0-9_]+>")


class Writer:
    """Writes phrases out and spells them as the engine will spell what it reads.

    Single words of a choice become a class without a name, so that a phrase with many choices stays one phrase.
    """

    def __init__(self, words: dict[str, Any]) -> None:
        self.problems: list[Problem] = []
        self._classes = {f"<{name}>" for name in words["classes"]} | {NUMBER, MANY, YEAR, ANY, GAP}
        self._numbers: dict[tuple[str, ...], str] = {}
        self._spelling = Spelling(words | {"misspelt": {}, "close_to": (), "not_close": ()}, ())

    @property
    def unnamed(self) -> dict[str, list[str]]:
        """The classes that choices gave rise to, by the number that stands for their name."""
        return {name: list(words) for words, name in self._numbers.items()}

    def phrases(self, wordings: Iterable[str], parts: Mapping[str, Sequence[str]], place: Place) -> list[str]:
        """Every phrase that the wordings stand for, each once, in order."""
        written: dict[str, None] = {}
        for wording in wordings:
            try:
                for phrase in self._readings(_with_parts(wording, parts)):
                    written[self._spelt(phrase)] = None
            except ValueError as error:
                self.problems.append(Problem(place, f"`{wording}`: {error}"))
        written.pop("", None)
        return list(written)

    def _readings(self, wording: str) -> list[str]:
        """Every reading of `(a|b)`, the innermost choice first."""
        readings = [wording]
        while _CHOICE.search(readings[0]):
            readings = [taken for reading in readings for taken in self._first_choice(reading)]
            if len(readings) > _MOST_PHRASES:
                raise ValueError("stands for too many phrases")
        if any(mark in readings[0] for mark in "(){}|"):
            raise ValueError("has a bracket or a bar too many")
        return list(dict.fromkeys(readings))

    def _first_choice(self, reading: str) -> list[str]:
        head, choice, tail = _CHOICE.split(reading, maxsplit=1)
        options = choice.split("|")
        single = sorted({option.strip() for option in options if self._is_one_word(option)})
        others = [option for option in options if not self._is_one_word(option)]
        if single:
            spaced = " " if any(option.endswith(" ") for option in options) else ""
            others.append(self._class_of(tuple(single)) + spaced)
        return [head + option + tail for option in others]

    def _is_one_word(self, option: str) -> bool:
        return "<" not in option and len(tokens_of(option, self._spelling)) == 1

    def _class_of(self, words: tuple[str, ...]) -> str:
        spelt = tuple(tokens_of(word, self._spelling)[0].word for word in words)
        if len(spelt) == 1:
            return spelt[0]
        name = f"<{self._numbers.setdefault(spelt, str(len(self._numbers)))}>"
        self._classes.add(name)
        return name

    def _spelt(self, phrase: str) -> str:
        names = _CLASS.findall(phrase)
        if unknown := [name for name in names if name not in self._classes]:
            raise ValueError(f"no class {unknown[0]}")
        symbols: list[str] = []
        for stretch, name in zip_longest(_CLASS.split(phrase), names, fillvalue=""):
            symbols += [token.word for token in tokens_of(stretch, self._spelling)]
            symbols += [name] if name else []
        return " ".join(symbols)


def _with_parts(wording: str, parts: Mapping[str, Sequence[str]]) -> str:
    """The wording with every `{name}` replaced by the choice of that list."""
    for name in _PART.findall(wording):
        if name not in parts:
            raise ValueError(f"no part {name}")
        wording = wording.replace(f"{{{name}}}", f"({'|'.join(parts[name])})")
    return wording
