"""Records on a deployed stack: reads are recorded, sealed and anchored, exports are signed, changes are found."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError
from typer.testing import CliRunner, Result

from cli.main import app
from functions.service.staff import Role
from infra.callers import Practitioner, staff_token
from infra.records_place import RecordsPlace, connect_records, find_records
from infra.staffing import Member, add_staff, new_password
from tests.e2e.cloud import Clinic, Cloud, case_of, intake, new_key, new_patient, scanned

MOST_SECONDS = 60


@dataclass(frozen=True)
class Kept:
    """A clinic of these tests' own with one case that was read, and where its records are."""

    clinic: Clinic
    place: RecordsPlace
    patient: str
    case_id: str


@pytest.fixture(scope="module")
def kept(cloud: Cloud) -> Kept:
    clinic, patient = cloud.open_clinic(), new_patient()
    clinic.form.submit(intake("needs_review", patient), new_key())
    clinic.form.submit(intake("contact_now", patient), new_key())
    case_id = str(case_of(clinic, patient)["id"])
    for _ in range(2):
        assert clinic.practitioner.get(f"/v1/cases/{case_id}").status_code == httpx.codes.OK
    place = find_records(cloud.stack.name)
    _until(lambda: _report(clinic, place, case_id)["unanchored"] == 0 < _report(clinic, place, case_id)["sealed"])
    return Kept(clinic, place, patient, case_id)


def test_every_submission_and_every_read_is_sealed_and_anchored(kept: Kept) -> None:
    report = _report(kept.clinic, kept.place, kept.case_id)
    assert (report["clean"], report["sealed"], report["unanchored"]) == (True, 4, 0)
    assert report["contentsNotKnown"] == 0


def test_the_whole_clinic_verifies_and_lists_are_recorded_in_the_days_chain(kept: Kept) -> None:
    report = json.loads(_ran(kept, "--format", "json").output)
    assert report["clean"]
    assert report["chains"] >= 2


def test_a_changed_entry_is_found_and_named(kept: Kept) -> None:
    (entry, *_) = _items(kept, "AUDIT#")
    with _changed(kept, {**entry, "actor": {"S": "somebody else"}}):
        ended = _ran(kept)
    assert ended.exit_code == 1
    assert "not as it was when it was sealed" in ended.output
    assert _ran(kept).exit_code == 0


def test_a_removed_entry_is_found(kept: Kept) -> None:
    (entry, *_) = _items(kept, "AUDIT#")
    with _changed(kept, entry, gone=True):
        assert _ran(kept).exit_code == 1


def test_an_entry_put_in_by_hand_gets_its_seal_and_is_found_all_the_same(cloud: Cloud, kept: Kept) -> None:
    clinic, patient = cloud.open_clinic(), new_patient()
    clinic.form.submit(intake("needs_review", patient), new_key())
    other = Kept(clinic, kept.place, patient, str(case_of(clinic, patient)["id"]))
    clinic.practitioner.get(f"/v1/cases/{other.case_id}")
    entry = next(item for item in _items(other, "AUDIT#") if item["action"]["S"] == "case.read")
    connect_records().table.put_item(
        TableName=kept.place.table, Item={**entry, "sk": {"S": entry["sk"]["S"] + "0"}, "actor": {"S": "somebody"}}
    )
    _until(lambda: _report(clinic, kept.place, other.case_id)["sealed"] == 3)
    assert [each["fault"] for each in _report(clinic, kept.place, other.case_id)["findings"]] == ["content_changed"]


def test_a_stack_that_is_not_there_could_not_be_checked(kept: Kept) -> None:
    command = ["audit", "verify", "--clinic", kept.clinic.id, "--stack", "nosuchstack"]
    assert CliRunner().invoke(app, command).exit_code == 2


def test_an_auditor_verifies_with_a_role_that_changes_nothing(
    cloud: Cloud, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as auditor:
        _take_on(cloud, "AuditorRoleArn", auditor)
        ended = _ran(kept)
        assert ended.exit_code == 0, ended.output
        with pytest.raises(ClientError, match="AccessDenied"):
            boto3.client("dynamodb").put_item(TableName=kept.place.table, Item={"pk": {"S": "x"}, "sk": {"S": "x"}})
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)


