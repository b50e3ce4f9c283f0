"""`ketascreen records`: keep, hold and erase. The work is done in infra.erasing and infra.restoring.

Nothing here is part of the API: it takes a role of its own (KeeperRole). What deletes can be tried with --dry-run.
"""

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import boto3
import typer

from cli.refusal import refusals
from functions.service.retention import due
from infra.erasing import Erasure, ErasureIncompleteError, ErasureRefusedError, Order, erase
from infra.ledger import Ledger
from infra.patient_items import patients_of
from infra.records_place import RecordsPlace, connect_records, find_records
from infra.restoring import after_restore, restore_note
from infra.site_settings import ClinicUnknownError, SettingRefusedError, keep_records, keeping_of
from infra.stack import StackNotFoundError, connect, find_stack


class Reason(StrEnum):
    """Why records are erased or held. Coded, because the reason is kept for years and must not say more."""

    REQUEST = "request_of_patient"
    RETENTION = "retention_is_over"
    DUPLICATE = "duplicate"
    TEST = "test_data"
    LITIGATION = "litigation"
    INVESTIGATION = "investigation"
    OVER = "over"


app = typer.Typer(help="How long records are kept: hold, erase, restore.", no_args_is_help=True)

_Clinic = Annotated[str, typer.Option(help="The clinic's id.")]
_Patient = Annotated[
    str, typer.Option(prompt="The patient's reference", help="Left out, it is asked for and in no shell history.")
]
_StackName = Annotated[str, typer.Option("--stack", help="Name of the deployed stack.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done and do nothing.")]
_REFUSED = (ErasureRefusedError, ErasureIncompleteError, StackNotFoundError, ClinicUnknownError, SettingRefusedError)


@app.callback()
def records() -> None:
    """How long records are kept: hold, erase, restore."""


@app.command("keep")
def keep(
    years: Annotated[int, typer.Argument(help="Years after the last thing that happened.")],
    *,
    clinic: _Clinic,
    stack: _StackName = "ketascreen",
) -> None:
    """Set how long a clinic keeps records."""
    with refusals(*_REFUSED):
        keeping = keep_records(connect(), find_stack(stack), clinic, years)
    typer.echo(f"The clinic {clinic} keeps records for {keeping.years} years.")


@app.command("erase")
def erase_patient(
    *,
    clinic: _Clinic,
    patient: _Patient,
    reason: Annotated[Reason, typer.Option()] = Reason.REQUEST,
    open_too: Annotated[bool, typer.Option("--open-too", help="Also when the case is still open.")] = False,
    dry_run: _DryRun = False,
    stack: _StackName = "ketascreen",
) -> None:
    """Delete everything of one patient. A tombstone outside the table keeps a restore from bringing it back."""
    with refusals(*_REFUSED):
        services, place = connect_records(), find_records(stack)
        key = services.identifiers(place).patient(clinic, patient)
        order = Order(clinic=clinic, patient_key=key, by=_by(), reason=reason, at=_now(), open_too=open_too)
        _tell(erase(services, place, order, dry_run=dry_run), dry_run=dry_run)


@app.command("hold")
def hold(
    *,
    clinic: _Clinic,
    patient: _Patient,
    reason: Annotated[Reason, typer.Option()] = Reason.LITIGATION,
    stack: _StackName = "ketascreen",
) -> None:
    """Let nothing of a patient be erased until it is released."""
    with refusals(*_REFUSED):
        services, place = connect_records(), find_records(stack)
        key = services.identifiers(place).patient(clinic, patient)
        Ledger(services.bucket, place.bucket).hold(clinic, key, _now(), _by(), reason)
    typer.echo("The patient's records are on hold.")


@app.command("release")
def release(
    *,
    clinic: _Clinic,
    patient: _Patient,
    reason: Annotated[Reason, typer.Option()] = Reason.OVER,
    stack: _StackName = "ketascreen",
) -> None:
    """End a legal hold."""
    with refusals(*_REFUSED):
        services, place = connect_records(), find_records(stack)
        key = services.identifiers(place).patient(clinic, patient)
        Ledger(services.bucket, place.bucket).release(clinic, key, _now(), _by(), reason)
    typer.echo("The hold is ended.")


@app.command("retain")
def retain(*, clinic: _Clinic, dry_run: _DryRun = False, stack: _StackName = "ketascreen") -> None:
    """Erase the patients of a clinic whose time is over; nobody with an open case, nobody on hold."""
    with refusals(*_REFUSED):
        services, place = connect_records(), find_records(stack)
        keeping = keeping_of(connect(), find_stack(stack), clinic)
        held = Ledger(services.bucket, place.bucket).held(clinic)
        over = due(patients_of(services, place, clinic), keeping, held, _now())
        for patient in over:
            order = Order(
                clinic=clinic, patient_key=patient.patient_key, by=_by(), reason=Reason.RETENTION, at=_now()
            )
            erase(services, place, order, dry_run=dry_run)
    done = "would be erased" if dry_run else "erased"
    typer.echo(f"{len(over)} patients {done}; records are kept for {keeping.years} years, {len(held)} are on hold.")


@app.command("after-restore")
def restored(
    table: Annotated[str, typer.Argument(help="Name of the restored table.")],
    *,
    to: Annotated[datetime, typer.Option(formats=["%Y-%m-%dT%H:%M:%SZ"], help="The moment it was wound back to.")],
    dry_run: _DryRun = False,
    stack: _StackName = "ketascreen",
) -> None:
    """Put a restored table right before the stack is pointed at it. See docs/runbooks/restore.md."""
    with refusals(*_REFUSED, ValueError):
        services, place = connect_records(), _with_table(find_records(stack), table)
        note = restore_note(to.replace(tzinfo=UTC), _now())
        done = after_restore(services, place, note, _by(), dry_run=dry_run)
    typer.echo(f"settings {'to be put' if dry_run else 'put'} right: {', '.join(done.settings) or 'none'}")
    typer.echo(f"items of erased patients {'to be deleted' if dry_run else 'deleted'} again: {done.deleted_again}")


def _with_table(place: RecordsPlace, table: str) -> RecordsPlace:
    return replace(place, table=table)


def _tell(erasure: Erasure, *, dry_run: bool) -> None:
    done = "would be deleted" if dry_run else "deleted"
    case = "a case" if erasure.has_case else "no case"
    typer.echo(f"{erasure.items} items {done}: {case}, {erasure.screenings} screenings.")


def _now() -> datetime:
    return datetime.now(UTC)


def _by() -> str:
    """Who does it, as AWS knows them."""
    return boto3.client("sts").get_caller_identity()["Arn"]
