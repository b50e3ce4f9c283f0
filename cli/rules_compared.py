"""`ketascreen rules diff` and `coverage`: two rule sets, or a form and the rules, held against each other."""

import json
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.refusal import REFUSED
from functions.adapters.released import RELEASED, current_rule_set
from rules.authoring.catalogue import Catalogue
from rules.authoring.comparison import differences
from rules.authoring.coverage import Covered, Form, link_ids_of
from rules.authoring.problems import ContentError
from rules.authoring.stories import CASES, changed_stories
from rules.engine.rule_set import RuleSet, RuleSetDamagedError, load_rule_set
from rules.engine.terms import Phase

_VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}", re.ASCII)


class Format(StrEnum):
    """How a coverage is printed."""

    TEXT = "text"
    JSON = "json"


def diff(
    old: Annotated[str, typer.Argument(help="A released version or a released file.")],
    new: Annotated[str, typer.Argument(help="The one to compare it with.")],
    cases: Annotated[Path, typer.Option(help="Folder of patient stories whose dispositions are compared.")] = CASES,
) -> None:
    """Say in words what changed between two rule sets, and for which patient stories the disposition does."""
    before, after = _rule_set(old), _rule_set(new)
    changes = differences(Catalogue(before.document), Catalogue(after.document))
    try:
        changes["stories"] = changed_stories(before, after, cases)
    except ContentError as error:
        raise _ended(str(error)) from None
    for kind, sentences in changes.items():
        typer.echo(f"{kind}: {len(sentences) or 'no change'}")
        for sentence in sentences:
            typer.echo(f"  {sentence}")


def coverage(
    form: Annotated[
        Path, typer.Argument(help="A FHIR Questionnaire, a sample body with every question in it, or link ids.")
    ],
    *,
    phase: Annotated[Phase, typer.Option(help="The phase the form is for.")] = Phase.INTAKE,
    form_alone: Annotated[
        bool, typer.Option("--form-alone", help="Do not count on what the clinic enters by itself.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="Text to read, or JSON.")] = Format.TEXT,
) -> None:
    """Say which rules a clinic's form can never evaluate, and which only partly."""
    catalogue = Catalogue(current_rule_set().document)
    read = Form(catalogue, _link_ids(form), with_clinic=not form_alone)
    covered = read.covered(phase.value)
    if output is Format.JSON:
        document = {"rules": [_as_json(one) for one in covered], "feedNothing": read.unknown_link_ids}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return
    never = [one for one in covered if not one.can_fire]
    partly = [one for one in covered if one.can_fire and one.lacking]
    typer.echo(f"{len(covered)} rules, {len(covered) - len(never) - len(partly)} evaluated in full")
    _print("can never be evaluated", never)
    _print("only partly", partly)
    if read.unknown_link_ids:
        typer.echo(f"{len(read.unknown_link_ids)} questions feed nothing: {', '.join(read.unknown_link_ids)}")


def _rule_set(named: str) -> RuleSet:
    path = RELEASED / f"{named}.json" if _VERSION.fullmatch(named) else Path(named)
    try:
        return load_rule_set(path)
    except OSError:
        raise _ended(f"{named} is neither a released version nor a file that can be read") from None
    except RuleSetDamagedError as error:
        raise _ended(f"{named}: {error}") from None


def _link_ids(form: Path) -> set[str]:
    """Of JSON in one of its three forms, or of a text file of link ids."""
    try:
        text = form.read_text(encoding="utf-8")
        return link_ids_of(json.loads(text)) if text.lstrip().startswith(("{", "[")) else set(text.split())
    except OSError as error:
        raise _ended(f"{form} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise _ended(f"{form} is no form: {error}") from None


def _as_json(one: Covered) -> dict[str, Any]:
    return {
        "id": one.rule_id,
        "title": one.title,
        "canFire": one.can_fire,
        "canBeClear": one.can_be_clear,
        "notAsked": list(one.lacking),
    }


def _print(heading: str, rules: list[Covered]) -> None:
    if rules:
        typer.echo(f"{len(rules)} {heading}:")
    for one in rules:
        clear = "" if one.can_be_clear or not one.can_fire else " (can never be clear)"
        typer.echo(f"  {one.rule_id}{clear}: {one.title}. Not asked: {', '.join(one.lacking)}")


def _ended(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(REFUSED)
