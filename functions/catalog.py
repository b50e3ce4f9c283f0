"""The function that publishes the questionnaire and the rules. It touches no patient data."""

import os
from functools import cache, partial

import functions.starting as start  # before the others: see there
from functions.adapters.contract import published_contract
from functions.adapters.released import current_rule_set
from functions.api import catalog_operations as at
from functions.api.application import Handler, Routes, application
from functions.api.catalog_desk import CatalogDesk
from functions.api.claims import Gate
from functions.settings import CatalogSettings
from rules.engine.medicines.lexicon import Lexicon
from rules.engine.medicines.matching import match


def opened(desk: CatalogDesk, gate: Gate) -> Handler:
    """The routes of this function."""
    routes: Routes = {
        at.GET_QUESTIONNAIRE: desk.get_questionnaire,
        at.GET_RULE_SET: desk.get_rule_set,
        at.POST_MEDICINE_NAMES: desk.post_medicine_names,
        at.GET_HEALTH: desk.get_health,
        at.GET_CONTRACT: desk.get_contract,
    }
    return application(routes, gate=gate, for_forms=True)


def desk() -> CatalogDesk:
    rule_set = current_rule_set()
    lexicon = Lexicon(rule_set.document["knowledge"]["medicines"])
    return CatalogDesk(rule_set=rule_set, match=partial(match, lexicon), contract=cache(published_contract))


_SETTINGS = CatalogSettings.parse(os.environ)
handler = opened(desk(), Gate(_SETTINGS.token_issuer, _SETTINGS.staff_client_id))
start.over()
