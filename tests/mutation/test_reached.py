"""What a check reaches is known, kept, and found out again when its test was changed."""

from pathlib import Path

import pytest

from tests.mutation import reached
from tests.mutation.code_mutants import CodeMutant, put_in_place, source_of
from tests.mutation.places import place_of
from tests.mutation.reached import Check, lines_of, remember, remembered

TRUTH = "tests.rules.test_truth"


def changed_line(text: str, module: str = "judging") -> CodeMutant:
    return put_in_place(module, "x_planted__mutmut_1", source_of(module), text, f"{text}  # changed")


def test_a_mutant_stands_in_its_statement_and_in_its_function() -> None:
    source = source_of("conditions").splitlines()
    place = place_of(changed_line("        value = inner(frame)", "conditions"))
    assert source[place.statement.first - 1].strip() == "value = inner(frame)"
    assert source[place.function.first - 1].startswith("def _not(")
    assert place.inside


def test_a_statement_over_several_lines_is_one_place_and_of_a_compound_one_it_is_the_head() -> None:
    judging = source_of("judging").splitlines()
    several = place_of(changed_line("        basis=Basis.ASSUMED_WORST,")).statement
    assert judging[several.first - 1].strip() == "return Finding("
    head = place_of(changed_line("    if weight.fired:")).statement
    assert head.first == head.last
    assert not place_of(changed_line("    if weight.fired:")).inside


def test_lines_are_bits_of_their_own() -> None:
    first, second = lines_of("truth", 3, 5), lines_of("values", 3, 5)
    assert first.bit_count() == second.bit_count() == len(range(3, 6))
    assert not first & second
    assert lines_of("truth", 4, 4) & first


def test_what_is_known_is_kept_until_its_test_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = [Check(f"{TRUTH} import", 0.5, 1 << 9000), Check("tests.rules.test_units import", 0.5, 0)]
    both = [check.name.partition(" ")[0] for check in checks]
    assert remembered(tmp_path, both) == []
    remember(tmp_path, checks)
    assert remembered(tmp_path, both) == checks
    monkeypatch.setattr(reached, "digest_of", {TRUTH: "another"}.get)
    assert remembered(tmp_path, both) == []
