"""General rule engines, each given our rules in its own language with verdicts that are right.

Every rule becomes one expression that gives 1 for true, 0 for false and 2 for unknown, made of two guarded tests.
Each engine is asked in two ways: a call for each rule, and one call for all rules together.
"""

from benchmarks.peers.cel import cel_peers
from benchmarks.peers.contender import Contender, EngineMissingError
from benchmarks.peers.datalogic import datalogic_peers
from benchmarks.peers.zen import zen_peers

PEERS = {"zen-engine": zen_peers, "cel-expr-python": cel_peers, "datalogic-py": datalogic_peers}

__all__ = ["PEERS", "Contender", "EngineMissingError"]
