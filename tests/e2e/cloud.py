"""A local cloud of the tests' own, and the clinics on it."""

import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import httpx

from functions.service.staff import Role
from infra.callers import Form, Practitioner, machine_token, staff_token
from infra.local_cloud.place import REPOSITORY, Place
from infra.onboarding import add_clinic
from infra.sample_intakes import sample_intake
from infra.stack import Services, Stack
from infra.staffing import Member, add_staff, new_password
from rules.engine.site import SiteSettings
from rules.engine.terms import Route

CLINIC_ZONE = ZoneInfo("America/Los_Angeles")


@dataclass(frozen=True)
class Clinic:
    """A clinic with everybody who works for it."""

    id: str
    form: Form
    practitioner: Practitioner


@dataclass(frozen=True)
class Cloud:
    """The deployed stack and how to reach it."""

    place: Place
    services: Services
    stack: Stack
    http: httpx.Client

    def open_clinic(self) -> Clinic:
        clinic_id = f"clinic{secrets.token_hex(5)}"
        settings = SiteSettings(clinic_id, tuple(Route), "US", CLINIC_ZONE.key, demo=True, settings_version="1")
        credential = add_clinic(self.services, self.stack, "A clinic", settings)
        token = machine_token(self.stack, credential, clinic_id)
        return Clinic(clinic_id, Form(self.http, token, credential.api_key), self._practitioner(clinic_id))

    def _practitioner(self, clinic_id: str) -> Practitioner:
        email, password = f"practitioner@{clinic_id}.example", new_password()
        add_staff(self.services, self.stack, Member(email, clinic_id, Role.PRACTITIONER), password)
        self.services.people.admin_set_user_password(
            UserPoolId=self.stack.user_pool_id, Username=email, Password=password, Permanent=True
        )
        return Practitioner(self.http, staff_token(self.services, self.stack, email, password))


def colleague(cloud: Cloud, clinic: Clinic, role: Role) -> Practitioner:
    """Somebody else of the clinic, signed in."""
    email, password = f"{role}-{new_key()}@{clinic.id}.example", new_password()
    add_staff(cloud.services, cloud.stack, Member(email, clinic.id, role), password)
    cloud.services.people.admin_set_user_password(
        UserPoolId=cloud.stack.user_pool_id, Username=email, Password=password, Permanent=True
    )
    return replace(clinic.practitioner, token=staff_token(cloud.services, cloud.stack, email, password))


def scanned(table: str, **narrowed: Any) -> list[dict[str, Any]]:
    """Every row of the table, page by page: what other tests left there fills more than one."""
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table, **narrowed)
    return [dict(row) for page in pages for row in page["Items"]]


@contextmanager
def running(place: Place) -> Iterator[None]:
    """The cloud as `make run` starts it; stopped whatever happens."""
    with empty(place):
        _local_cloud("deploy", place)
        yield


@contextmanager
def empty(place: Place) -> Iterator[None]:
    """The cloud with nothing deployed on it."""
    _local_cloud("start", place)
    try:
        yield
    finally:
        _local_cloud("stop", place)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def intake(sample: str, patient: str, **changed: Any) -> dict[str, Any]:
    """A sample intake for this patient; further arguments replace parts of it."""
    return {**sample_intake(sample, clinic_day()), "patientReference": patient, **changed}


def clinic_day() -> date:
    """Today where the clinics are: a day of UTC may lie in their future."""
    return datetime.now(CLINIC_ZONE).date()


def new_patient() -> str:
    return f"patient-{secrets.token_hex(8)}"


def new_key() -> str:
    return f"request-{secrets.token_hex(16)}"


def case_of(clinic: Clinic, patient: str) -> Mapping[str, Any]:
    """The one open case of a patient."""
    found = [case for case in queue(clinic) if case["patientReference"] == patient]
    assert len(found) == 1, found
    return found[0]


def queue(clinic: Clinic) -> list[dict[str, Any]]:
    reply = clinic.practitioner.get("/v1/cases", limit="100")
    assert reply.status_code == httpx.codes.OK, reply.text
    cases: list[dict[str, Any]] = reply.json()["cases"]
    return cases


def _local_cloud(command: str, place: Place) -> None:
    arguments = ["--port", str(place.port), "--state", str(place.state)]
    subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "infra.local_cloud", command, *arguments], cwd=REPOSITORY, check=True
    )
