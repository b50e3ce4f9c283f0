"""The rule set against the clinicians' catalogue: every id accounted for, no class softened, every source honest."""

from collections.abc import Mapping
from itertools import chain
from typing import Any

import pytest

from rules.engine.terms import Phase, Severity
from tests.rules.catalogue import catalogue, row_of, rows_that_differ
from tests.rules.intakes import released

_PHASES = {
    "S": {Phase.INTAKE},
    "D": {Phase.SESSION},
    "B": {Phase.INTAKE, Phase.SESSION},
    "-": {Phase.INTAKE},
}
# In the catalogue these hold on the day of a session too. The short form of the day does not ask for them again: what
# the intake found stands, and an answer that is given all the same counts.
ASKED_BEFORE_THE_DAY = {
    "endo.body_size_implausible",
    "endo.diabetes_hypoglycaemia_risk",
    "hepatic.alt_ast_gt_3x",
    "hepatic.alt_ast_gt_5x",
    "hepatic.alt_ast_mild",
    "resp.aspiration_risk",
}


CATALOGUE = {
    rule_id: (Severity(word), _PHASES[phase])
    for rule_id, row in catalogue().items()
    if "document" in row
    for word, phase in (row["document"].split(),)
}
ADDITIONAL = {rule_id: row["ours"] for rule_id, row in catalogue().items() if "ours" in row}


def rules() -> Mapping[str, Any]:
    return {rule["id"]: rule for rule in released().document["rules"]}


def strictest(rule: Mapping[str, Any]) -> Severity:
    words = chain.from_iterable(clause["severity"].values() for clause in rule["clauses"])
    return Severity.strictest(*map(Severity, words))


def has_key(rule: Mapping[str, Any]) -> bool:
    return any("key" in source for source in rule["sources"])


def test_the_catalogue_has_225_rules() -> None:
    assert len(CATALOGUE) == 225


def test_every_id_of_the_catalogue_is_a_rule_or_is_named_as_missing() -> None:
    assert CATALOGUE.keys() == (rules().keys() - ADDITIONAL.keys()) | set(released().incomplete)


def test_no_id_is_both_a_rule_and_named_as_missing() -> None:
    assert rules().keys().isdisjoint(released().incomplete)


def test_every_other_id_is_ours_with_a_reason() -> None:
    assert rules().keys() - CATALOGUE.keys() == ADDITIONAL.keys()
    assert all(ADDITIONAL.values())


@pytest.mark.parametrize("rule_id", sorted(CATALOGUE.keys() & rules().keys()))
def test_a_rule_is_no_milder_and_no_rarer_than_the_catalogue_says(rule_id: str) -> None:
    rule, (severity, phases) = rules()[rule_id], CATALOGUE[rule_id]
    assert strictest(rule).rank >= severity.rank
    asked = phases - {Phase.SESSION} if rule_id in ASKED_BEFORE_THE_DAY else phases
    assert asked <= set(rule["phases"])


def test_every_rule_is_as_its_row_says() -> None:
    differing = list(rows_that_differ(released(), catalogue()))
    assert {rule_id: row_of(rules()[rule_id]) for rule_id in differing} == {}


def test_what_is_asked_before_the_day_is_a_rule_without_the_day() -> None:
    for rule_id in ASKED_BEFORE_THE_DAY:
        assert Phase.SESSION not in rules()[rule_id]["phases"]


def test_a_rule_without_a_source_of_its_own_waits_for_sign_off() -> None:
    unsupported = [rule for rule in rules().values() if not has_key(rule)]
    assert all(rule["needsSignOff"] for rule in unsupported)


def test_a_number_without_a_source_of_its_own_waits_for_sign_off() -> None:
    numbers = released().document["parameters"].values()
    assert all(number["needsSignOff"] for number in numbers if not has_key(number))


def test_every_source_that_is_cited_is_described() -> None:
    document = released().document
    cited = {
        source["key"]
        for entry in chain(document["rules"], document["parameters"].values())
        for source in entry["sources"]
        if "key" in source
    }
    assert cited <= document["sources"].keys()
