"""The treatment history of a screening, made when somebody looks at it."""

from typing import TYPE_CHECKING

from rules.engine.trials.knowledge import TrialKnowledge
from rules.engine.trials.timeline import timeline
from rules.engine.values import Json

if TYPE_CHECKING:
    from rules.engine.screening import Screening


def treatment_history(screening: "Screening") -> Json:
    """Trials, status by condition, questions and staging as plain data; see `rules.engine.trials.timeline`.

    A fact with conflicting answers is shown by its first one; the findings look at all of them. Raises ValueError
    when the definitions of resistance in use could not be established.
    """
    known = TrialKnowledge.from_json(screening.rule_set.document["knowledge"]["trials"])
    facts = {name: screening.values[slot] for name, slot in screening.rule_set.layout.slots.items()}
    return timeline(known, facts, screening.as_of.toordinal())
