"""Mutants of the engine's code reach the checks and are noticed by them; what was there before a trial hides none."""

from typing import Any

import pytest

from rules.engine import truth
from rules.engine.rule_set import RuleSet
from rules.engine.truth import NO, YES, conjunction
from tests.mutation import trying
from tests.mutation.code_mutants import CodeMutant, modules_of, put_in_place, source_of, unchanged
from tests.mutation.in_place import put_into_its_function
from tests.mutation.listed import of_code, stale
from tests.mutation.own_tests import faced_by_all
from tests.mutation.trying import SURVIVED, Faced, tried
from tests.rules.intakes import released

TRUTH = "tests.rules.test_truth"
TICK_LISTS = "tests.rules.test_tick_lists"


def outcome(mutant: CodeMutant, tests: str = TRUTH, **faced: Any) -> str:
    ((same, noticed),) = tried([mutant], lambda _: Faced([tests], **faced), 1)
    assert same is mutant
    return noticed


def planted(original: str, mutated: str, module: str = "truth", name: str = "x_planted__mutmut_1") -> CodeMutant:
    return put_in_place(module, name, source_of(module), original, mutated)


def test_nothing_is_noticed_where_nothing_is_changed() -> None:
    assert outcome(unchanged("truth")) == SURVIVED
    assert outcome(unchanged("rule_set"), TICK_LISTS) == SURVIVED


def test_a_change_that_means_the_same_lives() -> None:
    assert outcome(planted("if NO in values:", "if NO in (*values,):")) == SURVIVED


@pytest.mark.parametrize(
    ("original", "mutated", "noticed"),
    [
        ("if NO in values:", "if YES in values:", "test_and_and_or_follow_kleene"),
        ("return self.name", "return repr(self)", "test_what_was_stated_stands_and_what_was_not_is_unknown"),
        ("raise TypeError(", "print(", "test_a_truth_cannot_be_used_as_a_condition_by_accident"),
        ("raise TypeError(", "raise SystemExit(", "ended: 1"),
        ("self.name = name", "raise ValueError(name)", f"{TRUTH}: ValueError on import"),
    ],
)
def test_a_planted_mutant_is_noticed(original: str, mutated: str, noticed: str) -> None:
    assert noticed in outcome(planted(original, mutated))


def test_a_mutant_meets_only_the_checks_named() -> None:
    mutant = planted("if NO in values:", "if YES in values:")
    others, noticing = f"{TRUTH} test_unknown_is_itself 0", outcome(mutant)
    assert outcome(mutant, only=frozenset({others})) == SURVIVED
    assert outcome(mutant, only=frozenset({noticing})) == noticing


def test_a_function_can_be_changed_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conjunction, "__code__", conjunction.__code__)
    assert put_into_its_function(planted("if NO in values:", "if YES in values:", name="x_conjunction__mutmut_1"))
    assert truth.conjunction(YES, YES) is NO


@pytest.mark.parametrize(
    ("original", "mutated", "name"),
    [
        ("if NO in values:", "if YES in values:", "x_planted__mutmut_1"),
        (
            "def conjunction(*values: Truth)",
            "def conjunction(*values: Truth, more: int = 1)",
            "x_conjunction__mutmut_1",
        ),
    ],
)
def test_a_changed_default_and_an_unknown_function_need_a_new_import(original: str, mutated: str, name: str) -> None:
    assert not put_into_its_function(planted(original, mutated, name=name))


def test_a_rule_set_that_was_built_before_hides_no_mutant() -> None:
    assert isinstance(released(), RuleSet)
    mutant = planted('if document["format"] != FORMAT', 'if document["format"] == FORMAT', "rule_set")
    assert TICK_LISTS in outcome(mutant, TICK_LISTS)


def test_a_mutant_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "_SECONDS", 0.5)
    assert outcome(planted("return self.name", "return any(iter(int, 1))")) == "ended: -26"


def test_a_trial_that_somebody_ends_says_nothing_about_its_mutant() -> None:
    with pytest.raises(InterruptedError):
        outcome(planted("return self.name", 'return __import__("os").kill(__import__("os").getpid(), 9)'))


def test_a_mutant_is_shown_by_its_place_and_by_what_stood_and_stands_there() -> None:
    mutant = planted("    if NO in values:\n", "    if NO not in values:\n")
    assert str(mutant) == "truth.x_planted__mutmut_1: if NO in values: -> if NO not in values:"
    assert source_of("truth").splitlines()[mutant.line - 1] == "    if NO in values:"


@pytest.mark.parametrize(
    ("original", "mutated"), [("UNKNOWN", "NO"), ("not there", "there"), ("NO in values", "NO in values")]
)
def test_a_change_has_one_place_and_changes_something(original: str, mutated: str) -> None:
    with pytest.raises(ValueError, match="no place of its own"):
        planted(original, mutated)


def test_modules_are_named_as_their_path_says_and_a_package_stands_for_all_in_it() -> None:
    assert modules_of(["free_text/mentions", "truth"]) == ["free_text.mentions", "truth"]
    assert {"trials.agents", "trials.judging"} < set(modules_of(["trials"])) < set(modules_of([]))
    with pytest.raises(FileNotFoundError):
        modules_of(["there/is/none"])


def test_the_tests_of_every_module_are_there() -> None:
    assert {TRUTH, TICK_LISTS, "tests.rules.trials.test_agents"} < set(faced_by_all(modules_of([])))


def test_every_listed_mutant_of_the_code_still_has_its_lines() -> None:
    assert stale(of_code()) == []
    kept = "truth.x_conjunction__mutmut_1: if NO in values: -> if NO not in values:"
    changed, moved = kept.replace("if NO in values: ->", "if NO is there: ->"), kept.replace("truth.", "truths.")
    assert stale([kept, changed, moved]) == [changed, moved]
