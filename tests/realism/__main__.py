"""`python -m tests.realism --count 200`: what a practitioner would get from so many invented intakes."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from tests.realism.invented import intakes
from tests.realism.measured import PARTS, measured

_PART_WORDS = {"patient": "the patient's part alone", "complete": "with the clinic's part"}
_COLUMNS = ("uncomplicated", "complicated", "all")
_LABEL = 46


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.realism", description=__doc__)
    arguments.add_argument("--count", type=int, default=200, help="how many intakes")
    arguments.add_argument("--seed", type=int, default=1, help="the same seed gives the same intakes")
    arguments.add_argument("--format", choices=("both", "table", "json"), default="both")
    asked = arguments.parse_args()
    report = measured(list(intakes(asked.count, asked.seed)))
    if asked.format != "json":
        sys.stdout.writelines(f"{line}\n" for part in PARTS for line in _table(part, report[part]))
    if asked.format != "table":
        sys.stdout.write(json.dumps(report, indent=1) + "\n")


def _table(part: str, groups: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n{_PART_WORDS[part]:{_LABEL}}" + "".join(f"{name:>16}" for name in _COLUMNS)
    yield _row("intakes", [str(groups[name]["intakes"]) for name in _COLUMNS])
    for heading, path in _sections(groups):
        values = [_at(groups[name], path) for name in _COLUMNS]
        for key in dict.fromkeys(key for value in values for key in value):
            yield _row(f"{heading}{key}", [_shown(value.get(key), share=path != ("lines",)) for value in values])


def _sections(groups: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((f"{route}: ", ("dispositions", route)) for route in groups["all"]["dispositions"])
    yield from [("lane ", ("lanes",)), ("contact ", ("contact",)), ("lines, ", ("lines",))]
    yield from [("fired ", ("fired",)), ("open ", ("unknown",)), ("call for ", ("calls",))]


def _at(group: Mapping[str, Any], path: tuple[str, ...]) -> Mapping[str, Any]:
    found: Any = group
    for key in path:
        found = found[key]
    return dict(found)


def _shown(value: float | None, *, share: bool) -> str:
    if value is None:
        return "-"
    return f"{value:.1%}" if share else f"{value:g}"


def _row(label: str, values: list[str]) -> str:
    return f"  {label:{_LABEL - 2}}" + "".join(f"{value:>16}" for value in values)


if __name__ == "__main__":
    main()
