"""Runs the crowd: locust in a process of its own, watched together with the local cloud."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from infra.local_cloud.place import REPOSITORY, Place, without_aws
from tests.load.ledger import Ledger, read_ledger
from tests.load.scene import Plan, Scene, Staffed
from tests.load.shares import Shares, Watch

# Whatever was begun is finished: a request that is cut off tells nothing.
FINISH_SECONDS = "120"


class CrowdError(RuntimeError):
    """The crowd could not be sent; the message is for a person."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one crowd did, and what it and the cloud took of the processors."""

    plan: Plan
    ledger: Ledger
    shares: Shares


def run(name: str, place: Place, api_url: str, clinics: list[Staffed], plan: Plan) -> Ran:
    folder = place.state.parent
    scene_file, ledger_file = folder / f"{name}.scene.json", folder / f"{name}.ledger.jsonl"
    ledger_file.unlink(missing_ok=True)
    Scene(api_url, clinics, plan, str(ledger_file)).write(scene_file)
    with (folder / f"{name}.log").open("wb") as log:
        crowd = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "locust", *_arguments()],
            cwd=REPOSITORY,
            env={**without_aws(dict(os.environ)), "KETASCREEN_SCENE": str(scene_file)},
            stdout=log,
            stderr=log,
        )
        watch = Watch(crowd.pid, int(place.pid_file.read_text()))
        try:
            crowd.wait()
        finally:
            shares = watch.stop()
            crowd.kill()
    # The keys of the run are of no use afterwards.
    scene_file.unlink()
    if not ledger_file.exists():
        raise CrowdError((folder / f"{name}.log").read_text(errors="replace"))
    return Ran(plan, read_ledger(ledger_file), shares)


def _arguments() -> list[str]:
    file = str(Path("tests/load/crowd.py"))
    return ["--headless", "-f", file, "--stop-timeout", FINISH_SECONDS, "--loglevel", "WARNING", "--only-summary"]
