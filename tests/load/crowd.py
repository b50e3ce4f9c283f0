"""What locust runs: `locust --headless -f tests/load/crowd.py`, with the scene's file in KETASCREEN_SCENE."""

import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from locust import FastHttpUser, LoadTestShape, constant_throughput, events, task

from tests.load.caller import Caller
from tests.load.deeds import FormDesk, Patients, ReviewDesk
from tests.load.knee import CASES_A_SECOND, FORM_WEIGHT, FORMS_A_SECOND, PRACTITIONER_WEIGHT, Step, bends, step_of
from tests.load.ledger import LedgerWriter, read_ledger
from tests.load.scene import Staffed, read_scene

SCENE = read_scene(Path(os.environ["KETASCREEN_SCENE"]))
LEDGER = LedgerWriter(SCENE.ledger)
PATIENTS = {clinic.id: Patients() for clinic in SCENE.clinics}
# Counted for each kind: there are more forms than practitioners, so each practitioner's clinic has a form.
NUMBERS: Mapping[str, Iterator[int]] = defaultdict(count)
# Longer than the gateway waits for a function.
REPLY_SECONDS = 35.0
# The users of a new step come one after the other.
SETTLES_IN = 2.0


class Member(FastHttpUser):  # type: ignore[misc] # locust is in an environment of its own
    """Anybody of the crowd, of one clinic."""

    abstract = True
    host = SCENE.api_url
    network_timeout = connection_timeout = REPLY_SECONDS

    def on_start(self) -> None:
        number = next(NUMBERS[type(self).__name__])
        self.clinic: Staffed = SCENE.clinics[number % len(SCENE.clinics)]
        self.caller = Caller(self.client.request, LEDGER, SCENE.api_url, number)
        # So that users who begin together do not go on together.
        time.sleep(random.random() / FORMS_A_SECOND)


class FormUser(Member):
    """Sends a form every so often."""

    weight = FORM_WEIGHT
    wait_time = constant_throughput(FORMS_A_SECOND)

    def on_start(self) -> None:
        super().on_start()
        self.desk = FormDesk(self.caller, self.clinic, PATIENTS[self.clinic.id])

    @task  # type: ignore[untyped-decorator] # the same
    def send_a_form(self) -> None:
        self.desk.send_one()


class PractitionerUser(Member):
    """Works on a case every so often."""

    weight = PRACTITIONER_WEIGHT
    wait_time = constant_throughput(CASES_A_SECOND)

    def on_start(self) -> None:
        super().on_start()
        self.desk = ReviewDesk(self.caller, self.clinic, random.choice(self.clinic.people))

    @task  # type: ignore[untyped-decorator] # the same
    def work_on_a_case(self) -> None:
        self.desk.work_on_one()


class Ramp(LoadTestShape):  # type: ignore[misc] # the same
    """As the plan says: steps of so many users more, until the service bends; one step is a steady load."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self.began = time.time()

    def tick(self) -> tuple[int, float] | None:
        plan, place = SCENE.plan, int(self.get_run_time() // SCENE.plan.seconds)
        if place > len(self.steps):
            self._look_back(place)
        if place >= plan.steps or (plan.steps > 1 and bends(self.steps)):
            return None
        return plan.users * (place + 1), float(plan.users)

    def _look_back(self, place: int) -> None:
        """Writes down the step that has ended, and how it went."""
        users, ended = SCENE.plan.users * place, time.time()
        LEDGER.write("step", users=users, began=self.began + SETTLES_IN, ended=ended)
        ledger = read_ledger(Path(SCENE.ledger))
        self.steps.append(step_of(users, self.began + SETTLES_IN, ended, ledger.requests, ledger.finished))
        self.began = ended


@events.user_error.add_listener  # type: ignore[untyped-decorator] # the same
def _a_user_broke_down(exception: BaseException, **_: object) -> None:
    LEDGER.write("surprise", kind=type(exception).__name__, status=None)
