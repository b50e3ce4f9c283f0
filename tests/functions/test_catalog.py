"""The published parts of the rule set."""

from collections.abc import Mapping
from types import ModuleType

import pytest

from functions.adapters.released import current_rule_set
from functions.api.application import Handler
from functions.api.catalog_desk import CatalogDesk
from tests.functions.builders import ISSUER
from tests.functions.desks import ask, catalog, event, machine_claims, staff_claims


@pytest.fixture
def handler(entries: Mapping[str, ModuleType]) -> Handler:
    return catalog(entries, CatalogDesk(issuer=ISSUER, rule_set=current_rule_set()))


def test_anybody_may_read_the_questionnaire(handler: Handler) -> None:
    answer = ask(handler, event("GET", "/v1/questionnaires/ketamine-intake"))
    assert (answer.status, answer.body["id"]) == (200, "ketamine-intake")
    assert answer.body["items"]


def test_a_questionnaire_that_did_not_change_is_not_sent_again(handler: Handler) -> None:
    path = "/v1/questionnaires/ketamine-intake"
    tag = ask(handler, event("GET", path)).headers["ETag"]
    again = ask(handler, event("GET", path, headers={"If-None-Match": tag}))
    assert (again.status, again.text, again.headers["ETag"]) == (304, "", tag)


def test_an_unknown_questionnaire_is_not_found_and_the_form_still_shows_help(handler: Handler) -> None:
    answer = ask(handler, event("GET", "/v1/questionnaires/other"))
    assert (answer.status, answer.body["crisis"]["show"]) == (404, "footer")


def test_practitioners_may_read_the_rules_behind_a_screening(handler: Handler) -> None:
    version = current_rule_set().version
    answer = ask(handler, event("GET", f"/v1/rulesets/{version}", claims=staff_claims()))
    assert answer.status == 200
    assert answer.body["document"]["rules"]
    assert ask(handler, event("GET", "/v1/rulesets/0.0.0", claims=staff_claims())).status == 404


@pytest.mark.parametrize("claims", [None, machine_claims()])
def test_nobody_else_reads_the_rules(handler: Handler, claims: dict[str, str] | None) -> None:
    version = current_rule_set().version
    assert ask(handler, event("GET", f"/v1/rulesets/{version}", claims=claims)).status == 401


def test_health_names_the_rules_in_force_and_whether_they_may_be_relied_upon(handler: Handler) -> None:
    rule_set = current_rule_set()
    answer = ask(handler, event("GET", "/v1/health"))
    stamp = "incomplete: not for clinical use" if rule_set.incomplete else None
    assert answer.body == {
        "status": "ok",
        "ruleSet": {"version": rule_set.version, "digest": rule_set.digest, "stamp": stamp},
    }
