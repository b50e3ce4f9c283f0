"""Several who do something at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


def at_once[Result](calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """What came of each call, in their order. All of them wait for each other before they begin."""
    ready = Barrier(len(calls))

    def begin(call: Callable[[], Result]) -> Result:
        ready.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as rivals:
        return list(rivals.map(begin, calls))
