"""How well free text is told apart: `python -m tests.rules.free_text.measure [FILE]` prints the figures for a set.

A set lists sentences under `ordinary` (those that a reader could take either way say `ambiguous: true` and are left
out) and under `explicit`. Each is put through the whole released rule set, as the only text of somebody who is well.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rules.engine.terms import Contact
from tests.rules.free_text.texts import HERE, fired, written
from tests.rules.intakes import read_yaml

BLIND = HERE / "blind_sentences.yaml"
DEVELOPED_ON = (BLIND, *(HERE / f"blind_sentences_{number}.yaml" for number in range(2, 7)))
HELD_BACK = HERE / "blind_sentences_7.yaml"
_SIGNALS = {"psych.suicide_text_signal", "data.free_text_unresolved"}


class Figures(NamedTuple):
    """Of so many sentences, how many percent ask for a call now, for one today, and are flagged at all."""

    sentences: int
    now: float
    today: float
    flagged: float

    @property
    def caught(self) -> float:
        return self.now + self.today


def figures(texts: Iterable[str]) -> Figures:
    """The figures for some texts, each on its own."""
    counts: Counter[str] = Counter()
    for text in texts:
        screening = written(text)
        counts.update(["all", str(screening.contact), *(["flagged"] if fired(screening) & _SIGNALS else [])])
    return Figures(
        counts["all"], *(100 * counts[name] / counts["all"] for name in (Contact.NOW, Contact.TODAY, "flagged"))
    )


def plain(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """The sentences that a reader would not take two ways."""
    return [entry["text"] for entry in entries if not entry.get("ambiguous")]


def report(path: Path) -> str:
    """The figures of a set in two lines."""
    sentences = read_yaml(path)
    ordinary, explicit = (figures(plain(sentences[kind])) for kind in ("ordinary", "explicit"))
    first = f"ordinary  n {ordinary.sentences}  now {ordinary.now:.1f} %  today {ordinary.today:.1f} %"
    second = f"explicit  n {explicit.sentences}  now {explicit.now:.1f} %  now or today {explicit.caught:.1f} %"
    return f"{first}  any finding {ordinary.flagged:.1f} %\n{second}  missed {100 - explicit.caught:.1f} %"


if __name__ == "__main__":
    sys.stdout.write(report(Path(sys.argv[1]) if len(sys.argv) > 1 else BLIND) + "\n")
