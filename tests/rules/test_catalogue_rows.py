"""Every rule has the class, the phases and the consequences that the clinical catalogue gives it."""

from tests.rules.catalogue import catalogue, row_of, rows_that_differ
from tests.rules.intakes import released


def test_every_rule_is_as_its_row_in_the_catalogue_says() -> None:
    rules = {rule["id"]: rule for rule in released().document["rules"]}
    differing = list(rows_that_differ(released(), catalogue()))
    assert {name: row_of(rules[name]) for name in differing} == {}


def test_every_row_has_its_rule() -> None:
    assert catalogue().keys() <= {rule.id for rule in released().rules}
