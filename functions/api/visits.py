"""One request on its way through: what came in, how much time there is, and what must be said even when it fails."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from functions.api.claims import Caller, Machine
from functions.api.crisis import ANYWHERE, CrisisInformation
from functions.api.requests import Request
from functions.service.errors import NotAuthenticatedError
from functions.service.ports import Patience
from functions.service.staff import Person

_FIRST_PAUSE = 0.025
_LONGEST_PAUSE = 0.8
_DOUBLINGS = 5
# What one more attempt may take at its slowest (3 s to connect and to be answered), with a second left to answer in.
RESERVE: Final = 4.0


@dataclass(slots=True)
class Visit:
    """The crisis information starts as what holds anywhere and becomes better as more is known.

    The caller is who the route admitted; there is none before, and none on a public route.
    """

    request: Request
    patience: Patience
    crisis: CrisisInformation = field(default_factory=lambda: ANYWHERE)
    caller: Caller = None

    @property
    def person(self) -> Person:
        """The person of a clinic who calls. Raises NotAuthenticatedError for anybody else."""
        if not isinstance(self.caller, Person):
            raise NotAuthenticatedError
        return self.caller

    @property
    def machine(self) -> Machine:
        """The form that calls. Raises NotAuthenticatedError for anybody else."""
        if not isinstance(self.caller, Machine):
            raise NotAuthenticatedError
        return self.caller


@dataclass(frozen=True, slots=True)
class Deadline:
    """Patience that ends in time to answer. Pauses are random so that rivals do not meet again and again."""

    remaining: Callable[[], float]
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[float, float], float] = random.uniform

    def suffices(self) -> bool:
        return self.remaining() >= RESERVE

    def pause(self, attempt: int) -> bool:
        pause = self.jitter(0, min(_FIRST_PAUSE * 2 ** min(attempt, _DOUBLINGS), _LONGEST_PAUSE))
        if self.remaining() - pause < RESERVE:
            return False
        self.sleep(pause)
        return True
