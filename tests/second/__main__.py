"""The long run: `python -m tests.second --count 100000 --workers 2`."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from multiprocessing import Pool

from tests.second.comparison import Disagreement, disagreements
from tests.second.questionnaires import questionnaire

_STEP = 5000


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _differing(seed: int) -> tuple[int, tuple[Disagreement, ...]]:
    return seed, disagreements(questionnaire(seed))


def _report(found: Iterable[tuple[int, tuple[Disagreement, ...]]], count: int) -> int:
    """Prints the first questionnaire of every kind of disagreement, and how often each rule differed."""
    differing, rules, shown = 0, Counter[str](), set[tuple[str, str, str]]()
    for done, (seed, different) in enumerate(found, 1):
        differing += bool(different)
        for one in different:
            rules[one.rule_id] += 1
            kind = (one.rule_id, one.released.outcome, one.second.outcome)
            if kind not in shown:
                shown.add(kind)
                _say(f"seed {seed}: {one}")
        if done % _STEP == 0:
            _say(f"{done} of {count} compared, {done - differing} agreed")
    for rule_id, times in rules.most_common():
        _say(f"{times:6} {rule_id}")
    _say(f"questionnaires: {count} compared, {count - differing} agreed")
    return differing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.count)
    with Pool(options.workers) as pool:
        return 1 if _report(pool.imap(_differing, seeds, chunksize=50), options.count) else 0


if __name__ == "__main__":
    sys.exit(main())
