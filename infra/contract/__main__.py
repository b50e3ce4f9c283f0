"""Writes docs/openapi.json, or checks that it is up to date and breaks no promise: `python -m infra.contract`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from functions.adapters.contract import PUBLISHED
from infra.contract.comparison import breaking
from infra.contract.document import document

RELEASED: Final = Path(__file__).parent / "released.json"
"""The contract as of the last release: what callers rely upon."""


def as_text(contract: Any) -> str:
    """Unescaped: tools that read JSON as YAML stumble over pairs of escapes."""
    return json.dumps(contract, indent=1, ensure_ascii=False) + "\n"


def check() -> list[str]:
    """What is wrong, one sentence each."""
    now = document()
    current = PUBLISHED.read_text(encoding="utf-8") == as_text(now)
    return [*([] if current else ["docs/openapi.json is out of date: run make fix"]), *broken(now)]


def broken(now: dict[str, Any]) -> list[str]:
    """The promises of the last release that are not kept. Another major version makes new ones."""
    released = json.loads(RELEASED.read_text(encoding="utf-8"))
    if _major(released) != _major(now):
        return []
    return breaking(released, now)


def _major(contract: dict[str, Any]) -> str:
    version: str = contract["info"]["version"]
    return version.partition(".")[0]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.contract", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when it is out of date or breaks")
    parser.add_argument("--release", action="store_true", help="callers rely on it as it is now")
    arguments = parser.parse_args()
    if arguments.check:
        faults = check()
        sys.stderr.writelines(f"{fault}\n" for fault in faults)
        return 1 if faults else 0
    PUBLISHED.write_text(as_text(document()), encoding="utf-8")
    if arguments.release:
        RELEASED.write_text(as_text(document()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
