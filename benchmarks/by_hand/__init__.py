"""The forty rules as a careful colleague writes them without an engine: the unit everything else is measured in.

Three values throughout: True, False, and None for unknown. Must not know the engine.
"""

from collections.abc import Mapping

from benchmarks.by_hand.combinations import COMBINATIONS
from benchmarks.by_hand.counts import COUNTS
from benchmarks.by_hand.kleene import Rule
from benchmarks.by_hand.single import COMPARISONS, MEMBERSHIPS

RULES: Mapping[str, Rule] = {**COMPARISONS, **MEMBERSHIPS, **COMBINATIONS, **COUNTS}
"""By the ids of the content, so that each can be compared with its twin."""
