"""Where the released rules and this reading of the tables differ, and nobody has settled yet which of them holds.

By rule, released outcome and ours. An entry leaves as soon as it is settled; meanwhile it is not counted as a
disagreement.
"""

from collections.abc import Mapping

OPEN: Mapping[tuple[str, str, str], str] = {}
