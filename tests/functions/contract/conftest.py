"""A clinic as the tests of the contract find it, and the service as one."""

from collections.abc import Callable, Mapping
from functools import partial
from types import ModuleType
from typing import Any

import pytest

from functions.adapters.contract import published_contract
from functions.adapters.released import current_rule_set
from functions.api.application import Handler
from functions.api.catalog_desk import CatalogDesk
from rules.engine.medicines.lexicon import Lexicon
from rules.engine.medicines.matching import match
from tests.functions.contract.requests import Prepared
from tests.functions.desks import Answer, ask, catalog, service
from tests.functions.record_desks import record_service

type Ask = Callable[[Mapping[str, Any]], Answer]
CATALOG = ("/v1/questionnaires", "/v1/rulesets", "/v1/medicines", "/v1/health", "/v1/openapi.json")


@pytest.fixture(scope="session")
def catalog_handler(entries: Mapping[str, ModuleType]) -> Handler:
    rule_set = current_rule_set()
    lexicon = Lexicon(rule_set.document["knowledge"]["medicines"])
    return catalog(
        entries, CatalogDesk(rule_set=rule_set, match=partial(match, lexicon), contract=published_contract)
    )


@pytest.fixture
def clinic(entries: Mapping[str, ModuleType]) -> Prepared:
    made = service(entries)
    screening = made.submit().body["receipt"]["id"]
    (case,) = made.read("/v1/cases").body["cases"]
    rule_set = current_rule_set()
    records = record_service(entries, made).handler
    return Prepared(made, records, case["id"], screening, rule_set.version, str(rule_set.questionnaire["id"]))


@pytest.fixture
def to_service(clinic: Prepared, catalog_handler: Handler) -> Ask:
    """One address, as API Gateway makes it of the functions."""

    def answered(request: Mapping[str, Any]) -> Answer:
        return ask(behind(clinic, catalog_handler, request), request)

    return answered


def behind(clinic: Prepared, catalog_handler: Handler, request: Mapping[str, Any]) -> Handler:
    path, method = request["path"], request["httpMethod"]
    if path.startswith(CATALOG):
        return catalog_handler
    if path.startswith("/v1/information"):
        return clinic.service.answers
    if path.endswith("/record") or path.startswith("/v1/exports"):
        return clinic.records
    forms = path.startswith("/v1/drafts") or (path == "/v1/screenings" and method == "POST")
    return clinic.service.intake if forms else clinic.service.reviews
