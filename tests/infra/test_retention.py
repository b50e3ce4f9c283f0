"""How long records are kept, and that nothing anybody still needs is erased."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.service.retention import DEFAULT_YEARS, FEWEST_YEARS, Keeping, Kept, due
from infra.patient_items import patients_of
from infra.site_settings import SettingRefusedError, change_settings, keep_records, keeping_of, settings_of
from infra.stack import Services, Stack
from tests.functions.builders import CLINIC, NOW, OTHER_CLINIC, site
from tests.infra.records import Records, records

LATER = NOW + timedelta(days=4000)
NOBODY: frozenset[str] = frozenset()


def patient(**changed: Any) -> Kept:
    return replace(Kept(patient_key="p", last=NOW, open=False), **changed)


def test_records_are_kept_for_ten_years_unless_the_clinic_says_longer_or_shorter() -> None:
    assert Keeping.from_json({}).years == DEFAULT_YEARS == 10
    assert Keeping.from_json({"keepYears": 30}).years == 30


@pytest.mark.parametrize("years", [FEWEST_YEARS - 1, 0, -1, None, "10", True, 10.5])
def test_a_period_that_is_too_short_or_cannot_be_read_erases_nobody(years: object) -> None:
    with pytest.raises(ValueError, match="at least"):
        Keeping.from_json({"keepYears": years})


def test_a_patients_time_is_over_the_moment_after_the_period_and_not_before() -> None:
    end = NOW + Keeping(10).span
    assert due([patient()], Keeping(10), NOBODY, end) == []
    assert due([patient()], Keeping(10), NOBODY, end + timedelta(seconds=1)) == [patient()]


def test_nobody_with_an_open_case_and_nobody_on_hold_is_due() -> None:
    assert due([patient(open=True)], Keeping(10), NOBODY, LATER) == []
    assert due([patient()], Keeping(10), frozenset({"p"}), LATER) == []
    assert due([patient()], Keeping(10), frozenset({"q"}), LATER) == [patient()]


@pytest.fixture
def kept() -> Iterator[Records]:
    with records() as made:
        yield made


def test_the_last_thing_that_happened_counts_and_reading_does_not(kept: Records) -> None:
    kept.receive("review", "patient-1")
    kept.receive("nothing", "patient-1", at=NOW + timedelta(days=3))
    kept.read(kept.case_id(), at=NOW + timedelta(days=900))
    (found,) = patients_of(kept.services, kept.place, CLINIC)
    assert (found.last, found.open) == (NOW + timedelta(days=3), True)


def test_what_somebody_did_with_a_case_counts(kept: Records) -> None:
    kept.receive("review", "patient-1")
    decided = NOW + timedelta(days=30)
    entry = kept.one("AUDIT#")
    kept.put({**entry, "sk": {"S": "AUDIT#x"}, "action": {"S": "case.decided"}, "at": {"S": decided.isoformat()}})
    (found,) = patients_of(kept.services, kept.place, CLINIC)
    assert found.last == decided


def test_another_clinics_patients_are_not_looked_at(kept: Records) -> None:
    kept.receive("review", "patient-1", clinic=OTHER_CLINIC)
    assert patients_of(kept.services, kept.place, CLINIC) == []


STACK = Stack(**{field.name: f"/ketascreen/test/{field.name}" for field in fields(Stack)})


@pytest.fixture
def services() -> Iterator[Services]:
    with mock_aws():
        parameters = boto3.client("ssm", region_name="us-east-1")
        parameters.put_parameter(
            Name=f"{STACK.clinics_prefix}/{CLINIC}", Value=json.dumps(site().to_json()), Type="String"
        )
        nothing: Any = None
        yield Services(**{field.name: nothing for field in fields(Services)} | {"parameters": parameters})


def test_a_clinics_period_is_a_setting_of_its_own_and_changes_no_screening(services: Services) -> None:
    before = settings_of(services, STACK, CLINIC)
    assert keeping_of(services, STACK, CLINIC) == Keeping()
    keep_records(services, STACK, CLINIC, 30)
    assert keeping_of(services, STACK, CLINIC) == Keeping(30)
    assert settings_of(services, STACK, CLINIC) == before


def test_another_change_of_the_settings_leaves_the_period_as_it_is(services: Services) -> None:
    keep_records(services, STACK, CLINIC, 30)
    change_settings(services, STACK, CLINIC, lambda settings: replace(settings, country="DE"))
    assert keeping_of(services, STACK, CLINIC) == Keeping(30)
    assert settings_of(services, STACK, CLINIC).country == "DE"


def test_a_period_that_is_too_short_is_refused(services: Services) -> None:
    with pytest.raises(SettingRefusedError):
        keep_records(services, STACK, CLINIC, FEWEST_YEARS - 1)
    assert keeping_of(services, STACK, CLINIC) == Keeping()
