"""Where every call to AWS passes: it can be watched, and one can fail at a chosen place of the functions' code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from moto.core.models import botocore_stubber

from tests.adapters.faults import Fault, answered
from tests.faults.call_sites import Site, sites_on_the_way

if TYPE_CHECKING:
    from botocore.awsrequest import AWSResponse


@dataclass
class FaultAt(Fault):
    """A fault at one place: the same operation called from anywhere else goes well."""

    site: Site | None = None

    def is_here(self, event_name: str) -> bool:
        return self.site in sites_on_the_way(event_name.rpartition(".")[2])


@dataclass
class Wire:
    """Between the SDK and the imitation of AWS."""

    fault: Fault | None = None
    passed: set[Site] = field(default_factory=set)

    def put_into(self, session: Any) -> None:
        """For all clients that are made from now on."""
        # The SDK asks all who listen, so the imitation of AWS may only be asked from here.
        session.unregister("before-send", botocore_stubber)
        session.register("before-send", self._answer)

    def _answer(self, event_name: str, request: Any, **_: Any) -> AWSResponse | None:
        self.passed |= sites_on_the_way(event_name.rpartition(".")[2])
        return self.fault.answer(event_name, request) if self.fault else answered(event_name, request)
