"""A released file is used whole or not at all."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from rules.authoring.release import canonical_bytes, digest_of, release
from rules.engine.rule_set import RuleSetDamagedError, build_rule_set, load_rule_set, released_document
from tests.rules.small_set import CONTENT, WELL, screened, small_rule_set


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("released")
    release(CONTENT, folder)
    return folder / "0.0.1.json"


def test_what_was_released_is_what_is_loaded(released: Path) -> None:
    loaded = load_rule_set(released)
    assert loaded.digest == small_rule_set().digest
    assert screened({}, rule_set=loaded).to_record() == screened({}).to_record()


def test_every_changed_byte_is_noticed(released: Path, tmp_path: Path) -> None:
    original = released.read_bytes()
    random = Random(7)
    damaged = tmp_path / "damaged.json"
    for place in range(len(original) - 1):
        changed = bytearray(original)
        changed[place] ^= random.randrange(1, 256)
        damaged.write_bytes(changed)
        with pytest.raises(RuleSetDamagedError):
            load_rule_set(damaged)


@pytest.mark.parametrize("cut", [0, 1, 100, -2, -70])
def test_a_truncated_file_is_refused(released: Path, tmp_path: Path, cut: int) -> None:
    damaged = tmp_path / "damaged.json"
    damaged.write_bytes(released.read_bytes()[:cut])
    with pytest.raises(RuleSetDamagedError):
        load_rule_set(damaged)


def test_a_rule_set_without_rules_is_refused() -> None:
    with pytest.raises(RuleSetDamagedError, match=r"^the rule set's content does not fit the engine$") as refused:
        build_rule_set({**small_rule_set().document, "rules": []}, "")
    assert str(refused.value.__cause__) == "unknown format or no rules"


def _changed(part: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    document = json.loads(json.dumps(small_rule_set().document))
    return {**document, part: change(document[part])}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (_changed("format", lambda number: number + 1), "unknown format or no rules"),
        (_changed("rules", lambda rules: [{**rules[0], "clauses": []}]), "a rule has at least one clause"),
        (_changed("derived", lambda derived: [*derived, derived[0]]), "a name is used twice"),
    ],
)
def test_what_does_not_fit_the_engine_is_refused_with_the_reason(document: dict[str, Any], reason: str) -> None:
    with pytest.raises(RuleSetDamagedError) as refused:
        build_rule_set(document, "")
    assert str(refused.value.__cause__) == reason


def _file(content: bytes, digest: str, end: bytes = b"\n") -> Any:
    written = b'{"content":' + content + b',"digest":"' + digest.encode() + b'"}' + end
    return SimpleNamespace(read_bytes=lambda: written)


@pytest.mark.parametrize(
    "file", [_file(b"{}", "0" * 64), _file(b"{}", sha256(b"{}").hexdigest(), b"more"), _file(b"", "0" * 64)]
)
def test_a_file_that_is_not_what_its_digest_says_is_refused(file: Any) -> None:
    with pytest.raises(RuleSetDamagedError, match=r"^the rule set's digest does not match its content$"):
        load_rule_set(file)


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_whole_file_is_its_content_and_its_digest(end: bytes) -> None:
    content = b'{"name":\n "value"}'
    digest = sha256(content).hexdigest()
    assert released_document(_file(content, digest, end)) == ({"name": "value"}, digest)


@pytest.mark.parametrize("part", ["parameters", "questionnaire", "derived", "rules", "decisive", "incomplete"])
def test_a_missing_part_is_refused_at_the_latest_when_it_is_needed(part: str) -> None:
    document = {key: value for key, value in small_rule_set().document.items() if key != part}
    with pytest.raises((RuleSetDamagedError, KeyError)):
        screened(WELL, rule_set=build_rule_set(document, ""))


def test_one_meaning_has_one_spelling() -> None:
    document = small_rule_set().document
    shuffled = json.loads(json.dumps(document))
    reordered = dict(reversed(list(shuffled.items())))
    assert canonical_bytes(reordered) == canonical_bytes(document)
    assert digest_of(canonical_bytes(document)) == small_rule_set().digest
