"""`ketascreen rules`: check the clinical content, release it, read it. The work is done in rules.authoring."""

import difflib
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from cli.refusal import REFUSED
from cli.rules_compared import coverage, diff
from functions.adapters.released import current_rule_set
from rules.authoring.catalogue import Catalogue
from rules.authoring.problems import ContentError
from rules.authoring.release import check_released, release
from rules.authoring.render_catalogue import pages
from rules.authoring.render_rules import rule_text
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Route

app = typer.Typer(
    help="The clinical rules: check, release, read, compare.",
    epilog="Exit codes: 0 done, 1 refused (the message says why), 2 wrong usage.",
    no_args_is_help=True,
)
app.command("diff")(diff)
app.command("coverage")(coverage)
_PAGES = Path("docs") / "rules"


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
    catalogue = _current()
    rows = [_row(catalogue, rule) for rule in catalogue.document["rules"]]
    if output is Format.JSON:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    table = Table(Column("rule", no_wrap=True), "title", "severity", "phases", "reads", "sources", "sign-off")
    for row in rows:
        table.add_row(*_cells(row))
    Console().print(table)


@app.command("show")
def show(rule_id: Annotated[str, typer.Argument(help="A rule's id, e.g. cardiac.bp_defer.")]) -> None:
    """Show one rule as a clinician reads it: conditions, numbers, sources, and the questions that feed it."""
    catalogue = _current()
    rule = catalogue.rules.get(rule_id)
    if rule is None:
        near = difflib.get_close_matches(rule_id, catalogue.rules, n=3)
        raise _ended(f"no rule {rule_id}" + (f"; did you mean {', '.join(near)}?" if near else ""))
    typer.echo("\n".join(rule_text(catalogue, rule)).rstrip())


@app.command("doc")
def write_catalogue(
    folder: Annotated[Path, typer.Option("--folder", help="Where the pages stand.")] = _PAGES,
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; refuse when a page is not fresh.")] = False,
) -> None:
    """Write the rule catalogue of the current released set as Markdown pages."""
    fresh = pages(current_rule_set().document)
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    stale = sorted(name for name in fresh.keys() | found.keys() if fresh.get(name) != found.get(name))
    if check and stale:
        raise _ended(f"not fresh: {', '.join(str(folder / name) for name in stale)}; run `ketascreen rules doc`")
    for name in stale:
        folder.mkdir(parents=True, exist_ok=True)
        _put(folder / name, fresh.get(name))
    typer.echo(f"{len(fresh)} pages, {len(stale)} changed")


def _current() -> Catalogue:
    return Catalogue(current_rule_set().document)


def _row(catalogue: Catalogue, rule: Any) -> dict[str, Any]:
    return {
        "id": rule["id"],
        "title": rule["title"],
        "severity": [clause["severity"] for clause in rule["clauses"]],
        "phases": rule["phases"],
        "facts": catalogue.read_by(rule),
        "sources": rule["sources"],
        "needsSignOff": rule["needsSignOff"],
    }


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    cited = [f"{source.get('key', 'own value')} ({source['strength']})" for source in row["sources"]]
    return (
        row["id"],
        row["title"],
        "\n".join(map(_severity, row["severity"])),
        ", ".join(row["phases"]),
        ", ".join(row["facts"]),
        ", ".join(cited),
        "needed" if row["needsSignOff"] else "",
    )


def _severity(clause: dict[str, str]) -> str:
    """One word where both routes agree, otherwise one for each route that is concerned."""
    words = set(clause.values())
    agreed = len(words) == 1 and len(clause) == len(Route)
    return words.pop() if agreed else ", ".join(f"{route} {word}" for route, word in clause.items())


def _put(path: Path, text: str | None) -> None:
    """A page that no domain stands behind any more is taken away."""
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")


def _summary(rule_set: RuleSet) -> str:
    missing = f", {len(rule_set.incomplete)} still missing" if rule_set.incomplete else ""
    return f"rule set {rule_set.version} ({rule_set.digest[:12]}): {len(rule_set.rules)} rules{missing}"


def _refused(error: ContentError) -> typer.Exit:
    return _ended(f"{error}\n{len(error.problems)} problem(s)")


def _ended(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(REFUSED)
