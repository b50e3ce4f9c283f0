"""The long run: `python -m tests.second --count 100000`; `--first` goes on where another run stopped.

`--seeds 17 4711` looks at these questionnaires alone.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pool

from tests.second.comparison import Disagreement, compared
from tests.second.coverage import Coverage, counted, never_fired, table
from tests.second.questionnaires import questionnaire

_STEP = 50
_SPOKEN = 5000
# A shorter run is a look at single questionnaires, which need not make every rule fire.
_LONG = 10_000


type Kind = tuple[str, str, str]


@dataclass
class Run:
    """What was seen so far; `kinds` holds the seeds of every kind of difference; `disagreed` counts seeds."""

    coverage: Coverage = field(default_factory=Counter)
    kinds: dict[Kind, list[int]] = field(default_factory=dict)
    done: int = 0
    disagreed: int = 0


type Part = tuple[Coverage, int, list[tuple[int, tuple[Disagreement, ...]]]]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _part(seeds: Sequence[int]) -> Part:
    """Some seeds: how often each outcome was seen, how many were compared, and where the two differ."""
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
        kind = (one.rule_id, one.released.outcome, one.second.outcome)
        if kind not in run.kinds:
            _say(f"seed {seed}: {one}")
        run.kinds.setdefault(kind, []).append(seed)


def _report(run: Run) -> bool:
    """Says what was seen; True where nothing differed and every rule fired."""
    for line in table(run.coverage):
        _say(line)
    for (rule_id, released, second), seeds in sorted(run.kinds.items(), key=lambda kind: -len(kind[1])):
        _say(f"{len(seeds):6} differences: {rule_id} {released}/{second}: seeds {', '.join(map(str, seeds))}")
    silent = never_fired(run.coverage) if run.done >= _LONG else ()
    for rule_id in silent:
        _say(f"never fired: {rule_id}")
    _say(f"questionnaires: {run.done} compared, {run.done - run.disagreed} agreed")
    return not run.disagreed and not silent


def _parts(seeds: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(seeds), _STEP):
        yield seeds[start : start + _STEP]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seeds", type=int, nargs="+", help="these seeds and no others")
    options = parser.parse_args()
    seeds = options.seeds or range(options.first, options.first + options.count)
    with Pool(options.workers) as pool:
        run = _collected(pool.imap(_part, _parts(seeds)))
    return 0 if _report(run) else 1


if __name__ == "__main__":
    sys.exit(main())
