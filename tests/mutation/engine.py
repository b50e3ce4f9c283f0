"""`python -m tests.mutation.engine MODULE …`: mutants of the engine's code, made and run by mutmut, one by one.

Ends with `mutants: N made, N caught` for the modules named; the exit status is 1 when fewer than LEAST are caught.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_MADE = Path("mutants") / "rules" / "engine"
_SURVIVED = 0
LEAST = 0.95


def main(modules: Sequence[str]) -> int:
    """Raises FileNotFoundError for a module the engine does not have."""
    mutmut = Path(sys.executable).with_name("mutmut")
    names = [f"rules.engine.{module}.*" for module in modules]
    subprocess.run([mutmut, "run", "--max-children", "1", *names], check=False)  # noqa: S603 - our own tool
    exits = {name: code for module in modules for name, code in _exits(module)}
    living = [name for name, code in exits.items() if code is None or code == _SURVIVED]
    for name in sorted(living):
        sys.stdout.write(f"lives: {name}\n")
    sys.stdout.write(f"mutants: {len(exits)} made, {len(exits) - len(living)} caught\n")
    return 0 if len(living) <= len(exits) * (1 - LEAST) else 1


def _exits(module: str) -> Iterator[tuple[str, int | None]]:
    """Each mutant of a module with the exit status of its tests; None for one that was not tried."""
    made = json.loads((_MADE / f"{module}.py.meta").read_text(encoding="utf-8"))
    yield from made["exit_code_by_key"].items()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