@pytest.mark.usefixtures("kept")
def test_the_sweep_finds_nothing_that_the_stream_did_not_bring() -> None:
    function = _physical("SealFunction")
    answer = boto3.client("lambda").invoke(FunctionName=function, Payload=b"{}")
    assert json.loads(answer["Payload"].read()) == {"sealed": 0}


def test_a_case_is_exported_signed_and_every_change_to_the_file_is_noticed(
    cloud: Cloud, kept: Kept, tmp_path: Path
) -> None:
    auditor = _staff(cloud, kept.clinic, "auditor")
    reply = auditor.get(f"/v1/cases/{kept.case_id}/record")
    assert (reply.status_code, reply.headers["content-type"]) == (httpx.codes.OK, "text/html; charset=utf-8")
    assert kept.patient in reply.text
    file = tmp_path / "case.html"
    file.write_bytes(reply.content)
    assert _verified(file, cloud).exit_code == 0
    file.write_bytes(reply.content.replace(kept.patient.encode(), b"patient-x"))
    assert _verified(file, cloud).exit_code == 1


def test_a_record_is_exported_by_these_roles_and_a_list_by_leads(cloud: Cloud, kept: Kept) -> None:
    statuses = {}
    for role in ("practitioner", "lead", "auditor", "coordinator", "admin"):
        person = _staff(cloud, kept.clinic, role)
        record = person.get(f"/v1/cases/{kept.case_id}/record").status_code
        statuses[role] = (record, person.get("/v1/exports/cases.csv").status_code)
    assert statuses == {
        "practitioner": (200, 403),
        "lead": (200, 200),
        "auditor": (200, 403),
        "coordinator": (403, 403),
        "admin": (403, 403),
    }


def test_another_clinics_case_cannot_be_exported(cloud: Cloud, kept: Kept, other_clinic: Clinic) -> None:
    stranger = _staff(cloud, other_clinic, "auditor")
    theirs = stranger.get(f"/v1/cases/{kept.case_id}/record")
    nothing = stranger.get(f"/v1/cases/{'0' * 32}/record")
    assert theirs.status_code == nothing.status_code == httpx.codes.NOT_FOUND


