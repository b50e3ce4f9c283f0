"""`python -m tests.mutation.engine MODULE …`: mutants of the engine's code, made and run by mutmut, one by one.

Each module is mutated in a copy of its own, with nothing else in it changed: tests that run through the whole engine
stay quick. Every mutant is tried in a fresh process, because a rule set that was built before would hide it; by the
module's own tests where it has some, else by all that pyproject.toml names. Ends with `mutants: N made, N caught` for
the modules named; the exit status is 1 when fewer than LEAST are caught.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from tempfile import TemporaryDirectory

_ROOT = Path(__file__).parents[2]
_NEEDED = ("rules", "functions", "tests")
_SECTION = "[tool.mutmut]\n"
_CAUGHT = frozenset({1, 3, 24, 36, -24, 152, 255, -11, -9})
"""Exit statuses of a test run that failed, ran out of time, or was killed by its mutant."""
LEAST = 0.95

_SELECTION = re.compile(r"pytest_add_cli_args_test_selection = \[.*?\]\n", re.DOTALL)
_OWN_TESTS: Mapping[str, Sequence[str]] = {
    "truth": ("test_truth", "test_values", "test_conditions"),
    "values": ("test_values", "test_conditions", "test_answers"),
    "units": ("test_units", "test_quantities"),
    "quantities": ("test_units", "test_quantities", "test_answers"),
    "dates": ("test_values", "test_answers"),
    "comparisons": ("test_conditions", "test_values"),
    "conditions": ("test_conditions",),
    "counting": ("test_counting", "test_conditions"),
    "weighing": ("test_weighing",),
    "findings": ("test_findings",),
    "adjustments": ("test_adjustments",),
    "statements": ("test_statements",),
}
"""Tests that say by themselves what a module has to do, quick enough to meet each of its mutants."""


def main(modules: Sequence[str]) -> int:
    """Raises FileNotFoundError for a module the engine does not have."""
    exits = {name: code for module in modules for name, code in _tried(module).items()}
    living = _living(exits)
    for name in living:
        _say(f"lives: {name} ({exits[name]})")
    _say(f"mutants: {len(exits)} made, {len(exits) - len(living)} caught")
    return 0 if len(living) <= len(exits) * (1 - LEAST) else 1


def _tried(module: str) -> Mapping[str, int | None]:
    """Each mutant of a module with the exit status of its tests; None for one that was not tried.

    Raises FileNotFoundError when the tests fail without any mutant.
    """
    with TemporaryDirectory() as folder:
        copied = _copy_of_the_project(Path(folder), module)
        command = (str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", "1")
        with (copied / "output").open("wb") as output:
            subprocess.run(command, cwd=copied, check=False, stdout=output, stderr=output)  # noqa: S603 - our own tool
        found = copied / "mutants" / "rules" / "engine" / f"{module}.py.meta"
        exits: Mapping[str, int | None] = json.loads(found.read_text(encoding="utf-8"))["exit_code_by_key"]
        _say(f"{module}: {len(exits)} made, {len(exits) - len(_living(exits))} caught")
        return exits


def _living(exits: Mapping[str, int | None]) -> list[str]:
    return sorted(name for name, code in exits.items() if code not in _CAUGHT)


def _copy_of_the_project(folder: Path, module: str) -> Path:
    """What the tests need, with one module to mutate. Raises FileNotFoundError when there is no such module."""
    only = f"rules/engine/{module}.py"
    if not (_ROOT / only).is_file():
        raise FileNotFoundError(only)
    for name in _NEEDED:
        copytree(_ROOT / name, folder / name, ignore=ignore_patterns("__pycache__", "node_modules"))
    copy(_ROOT / "uv.lock", folder)
    settings = (_ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(_settings_for(module, only, settings), encoding="utf-8")
    return folder


def _settings_for(module: str, only: str, settings: str) -> str:
    settings = settings.replace(_SECTION, f'{_SECTION}only_mutate = ["{only}"]\n')
    if module not in _OWN_TESTS:
        return settings
    own = [f"tests/rules/{name}.py" for name in _OWN_TESTS[module]]
    return _SELECTION.sub(f"pytest_add_cli_args_test_selection = {json.dumps(own)}\n", settings)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
