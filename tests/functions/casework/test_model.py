"""Any history of forms and people over the store fake; and a store that breaks its word is found out.

The same machine runs against the deployed service in `tests/e2e/test_model.py`.
"""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from functions.service.casework.changes import CaseChange
from functions.service.records import CaseMove, Write
from tests.functions.memory_store import MemoryStore
from tests.histories.fake_world import FakeWorld
from tests.histories.work_on_cases import WorkOnCases
from tests.histories.world import World


class OverTheFake(WorkOnCases):
    """The machine in memory."""

    def world_of_its_own(self) -> World:
        return FakeWorld()


TestWorkOnCases = OverTheFake.TestCase
TestWorkOnCases.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


class LosesAnAuditEntry(MemoryStore):
    """The entry is written beside the change and not with it."""

    def _keep(self, change: CaseChange) -> None:
        super()._keep(change)
        if change.case.summary.work.version == 3:
            self.audit.pop()


class DoublesWhatWasNotAcknowledged(MemoryStore):
    """A change that is repeated after a lost reply is applied again."""

    def _apply_change(self, change: CaseChange) -> None:
        self._keep(change)


class ForgetsToTellOthers(MemoryStore):
    """No row of the outbox for a screening that joins."""

    def _apply(self, write: Write) -> None:
        rows = len(self.outbox)
        super()._apply(write)
        if write.move is not CaseMove.OPENED:
            del self.outbox[rows:]


class TakesARepeatedFormAgain(MemoryStore):
    """The key of a form is not looked at."""

    def _check_request(self, clinic: str, entry: object) -> None:
        del clinic, entry


class LosesAFormThatJoins(MemoryStore):
    """A form is acknowledged and joins nothing."""

    def _apply(self, write: Write) -> None:
        if write.move is not CaseMove.JOINED:
            super()._apply(write)


class MixesUpClinics(MemoryStore):
    """A case is looked up by its id alone."""

    def case(self, clinic: str, case_id: str) -> object:  # type: ignore[override]
        del clinic
        return next((kept.case for (_, case), kept in self.cases.items() if case == case_id), None)


BROKEN: Sequence[Callable[[], MemoryStore]] = (
    LosesAnAuditEntry,
    DoublesWhatWasNotAcknowledged,
    ForgetsToTellOthers,
    TakesARepeatedFormAgain,
    LosesAFormThatJoins,
    MixesUpClinics,
)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_store_that_breaks_its_word_is_found_out(broken: Callable[[], MemoryStore]) -> None:
    class OverABrokenStore(WorkOnCases):
        """The machine over that store."""

        def world_of_its_own(self) -> World:
            return FakeWorld(broken())

    patient = settings(
        max_examples=200,
        stateful_step_count=25,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(OverABrokenStore, settings=patient)