def test_a_keeper_erases_a_patient_and_the_clinic_still_verifies(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic, patient, other = cloud.open_clinic(), new_patient(), new_patient()
    for each in (patient, other):
        sent = intake("needs_review", each)
        clinic.form.submit({**sent, "answers": {**sent["answers"], "cv.htn": None}}, new_key())
    place = find_records(cloud.stack.name)
    erased = Kept(clinic, place, patient, str(case_of(clinic, patient)["id"]))
    for each in (patient, other):
        asked = clinic.practitioner.move(str(case_of(clinic, each)["id"]), "information-requests", {})
        assert asked.status_code == httpx.codes.CREATED, asked.text
    assert len(_requests(clinic, place)) == 2
    _until(lambda: _report(clinic, place, erased.case_id)["unanchored"] == 0)
    with monkeypatch.context() as keeper:
        _take_on(cloud, "KeeperRoleArn", keeper)
        assert _records(clinic, "hold", patient).exit_code == 0
        assert _records(clinic, "erase", patient, "--open-too").exit_code == 1
        assert _records(clinic, "release", patient).exit_code == 0
        assert _records(clinic, "erase", patient).exit_code == 1
        assert "would be deleted" in _records(clinic, "erase", patient, "--open-too", "--dry-run").output
        done = _records(clinic, "erase", patient, "--open-too")
        assert done.exit_code == 0, done.output
        assert (
            "0 patients erased"
            in CliRunner().invoke(app, ["records", "retain", "--clinic", clinic.id, "--stack", "local"]).output
        )
        with pytest.raises(ClientError, match="AccessDenied"):
            boto3.client("dynamodb").put_item(TableName=place.table, Item={"pk": {"S": "x"}, "sk": {"S": "x"}})
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    assert clinic.practitioner.search(patient).json() == {"cases": [], "screenings": []}
    assert [item["patient_reference"]["S"] for item in _requests(clinic, place)] == [other]
    assert len(clinic.practitioner.search(other).json()["cases"]) == 1
    ended = _ran(erased, "--format", "json")
    assert (ended.exit_code, json.loads(ended.output)["erasedPatients"]) == (0, 1)


def _requests(clinic: Clinic, place: RecordsPlace) -> list[dict[str, Any]]:
    """What the clinic has asked its patients."""
    return scanned(
        place.table,
        FilterExpression="begins_with(pk, :requests)",
        ExpressionAttributeValues={":requests": {"S": f"CLINIC#{clinic.id}#INFORMATION#"}},
    )


def _records(clinic: Clinic, command: str, patient: str, *more: str) -> Result:
    place = ["--clinic", clinic.id, "--patient", patient, "--stack", "local"]
    return CliRunner().invoke(app, ["records", command, *place, *more])


def _staff(cloud: Cloud, clinic: Clinic, role: str) -> Practitioner:
    email, password = f"{role}-{new_key()}@{clinic.id}.example", new_password()
    add_staff(cloud.services, cloud.stack, Member(email, clinic.id, Role(role)), password)
    cloud.services.people.admin_set_user_password(
        UserPoolId=cloud.stack.user_pool_id, Username=email, Password=password, Permanent=True
    )
    return Practitioner(cloud.http, staff_token(cloud.services, cloud.stack, email, password))


def _ran(kept: Kept, *more: str) -> Result:
    command = ["audit", "verify", "--clinic", kept.clinic.id, "--stack", kept.place.stack, *more]
    return CliRunner().invoke(app, command)


def _report(clinic: Clinic, place: RecordsPlace, case_id: str) -> dict[str, Any]:
    more = ["--case", case_id, "--format", "json"]
    ended = CliRunner().invoke(app, ["audit", "verify", "--clinic", clinic.id, "--stack", place.stack, *more])
    report: dict[str, Any] = json.loads(ended.output)
    return report


def _verified(file: Path, cloud: Cloud) -> Result:
    return CliRunner().invoke(app, ["audit", "verify-record", str(file), "--stack", cloud.stack.name])


def _items(kept: Kept, beginning: str) -> list[dict[str, Any]]:
    found: list[Any] = connect_records().table.query(
        TableName=kept.place.table,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues={
            ":pk": {"S": f"CLINIC#{kept.clinic.id}#CASE#{kept.case_id}"},
            ":sk": {"S": beginning},
        },
    )["Items"]
    return found


@contextmanager
def _changed(kept: Kept, item: dict[str, Any], *, gone: bool = False) -> Iterator[None]:
    """The item as somebody with access to the table would leave it; put right afterwards."""
    table, key = connect_records().table, {"pk": item["pk"], "sk": item["sk"]}
    before = table.get_item(TableName=kept.place.table, Key=key)["Item"]
    if gone:
        table.delete_item(TableName=kept.place.table, Key=key)
    else:
        table.put_item(TableName=kept.place.table, Item=item)
    try:
        yield
    finally:
        table.put_item(TableName=kept.place.table, Item=before)


def _take_on(cloud: Cloud, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    described = boto3.client("cloudformation").describe_stacks(StackName=cloud.stack.name)["Stacks"][0]
    (arn,) = [each["OutputValue"] for each in described["Outputs"] if each["OutputKey"] == output]
    taken = boto3.client("sts").assume_role(RoleArn=arn, RoleSessionName="audit")["Credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", taken["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", taken["SecretAccessKey"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", taken["SessionToken"])
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)


def _physical(logical: str) -> str:
    described = boto3.client("cloudformation").describe_stack_resource(StackName="local", LogicalResourceId=logical)
    return described["StackResourceDetail"]["PhysicalResourceId"]


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.5)
