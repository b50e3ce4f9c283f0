"""A start undisturbed by the garbage collector.

What a function imports and builds before its first request stays as long as its environment, so looking through it
for garbage finds nothing and takes a tenth of the start. An entry file imports this module before any other of ours
and calls `over` once it has a handler.
"""

import gc

gc.disable()


def over() -> None:
    """From now on garbage is collected; what exists already is never looked through again."""
    gc.freeze()
    gc.enable()
