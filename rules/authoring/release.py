"""Releases a rule set: one canonical file per version, its digest kept in a ledger that is only ever added to."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rules.authoring.build import build_document
from rules.authoring.checks import check_entries, check_rule_set
from rules.authoring.content import CONTENT, read_content
from rules.authoring.problems import ContentError, Place, Problem
from rules.engine.rule_set import RuleSet, build_rule_set

RELEASED = CONTENT.parent / "released"
_CURRENT = "current.json"
_LEDGER = "ledger.json"


def compile_content(root: Path = CONTENT) -> tuple[RuleSet, bytes]:
    """The rule set the content says and its canonical bytes. Raises ContentError with every problem found."""
    content = read_content(root)
    problems = list(check_entries(content))
    if problems:
        raise ContentError(problems)
    document = build_document(content)
    canonical = canonical_bytes(document)
    rule_set = build_rule_set(json.loads(canonical), digest_of(canonical))
    problems = list(check_rule_set(content, rule_set))
    if problems:
        raise ContentError(problems)
    return rule_set, canonical


def canonical_bytes(document: Mapping[str, Any]) -> bytes:
    """One spelling for one meaning: sorted keys, no spaces, UTF-8."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(canonical: bytes) -> str:
    return hashlib.sha256(canonical).hexdigest()


def release(root: Path = CONTENT, released: Path = RELEASED) -> RuleSet:
    """Write the content as the released file of its version.

    Raises ContentError when that version was released with other content: change the version instead.
    """
    rule_set, canonical = compile_content(root)
    ledger = read_ledger(released)
    if ledger.get(rule_set.version, rule_set.digest) != rule_set.digest:
        raise ContentError([_needs_version(rule_set.version)])
    file = b'{"content":' + canonical + b',"digest":"' + rule_set.digest.encode() + b'"}\n'
    (released / f"{rule_set.version}.json").write_bytes(file)
    _write(released / _LEDGER, {**ledger, rule_set.version: rule_set.digest})
    _write(released / _CURRENT, {"version": rule_set.version, "digest": rule_set.digest})
    return rule_set


def check_released(root: Path = CONTENT, released: Path = RELEASED) -> RuleSet:
    """The compiled content, if it is what its version was released as. Raises ContentError otherwise."""
    rule_set, _ = compile_content(root)
    known = read_ledger(released).get(rule_set.version)
    if known is None:
        raise ContentError(
            [Problem(_place(), f"version {rule_set.version} is not released: run `ketascreen rules release`")]
        )
    if known != rule_set.digest:
        raise ContentError([_needs_version(rule_set.version)])
    return rule_set


def read_ledger(released: Path = RELEASED) -> Mapping[str, str]:
    """Digest by version, of everything that was ever released."""
    path = released / _LEDGER
    ledger: Mapping[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return ledger


def _needs_version(version: str) -> Problem:
    return Problem(_place(), f"the content changed after version {version} was released: give it a new version")


def _place() -> Place:
    return Place("ruleset.yaml", 1, "version")


def _write(path: Path, document: Mapping[str, str]) -> None:
    path.write_text(json.dumps(document, indent=2, sort_keys=True) + "\n")
