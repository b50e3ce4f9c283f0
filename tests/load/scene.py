"""Who takes part in a load run, as a file: the crowd runs in a process of its own."""

import base64
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from functions.service.staff import Role
from tests.e2e.cloud import Cloud, colleague

# Each clinic has a key of its own, and the usage plan lets each key send ten a second: four clinics, forty a second.
CLINICS = 4
PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Staffed:
    """A clinic: what its form sends with, and the tokens of its people."""

    id: str
    token: str
    api_key: str
    people: list[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many take part and for how long. A ramp adds `users` at each step of `seconds` and has `steps` of them."""

    users: int
    seconds: float
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the crowd needs."""

    api_url: str
    clinics: list[Staffed]
    plan: Plan
    ledger: str

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))


def read_scene(path: Path) -> Scene:
    told: dict[str, Any] = json.loads(path.read_text())
    clinics = [Staffed(**clinic) for clinic in told["clinics"]]
    return Scene(told["api_url"], clinics, Plan(**told["plan"]), told["ledger"])


def staffed_clinics(cloud: Cloud) -> list[Staffed]:
    return [_staffed(cloud) for _ in range(CLINICS)]


def subject_of(token: str) -> str:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return str(claims["sub"])


def _staffed(cloud: Cloud) -> Staffed:
    clinic = cloud.open_clinic()
    others = [colleague(cloud, clinic, Role.PRACTITIONER) for _ in range(PEOPLE - 1)]
    people = [clinic.practitioner.token, *(each.token for each in others)]
    return Staffed(clinic.id, clinic.form.token, clinic.form.api_key, people)
