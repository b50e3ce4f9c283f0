"""Mutants of which it is stated that nothing can tell them from the original, each with the reason why."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ruamel.yaml import YAML

from tests.mutation.code_mutants import file_of, source_of


def listed(name: str) -> Mapping[str, str]:
    """A list beside this module: the reason of each mutant in it."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    reasons: Mapping[str, list[str]] = YAML(typ="safe").load(text) or {}
    return {mutant: reason for reason, mutants in reasons.items() for mutant in mutants}


def of_code() -> Mapping[str, str]:
    """The mutants of the engine's code, each as a run prints it."""
    return listed("equivalent_code.yaml")


def stale(mutants: Iterable[str]) -> list[str]:
    """Those of the code whose original lines no longer stand in their module."""
    return [mutant for mutant in mutants if not _stands(mutant)]


def _stands(mutant: str) -> bool:
    name, _, change = mutant.partition(": ")
    module = module_of(name)
    if not file_of(module).is_file():
        return False
    lines = {line.strip() for line in source_of(module).splitlines()}
    before = change.partition(" -> ")[0]
    return bool(before) and all(line in lines for line in before.split(" / "))


def module_of(name: str) -> str:
    """The module a mutant of the code belongs to: what comes before the name mutmut gave it."""
    return name.partition(".x_" if ".x_" in name else ".xǁ")[0]
