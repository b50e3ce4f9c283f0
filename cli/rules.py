"""`ketascreen rules`: check the clinical content and release it. The work is done in rules.authoring."""

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from functions.adapters.released import current_rule_set
from rules.authoring.problems import ContentError
from rules.authoring.release import check_released, release
from rules.engine.rule_set import RuleSet

app = typer.Typer(help="The clinical rules: check, release, list.", no_args_is_help=True)
_REFUSED = 1


class Format(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"


@app.command("lint")
def lint() -> None:
    """Check all content and that it is what its version was released as. Changes nothing."""
    try:
        typer.echo(_summary(check_released()))
    except ContentError as error:
        raise _refused(error) from None


@app.command("release")
def release_content() -> None:
    """Write the released file of the content's version. A version that was released before is never overwritten."""
    try:
        typer.echo(f"released {_summary(release())}")
    except ContentError as error:
        raise _refused(error) from None


@app.command("list")
def list_rules(
    output: Annotated[Format, typer.Option("--format", help="A table to read, or JSON.")] = Format.TABLE,
) -> None:
    """List the rules of the current released set."""
    rows = [
        {
            "id": rule["id"],
            "title": rule["title"],
            "severity": [clause["severity"] for clause in rule["clauses"]],
            "phases": rule["phases"],
            "sources": rule["sources"],
            "needsSignOff": rule["needsSignOff"],
        }
        for rule in current_rule_set().document["rules"]
    ]
    if output is Format.JSON:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    table = Table("rule", "title", "phases", "sign-off")
    for row in rows:
        table.add_row(row["id"], row["title"], ", ".join(row["phases"]), "needed" if row["needsSignOff"] else "")
    Console().print(table)


def _summary(rule_set: RuleSet) -> str:
    missing = f", {len(rule_set.incomplete)} still missing" if rule_set.incomplete else ""
    return f"rule set {rule_set.version} ({rule_set.digest[:12]}): {len(rule_set.rules)} rules{missing}"


def _refused(error: ContentError) -> typer.Exit:
    typer.echo(f"{error}\n{len(error.problems)} problem(s)", err=True)
    return typer.Exit(_REFUSED)
