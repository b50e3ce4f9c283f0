"""`python -m tests.mutation.engine [MODULE …]`: every small change to the engine's code has to be noticed by a test.

A module is named as its path in rules/engine says (`truth`, `free_text/mentions`), a package stands for all in it,
and nothing for all of the engine. Mutants that mean the same are listed in tests/mutation/equivalent_code.yaml and
not counted. Ends with `mutants: N made, N caught`; the exit status is 1 when fewer than LEAST are caught.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.mutation.code_mutants import CodeMutant, code_mutants, modules_of, source_of
from tests.mutation.facing import Facing
from tests.mutation.listed import module_of, of_code
from tests.mutation.progress import Progress
from tests.mutation.trying import SURVIVED, Tried, tried

LEAST = 0.95


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.engine", description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="a module or package of rules/engine")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--named", metavar="WORDS", default="", help="only those whose name has these words in it")
    parser.add_argument(
        "--progress", type=Path, metavar="FOLDER", help="remember what was caught, and go on from there"
    )
    parser.add_argument("--thorough", action="store_true", help="every check, also those that never come by")
    options = parser.parse_args(arguments)
    modules = modules_of(options.modules)
    facing = Facing(options.progress, thorough=options.thorough)
    counted: Counter[str] = Counter()
    for module in modules:
        counted += _of_module(module, options, facing)
    _say(f"mutants: {counted['made']} made, {counted['caught']} caught")
    return 0 if counted["caught"] >= counted["made"] * LEAST and not counted["no longer made"] else 1


def _of_module(module: str, options: argparse.Namespace, facing: Facing) -> Counter[str]:
    made = list(code_mutants(module))
    gone = _no_longer_made(module, made)
    mutants = [mutant for mutant in made if str(mutant) not in of_code() and options.named in mutant.name]
    progress = Progress(options.progress and options.progress / f"{module}.jsonl", source_of(module))
    left = [mutant for mutant in mutants if mutant.name not in progress.caught]
    living = _living(tried(left, facing.faced, options.workers), progress)
    if made:
        _say(f"{module}: {len(mutants)} made, {len(mutants) - len(living)} caught")
    for mutant in living:
        _say(f"lives: {mutant}  ({module.replace('.', '/')}.py:{mutant.line})")
    return Counter(made=len(mutants), caught=len(mutants) - len(living), **{"no longer made": gone})


def _no_longer_made(module: str, made: Sequence[CodeMutant]) -> int:
    lost = {name for name in of_code() if module_of(name) == module} - {str(mutant) for mutant in made}
    for name in sorted(lost):
        _say(f"listed, but no longer made: {name}")
    return len(lost)


def _living(outcomes: Iterable[Tried], progress: Progress) -> list[CodeMutant]:
    living = []
    for mutant, noticed in outcomes:
        if noticed == SURVIVED:
            living.append(mutant)
        else:
            progress.add(mutant.name, noticed)
    return sorted(living, key=lambda mutant: (mutant.line, mutant.name))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
