"""`ketascreen audit`: is the record still what it was? The work is done in infra.audit_trail."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from botocore.exceptions import BotoCoreError, ClientError

from functions.service.verifying import MEANING
from infra.audit_trail import Report, verify_trail
from infra.record_signature import Signature, verify_file
from infra.records_place import connect_records, find_records
from infra.stack import StackNotFoundError

FOUND: Final = 1
NOT_CHECKED: Final = 2

app = typer.Typer(
    help="Verify audit trails and exported records.",
    epilog="Exit codes: 0 clean, 1 something was found, 2 it could not be checked.",
    no_args_is_help=True,
)

_StackName = Annotated[str, typer.Option("--stack", help="Name of the deployed stack.")]


class Format(StrEnum):
    """How a report is printed."""

    TABLE = "table"
    JSON = "json"


@app.callback()
def audit() -> None:
    """Verify audit trails and exported records."""


@app.command("verify")
def verify(
    *,
    clinic: Annotated[str, typer.Option(help="The clinic's id.")],
    case: Annotated[str | None, typer.Option(help="One case; left out, everything of the clinic.")] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    stack: _StackName = "ketascreen",
) -> None:
    """Look for any audit entry that was edited, removed, inserted or moved, and for screenings that were changed."""
    with _checking():
        report = verify_trail(connect_records(), find_records(stack), clinic, case, datetime.now(UTC))
    typer.echo(json.dumps(_as_json(report), indent=2) if form is Format.JSON else _as_table(report))
    if report.findings:
        raise typer.Exit(FOUND)


@app.command("verify-record")
def verify_record(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A record as it was downloaded.")],
    *,
    stack: _StackName = "ketascreen",
) -> None:
    """Tell whether an exported record is, byte for byte, what this stack signed."""
    with _checking():
        verdict = verify_file(connect_records(), find_records(stack), file.read_bytes())
    typer.echo(verdict.value)
    if verdict is not Signature.GOOD:
        raise typer.Exit(FOUND)


@contextmanager
def _checking() -> Iterator[None]:
    """Whatever keeps us from checking is not a clean result, and not a finding either."""
    try:
        yield
    except (StackNotFoundError, ClientError, BotoCoreError, KeyError, ValueError, OSError) as error:
        typer.echo(f"Could not check: {type(error).__name__}: {error}", err=True)
        raise typer.Exit(NOT_CHECKED) from error


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "clinic": report.clinic,
        "clean": not report.findings,
        "chains": report.chains,
        "sealed": report.sealed,
        "findings": [
            {"fault": each.fault.value, "chain": each.chain, "where": each.where, "meaning": MEANING[each.fault]}
            for each in report.findings
        ],
        "unsealed": report.unsealed,
        "unanchored": report.unanchored,
        "contentsNotKnown": report.contents_not_known,
        "erasedPatients": report.erased_patients,
        "lostInRestores": report.lost_in_restores,
    }


def _as_table(report: Report) -> str:
    lines = [
        f"clinic              {report.clinic}",
        f"chains              {report.chains}",
        f"entries sealed      {report.sealed}",
        f"unsealed tail       {len(report.unsealed)}",
        f"not anchored yet    {report.unanchored}",
        f"digests of unknown kinds {report.contents_not_known}",
        f"erased patients     {report.erased_patients}",
        f"anchors of seals lost in a restore {report.lost_in_restores}",
        f"findings            {len(report.findings)}",
    ]
    lines += [
        f"  {each.fault.value:<16} {each.chain}  {each.where}: {MEANING[each.fault]}" for each in report.findings
    ]
    return "\n".join(lines)
