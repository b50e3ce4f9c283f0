"""Mutants of a module of the engine, made by mutmut; each is the whole source with one function changed.

mutmut itself would let all mutants of a module stand beside each other and choose between them at every call. Here
each is put into the place of its function instead, so that a module runs as fast as ever and a person can read what
was changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ENGINE = Path(__file__).parents[2] / "rules" / "engine"
_ORIGINAL = "orig"
_NUMBERED = "__mutmut_"


@dataclass(frozen=True, slots=True)
class CodeMutant:
    """One small change: the module as it is imported, its changed source, and the change for a person to judge."""

    module: str
    name: str
    source: str
    change: str
    line: int

    def __str__(self) -> str:
        return f"{self.name}: {self.change}"

    @property
    def function(self) -> str:
        """The function that was changed, by its module and its own name, as in `values.Interval.to_json`."""
        start = self.name.index(".x_" if ".x_" in self.name else ".xǁ")
        return f"{self.name[:start]}.{_plain_name(self.name[start + 1 :].rpartition(_NUMBERED)[0])}"


def modules_of(names: Sequence[str]) -> list[str]:
    """The engine's modules that are named, by module or package (`trials`, `free_text/mentions`); all if none is.

    Raises FileNotFoundError for a name the engine does not have.
    """
    return [module for name in names or ("",) for module in _below(name)]


def _below(name: str) -> list[str]:
    path = ENGINE / name
    files = [path.with_suffix(".py")] if name and not path.is_dir() else sorted(path.rglob("*.py"))
    if not all(file.is_file() for file in files):
        raise FileNotFoundError(name)
    return [".".join(file.relative_to(ENGINE).with_suffix("").parts) for file in files]


def unchanged(module: str) -> CodeMutant:
    """No mutant: what every check has to hold of."""
    return CodeMutant(f"rules.engine.{module}", module, source_of(module), "", 0)


def source_of(module: str) -> str:
    return file_of(module).read_text(encoding="utf-8")


def file_of(module: str) -> Path:
    return ENGINE.joinpath(*module.split(".")).with_suffix(".py")


def code_mutants(module: str) -> Iterator[CodeMutant]:
    """Every mutant mutmut makes of a module. Needs mutmut, which only `make mutate` installs."""
    # Not at the top: everything else about mutants is tested without it.
    from mutmut.mutation.file_mutation import mutate_file_contents  # noqa: PLC0415

    source = source_of(module)
    made = mutate_file_contents(str(file_of(module)), source)
    lines = made.code.splitlines(keepends=True)
    for name in made.mutant_names:
        function = name.rpartition("_")[0]
        original = _text(f"{function}_{_ORIGINAL}", made.line_span_by_function_name, lines)
        mutated = _text(name, made.line_span_by_function_name, lines)
        yield put_in_place(module, name, source, original, mutated)


def put_in_place(module: str, name: str, source: str, original: str, mutated: str) -> CodeMutant:
    """The source with one text in it changed. Raises ValueError unless it stands there exactly once."""
    if source.count(original) != 1 or original == mutated:
        raise ValueError(f"{module}: {name} has no place of its own")
    first = source[: source.index(original)].count("\n")
    place, change = _change(original.splitlines(), mutated.splitlines())
    return CodeMutant(
        f"rules.engine.{module}",
        f"{module}.{name}",
        source.replace(original, mutated),
        change,
        first + place + 1,
    )


def _text(name: str, spans: Mapping[str, Any], lines: Sequence[str]) -> str:
    """A function as mutmut wrote it, under the name it has in the module."""
    span = spans[name]
    plain = _plain_name(name.rpartition(_NUMBERED)[0]).rpartition(".")[2]
    return "".join(lines[span.start - 1 : span.end]).replace(f"def {name}(", f"def {plain}(", 1)


def _plain_name(mangled: str) -> str:
    """`_function` for `x__function` and `Class.method` for `xǁClassǁmethod`."""
    return mangled.removeprefix("xǁ").replace("ǁ", ".") if "ǁ" in mangled else mangled.removeprefix("x_")


def _change(original: Sequence[str], mutated: Sequence[str]) -> tuple[int, str]:
    """Where the first line differs, and what stood and stands there in one line."""
    blocks = [code for code in SequenceMatcher(None, original, mutated).get_opcodes() if code[0] != "equal"]
    before = [line.strip() for _, start, end, _, _ in blocks for line in original[start:end]]
    after = [line.strip() for _, _, _, start, end in blocks for line in mutated[start:end]]
    return blocks[0][1], f"{' / '.join(before)} -> {' / '.join(after)}"
