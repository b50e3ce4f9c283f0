"""Every safety property names tests, and those exist."""

import ast
import re
from pathlib import Path

_HERE = Path(__file__).parent
_ROW = re.compile(r"^\| (P\d\d) .*$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PROPERTIES = {f"P{number:02}" for number in (*range(1, 26), 33, 34, 35)}


def rows() -> dict[str, str]:
    return {match[1]: match[0] for match in _ROW.finditer((_HERE / "properties.md").read_text(encoding="utf-8"))}


def named_in(file: str) -> set[str]:
    tree = ast.parse((_HERE.parent / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_property_is_in_the_table() -> None:
    assert rows().keys() == PROPERTIES


def test_every_test_that_shows_a_property_exists() -> None:
    for name, row in rows().items():
        named = _TEST.findall(row)
        assert named, name
        for file, test in named:
            assert test in named_in(file), (name, file, test)
