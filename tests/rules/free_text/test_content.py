"""The lexicon's folder: what is wrong in it is named with its place, and the same folder gives the same lexicon."""

from pathlib import Path
from shutil import copytree

import pytest

from rules.authoring.content import CONTENT
from rules.authoring.free_text_content import read_free_text
from rules.authoring.problems import ContentError


def _changed(folder: Path, file: str, old: str, new: str) -> Path:
    root = folder / "content"
    copytree(CONTENT / "free_text", root / "free_text")
    path = root / "free_text" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("conditions.yaml", "names: [glaucoma]", "names: [<nobody> glaucoma]", "no class <nobody>"),
        ("conditions.yaml", "names: [glaucoma]", "names: ['{eyes} glaucoma']", "no part eyes"),
        ("conditions.yaml", "names: [glaucoma]", "names: [(glaucoma|]", "a bracket or a bar too many"),
        ("conditions.yaml", "names: [glaucoma]", f"names: ['{'(a b|c d)' * 12}']", "too many phrases"),
        ("conditions.yaml", "says: Glaucoma\n", "says: Glaucoma\n  colour: green\n", "colour: Extra inputs"),
        ("words.yaml", "bridges:", "bridge:", "bridges: Field required"),
        ("context.yaml", "category: formerly", "category: once", "category: Input should be"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, file: str, old: str, new: str, reason: str) -> None:
    with pytest.raises(ContentError) as error:
        read_free_text(_changed(tmp_path, file, old, new))
    assert any(reason in str(problem) and file in str(problem) for problem in error.value.problems)


def test_the_same_folder_gives_the_same_lexicon() -> None:
    assert repr(read_free_text(CONTENT)) == repr(read_free_text(CONTENT))
