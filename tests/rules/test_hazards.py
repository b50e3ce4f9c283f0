"""The hazard log: what it names exists, and no hard stop stands in the rules without a hazard behind it."""

from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from rules.authoring.hazards import DOCS, Hazard, decision_records, main, read_hazards
from rules.authoring.problems import ContentError
from rules.engine.terms import Severity
from tests.rules.intakes import released

LOG = read_hazards()
ROOT = DOCS.parent
HARD_STOPS = {Severity.URGENT, Severity.ABSOLUTE, Severity.ABSOLUTE_TEMPORARY}
ONE = """
invariants: {{1: Unknown never clears.}}
hazards:
  - {{id: C01, area: clinical, hazard: Harm, cause: Chance, residual: Some, carried_by: All, tests: [t.py], {more}}}
"""


def severities(rule: Mapping[str, Any]) -> set[Severity]:
    return {Severity(word) for clause in rule["clauses"] for word in clause["severity"].values()}


def written(folder: Path, more: str) -> Path:
    (folder / "hazards.yaml").write_text(ONE.format(more=more), encoding="utf-8")
    return folder


def test_every_rule_that_may_stop_a_treatment_stands_against_a_hazard() -> None:
    hard_stops = {rule["id"] for rule in released().document["rules"] if severities(rule) & HARD_STOPS}
    assert hard_stops <= set(chain.from_iterable(hazard.rules for hazard in LOG.hazards))


@pytest.mark.parametrize("hazard", LOG.hazards, ids=lambda hazard: hazard.id)
class TestHazard:
    """Each hazard by itself."""

    def test_its_rules_exist_or_are_known_to_be_missing(self, hazard: Hazard) -> None:
        known = {rule.id for rule in released().rules} | set(released().incomplete)
        assert set(hazard.rules) <= known
        assert len(set(hazard.rules)) == len(hazard.rules)

    def test_its_tests_exist(self, hazard: Hazard) -> None:
        assert [path for path in hazard.tests if not (ROOT / path).is_file()] == []

    def test_its_decisions_are_recorded(self, hazard: Hazard) -> None:
        assert set(hazard.decisions) <= decision_records().keys()

    def test_its_id_tells_its_area(self, hazard: Hazard) -> None:
        assert hazard.id[0] == hazard.area[0].upper()


def test_every_invariant_stands_against_a_hazard() -> None:
    assert set(chain.from_iterable(hazard.invariants for hazard in LOG.hazards)) == LOG.invariants.keys()


def test_the_log_for_reading_is_what_the_data_say() -> None:
    assert main(["--check"]) == 0


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("rules: []", "nothing stands against it"),
        ("invariants: [7]", "an invariant that is not there"),
        ("invariants: [1], likelihood: low", "likelihood"),
    ],
)
def test_a_hazard_that_does_not_hold_together_is_refused(tmp_path: Path, more: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        read_hazards(written(tmp_path, more))


def test_a_log_that_is_out_of_date_is_noticed_and_can_be_made_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = written(tmp_path, "measures: [Care]")
    assert main(["--check"], docs) == 1
    assert main([], docs) == 0
    assert main(["--check"], docs) == 0
    written(tmp_path, "measures: [More care]")
    assert main(["--check"], docs) == 1
    assert "is not what hazards.yaml says" in capsys.readouterr().err


def test_wrong_data_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], written(tmp_path, "rules: []")) == 1
    assert "nothing stands against it" in capsys.readouterr().err
