"""`python -m tests.mutation.write_wordings`: adds a line to the phrase book for each change that none notices yet.

For every change to the lexicon that no line of the book notices, sentences in which the changed part could matter are
tried until one is read otherwise; it is added under what it is read as now. What stands in the book is neither
changed nor taken out: where a line is no longer read as it says, a person decides. `--only WORDS` tries only the
changes whose name has these words in it; `--left FILE` lists those that no sentence tried notices.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from tests.mutation.candidates import Candidate, Candidates
from tests.mutation.equivalence import known_equivalent
from tests.mutation.lexicons import LEXICON, Lexicons
from tests.mutation.mutants import Mutant
from tests.mutation.running import all_mutants, original
from tests.mutation.wordings import Book
from tests.rules.free_text.phrase_book import BOOK, QUOTED, Wording, meaning_of, sections, without_points, wordings

_STEP = 1000
_FIRST_PART = 2
_HEAD = """\
# Wordings, each under what it must be read as, in brackets: `concept status`, or `nothing`; see ../phrase_book.py.
#
# The first version was written from the lexicon itself, by `python -m tests.mutation.write_wordings`. It shows that
# no phrase and no word of a class can be lost, moved to another concept or given another status unnoticed. It does
# not show that a wording is read rightly: for that there are sentences whose authors had not seen the lexicon
# (../blind_sentences*.yaml) and those of the clinical documents (../explicit.yaml, ../everyday.yaml and others).
# Lines may be added by hand. The command adds lines and never changes or removes one.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation.write_wordings", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--only", metavar="WORDS", default="")
    parser.add_argument("--left", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    writing = Writing(original().document["knowledge"]["free_text"], wordings())
    if wrong := writing.book.failing():
        sys.stdout.writelines(f"no longer read so: {line.name}\n" for line in wrong)
    mutants = sorted((one for one in all_mutants(original().document) if one.path[:2] == LEXICON), key=_rank)
    left = writing.write(
        one
        for one in mutants
        if options.only in one.name and one.name not in known_equivalent() and "resemblance" not in one.path
    )
    if options.left is not None:
        options.left.write_text("".join(f"{mutant.name}\n" for mutant in left), encoding="utf-8")
    sys.stdout.write(f"added: {len(writing.added)} lines; {len(left)} changes without one\n")
    return 0


def _rank(mutant: Mutant) -> int:
    """Phrases first, then the words of classes, so that what stands for little else comes last."""
    match mutant.path[2:]:
        case (str(), int(), str(), int()):
            return 0
        case ("classes", str(), int()):
            return 1
        case _:
            return 2


class Writing:
    """The book as it grows."""

    def __init__(self, document: dict[str, object], lines: Sequence[Wording]) -> None:
        self._lexicons = Lexicons(document)
        self._reader = without_points(self._lexicons.original)
        self._candidates = Candidates(document)
        self._standing = {_place_of(line) for line in lines}
        self.book = Book(self._lexicons, lines)
        self.added: list[Wording] = []
        self._written = 0

    def write(self, mutants: Iterable[Mutant]) -> list[Mutant]:
        """Those for which no sentence was found; the others have a line now, in the files too."""
        left = []
        for done, mutant in enumerate(mutants, 1):
            if self.book.noticing(mutant) is None:
                line = self._found_for(mutant)
                if line is None:
                    left.append(mutant)
                else:
                    self._add(line)
            if done % _STEP == 0:
                sys.stdout.write(f"looked at {done}: {len(self.added)} added, {len(left)} left\n")
                sys.stdout.flush()
                self._write_down()
        self._write_down()
        return left

    def _write_down(self) -> None:
        write_down(self.added[self._written :])
        self._written = len(self.added)

    def _add(self, line: Wording) -> None:
        self._standing.add(_place_of(line))
        self.book.add(line)
        self.added.append(line)

    def _found_for(self, mutant: Mutant) -> Wording | None:
        """The first candidate that the change makes read otherwise."""
        for some in _in_growing_parts(self._candidates.of(mutant)):
            lines = [self._line(each) for each in some]
            with self._lexicons.under(mutant) as lexicon:
                changed = without_points(lexicon)
                for line in lines:
                    if _place_of(line) not in self._standing and not line.is_read_so_by(changed):
                        return line
        return None

    def _line(self, candidate: Candidate) -> Wording:
        topic, text, quoted = candidate
        return Wording(topic, meaning_of(text, self._reader, topic, quoted=quoted), text)


def _place_of(line: Wording) -> tuple[str, str, bool]:
    return line.topic, line.text, line.meaning.startswith(QUOTED)


def _in_growing_parts(candidates: Iterator[Candidate]) -> Iterator[list[Candidate]]:
    """A few first, since one of these mostly does; the lexicon has to be changed once for each part."""
    size = _FIRST_PART
    while some := list(islice(candidates, size)):
        yield some
        size *= 6


def write_down(lines: Iterable[Wording]) -> None:
    """Adds lines at the end of what stands under their heading; new files begin with the head."""
    BOOK.mkdir(exist_ok=True)
    by_topic: dict[str, list[Wording]] = {}
    for line in lines:
        by_topic.setdefault(line.topic, []).append(line)
    for topic, added in by_topic.items():
        path = BOOK / f"{topic}.txt"
        found = dict(sections(path.read_text(encoding="utf-8") if path.exists() else _HEAD))
        for line in added:
            kept = found.setdefault(line.meaning, [])
            while kept and not kept[-1]:
                kept.pop()
            kept.append(line.text)
        path.write_text(_written(found), encoding="utf-8")


def _written(found: dict[str, list[str]]) -> str:
    head, *others = (
        ("\n".join([f"[{heading}]", *lines] if heading else lines)).rstrip("\n") for heading, lines in found.items()
    )
    return "\n\n".join([head, *others]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
