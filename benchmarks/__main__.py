"""`python -m benchmarks`: the service measured against its peers. About two minutes on two cores.

It needs the `bench` group of pyproject.toml beside the default groups, in any environment:
`UV_PROJECT_ENVIRONMENT=.tools/bench uv sync --frozen --group bench`, then `.tools/bench/bin/python -m benchmarks`.
A rule set must be released. The figures go to benchmarks/results.json and to the screen; the exit status is 1 when a
target is missed, and says which.

`--quick` goes through everything with hardly any repetition: it shows that the measurements still work, does without
peers that are not installed, judges no target, and writes no results.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.measuring import FULL, QUICK, measure
from benchmarks.report import show
from benchmarks.targets import targets

RESULTS = Path(__file__).parent / "results.json"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a smoke run whose figures mean nothing")
    quick = parser.parse_args(arguments).quick
    progress = Console(stderr=True)
    results = measure(QUICK if quick else FULL, lambda text: progress.print(f"· {text}", highlight=False))
    show(results, targets(results), Console())
    return 0 if quick else _judged(results, progress)


def _judged(results: Mapping[str, Any], progress: Console) -> int:
    RESULTS.write_text(json.dumps(results, indent=2, sort_keys=True) + "\n")
    missed = [target for target in targets(results) if not target.met]
    for target in missed:
        progress.print(f"missed: {target.name} is {target.value:.2f}, limit {target.limit:.2f}", highlight=False)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
