"""The long run: `python -m tests.second --count 100000`; `--first` goes on where another run stopped."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pool

from tests.second.comparison import Disagreement, compared
from tests.second.coverage import Coverage, counted, never_fired, table
from tests.second.questionnaires import questionnaire

_STEP = 50
_SPOKEN = 5000
# A shorter run is a look at single questionnaires, which need not make every rule fire.
_LONG = 10_000


@dataclass
class Run:
    """What was seen so far; `disagreed` holds the seeds with any difference."""

    coverage: Coverage = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    kinds: set[tuple[str, str, str]] = field(default_factory=set)
    done: int = 0
    disagreed: int = 0


type Part = tuple[Coverage, int, list[tuple[int, tuple[Disagreement, ...]]]]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _part(seeds: range) -> Part:
    """One range of seeds: how often each outcome was seen, how many were compared, and where the two differ."""
    coverage: Coverage = Counter()
    differing: list[tuple[int, tuple[Disagreement, ...]]] = []
    for seed in seeds:
        verdicts, different = compared(questionnaire(seed))
        coverage.update(counted(verdicts))
        if different:
            differing.append((seed, different))
    return coverage, len(seeds), differing


def _collected(parts: Iterable[Part]) -> Run:
    run = Run()
    for coverage, count, differing in parts:
        run.coverage.update(coverage)
        run.disagreed += len(differing)
        for seed, different in differing:
            _note(run, seed, different)
        if (run.done + count) // _SPOKEN > run.done // _SPOKEN:
            _say(f"{run.done + count} compared, {run.done + count - run.disagreed} agreed")
        run.done += count
    return run


def _note(run: Run, seed: int, different: Iterable[Disagreement]) -> None:
    """The first questionnaire of every kind of disagreement is shown."""
    for one in different:
        run.rules[one.rule_id] += 1
        kind = (one.rule_id, one.released.outcome, one.second.outcome)
        if kind not in run.kinds:
            run.kinds.add(kind)
            _say(f"seed {seed}: {one}")


def _report(run: Run) -> bool:
    """Says what was seen; True where nothing differed and every rule fired."""
    for line in table(run.coverage):
        _say(line)
    for rule_id, times in run.rules.most_common():
        _say(f"{times:6} differences: {rule_id}")
    silent = never_fired(run.coverage) if run.done >= _LONG else ()
    for rule_id in silent:
        _say(f"never fired: {rule_id}")
    _say(f"questionnaires: {run.done} compared, {run.done - run.disagreed} agreed")
    return not run.disagreed and not silent


def _parts(first: int, count: int) -> Iterator[range]:
    for start in range(first, first + count, _STEP):
        yield range(start, min(start + _STEP, first + count))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    with Pool(options.workers) as pool:
        run = _collected(pool.imap(_part, _parts(options.first, options.count)))
    return 0 if _report(run) else 1


if __name__ == "__main__":
    sys.exit(main())
