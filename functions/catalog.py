"""The function that publishes the questionnaire and the rules. It touches no patient data."""

import os
from functools import partial

from functions.adapters.released import current_rule_set
from functions.api.application import Handler, Routes, application
from functions.api.catalog_desk import CatalogDesk
from functions.settings import CatalogSettings
from rules.engine.medicines.lexicon import Lexicon
from rules.engine.medicines.matching import match


def opened(desk: CatalogDesk) -> Handler:
    """The routes of this function."""
    routes: Routes = {
        ("GET", "/v1/questionnaires/<questionnaire_id>"): desk.get_questionnaire,
        ("GET", "/v1/rulesets/<version>"): desk.get_rule_set,
        ("POST", "/v1/medicines/match"): desk.post_medicine_names,
        ("GET", "/v1/health"): desk.get_health,
    }
    return application(routes, for_forms=True)


def desk_for(settings: CatalogSettings) -> CatalogDesk:
    rule_set = current_rule_set()
    lexicon = Lexicon(rule_set.document["knowledge"]["medicines"])
    return CatalogDesk(issuer=settings.token_issuer, rule_set=rule_set, match=partial(match, lexicon))


handler = opened(desk_for(CatalogSettings.parse(os.environ)))
