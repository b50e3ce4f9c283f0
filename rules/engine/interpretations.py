"""Computations that need knowledge beside the answers: lexicons, tables of agents, definitions of instruments.

Each factory gets the knowledge of the rule set and the word a derived fact gives it, builds its indexes once, and
returns a computation with the same form as those of `rules.engine.derivations`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from rules.engine.derivations import DERIVATIONS, Derivation
from rules.engine.free_text.mentions import mentions
from rules.engine.instruments.facts import INSTRUMENT_FACTS
from rules.engine.medicines.facts import MEDICINE_FACTS
from rules.engine.trials.facts import FACTS as TRIAL_FACTS

type Knowledge = Mapping[str, Any]
type Factory = Callable[[Knowledge, str | None], Derivation]

INTERPRETATIONS: Mapping[str, Factory] = {
    "mentions": mentions,
    **INSTRUMENT_FACTS,
    **MEDICINE_FACTS,
    **TRIAL_FACTS,
}


def computation(name: str, knowledge: Knowledge, given: str | None) -> Derivation:
    """The named computation. Raises KeyError for a name nothing answers to."""
    factory = INTERPRETATIONS.get(name)
    return DERIVATIONS[name] if factory is None else factory(knowledge, given)
