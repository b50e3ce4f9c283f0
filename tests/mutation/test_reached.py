"""What a check reaches is known, kept, and found out again when anything was changed."""

from pathlib import Path

import pytest

from rules.engine.truth import YES, conjunction, disjunction
from tests.mutation import reached
from tests.mutation.code_mutants import CodeMutant
from tests.mutation.reached import Check, by_function, remember, remembered, watching
from tests.mutation.trying import checks_of


def test_the_functions_that_are_entered_are_seen_each_time() -> None:
    for _ in range(2):
        with watching() as entered:
            conjunction(YES)
        assert entered == {"truth.conjunction"}


def test_a_mutant_names_its_function_as_it_is_seen() -> None:
    names = {"values.x__number__mutmut_2": "values._number", "site.xǁSiteǁ__init____mutmut_12": "site.Site.__init__"}
    for name, function in names.items():
        assert CodeMutant("", name, "", "", 0).function == function


def test_every_check_is_known_with_what_it_reaches() -> None:
    checks = checks_of(["tests.rules.test_truth"])
    assert any(name.endswith("test_and_and_or_follow_kleene 0") for name in by_function(checks)["truth.disjunction"])
    assert disjunction(YES) is YES


def test_what_is_known_is_kept_until_something_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = [Check("tests.rules.test_truth import", 0.5, frozenset({"truth.conjunction"}))]
    assert remembered(tmp_path) is None
    remember(tmp_path, checks)
    assert remembered(tmp_path) == checks
    monkeypatch.setattr(reached, "_digest", lambda: "another")
    assert remembered(tmp_path) is None
