"""`python -m tests.mutation`: every small change to the rules has to be noticed by a case, a row or a story.

Mutants that mean the same are listed, with the reason, in tests/mutation/equivalent.yaml and not counted.
The last line is `mutants: N made, N caught`; the exit status is 1 when one lives.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rules.authoring.content import read_content
from tests.mutation.equivalence import known_equivalent, told_apart
from tests.mutation.mutants import Mutant
from tests.mutation.progress import Progress
from tests.mutation.running import all_mutants, original, sampled, tried

_PARTS = ("rules", "derived", "parameters", "questionnaire", "knowledge")
_STEP = 200


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, metavar="N", help="try only N of them, chosen by the seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", choices=_PARTS, action="append", help="only this part of the content")
    parser.add_argument("--named", metavar="WORDS", default="", help="only those whose name has these words in it")
    parser.add_argument("--without", metavar="WORDS", help="leave out those whose name has these words in it")
    parser.add_argument(
        "--progress", type=Path, metavar="FILE", help="remember what was caught, and go on from there"
    )
    parser.add_argument("--equivalent", action="store_true", help="look for answers that tell a listed mutant apart")
    options = parser.parse_args(arguments)
    if options.equivalent:
        return _search()
    mutants = [
        mutant
        for mutant in all_mutants(original().document)
        if mutant.path[0] in (options.only or _PARTS)
        and options.named in mutant.name
        and not (options.without and options.without in mutant.name)
        and mutant.name not in known_equivalent()
    ]
    if options.sample is not None:
        mutants = sampled(mutants, options.sample, options.seed)
    return _report(mutants, options.workers, Progress(options.progress, original().document))


def _search() -> int:
    """Tries to tell each listed mutant from the content; exit status 1 when one can be."""
    listed = [mutant for mutant in all_mutants(original().document) if mutant.name in known_equivalent()]
    found = [(mutant, told) for mutant in listed if (told := told_apart(mutant)) is not None]
    for mutant, told in found:
        sys.stdout.write(f"not the same: {mutant.name}: {told}\n")
    sys.stdout.write(f"equivalent: {len(listed)} listed, {len(found)} told apart\n")
    return 1 if found else 0


def _report(mutants: Sequence[Mutant], workers: int, progress: Progress) -> int:
    files = _files()
    living = 0
    left = [mutant for mutant in mutants if mutant.name not in progress.caught]
    for done, (mutant, noticed) in enumerate(tried(left, workers), 1):
        if noticed is None:
            living += 1
            _say(f"lives: {files.get(mutant.place, '')} {mutant.name}")
        else:
            progress.add(mutant.name, noticed)
        if done % _STEP == 0:
            _say(f"tried: {done} of {len(left)}, {living} live")
    _say(f"mutants: {len(mutants)} made, {len(mutants) - living} caught")
    return 1 if living else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _files() -> dict[str, str]:
    """Where each entry stands, by the place a mutant names."""
    content = read_content()
    placed = [
        *((f"rule {entry.value.id}", entry.place) for entry in content.rules),
        *((f"derived {entry.value.id}", entry.place) for entry in content.derived),
        *((f"parameter {entry.value.id}", entry.place) for entry in content.parameters),
        *((f"item {entry.value.link_id}", entry.place) for entry in content.items),
    ]
    return {name: f"{place.file}:{place.line}" for name, place in placed}


if __name__ == "__main__":
    sys.exit(main())
