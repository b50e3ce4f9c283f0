"""`ketascreen screen`: evaluates one intake file on this machine, without a cloud. Stores and sends nothing."""

import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from cli.first_screen import details, first_screen
from functions.adapters.released import RELEASED, current_rule_set
from functions.api.envelope import read_submission
from functions.service.errors import ServiceError
from functions.service.forms import Form
from rules.engine.reading_order import reading_order
from rules.engine.record import finding_record
from rules.engine.rule_set import RuleSet, RuleSetDamagedError, load_rule_set
from rules.engine.screening import Screening
from rules.engine.screening import screen as evaluate
from rules.engine.site import SiteSettings
from rules.engine.statements import statement
from rules.engine.terms import Phase, Route
from rules.engine.treatment_history import treatment_history
from rules.engine.wording import Wording

_UNREADABLE = 2
_EARLIEST_YEAR = 1900
_VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}")
# A file on a desk belongs to no clinic: the demo clinic's settings, both routes.
_DESK = SiteSettings("democlinic", tuple(Route), "US", "America/New_York", demo=True, settings_version="desk")


class Format(StrEnum):
    """How the result is printed."""

    TABLE = "table"
    JSON = "json"


def screen(
    file: Annotated[
        str, typer.Argument(help="An intake file, the body of POST /v1/screenings; - reads standard input.")
    ],
    phase: Annotated[Phase | None, typer.Option(help="Evaluate for this phase instead of the file's own.")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to evaluate for; today by default.")
    ] = None,
    rule_set: Annotated[str | None, typer.Option(help="A released version; the current one by default.")] = None,
    output: Annotated[
        Format, typer.Option("--format", help="A table to read, or JSON with every rule.")
    ] = Format.TABLE,
) -> None:
    """Evaluate one intake file. The exit status is 0 whatever is found, 2 when the file cannot be read."""
    released = _released(rule_set)
    form = _form(file, released)
    screening = evaluate(
        released,
        form.answers,
        phase=phase or form.phase,
        as_of=_day(as_of),
        site=_DESK,
        submitted_on=form.submitted_on,
    )
    if output is Format.JSON:
        sys.stdout.write(json.dumps(as_json(screening), indent=2) + "\n")
    else:
        _print_table(screening)


def as_json(screening: Screening) -> dict[str, object]:
    """How it reads, and every rule, clear ones included, with the facts each one read as sentences."""
    return {
        "ruleSet": {
            "version": screening.rule_set.version,
            "digest": screening.rule_set.digest,
            "stamp": stamp(screening.rule_set),
        },
        "asOf": screening.as_of.isoformat(),
        "phase": screening.phase.value,
        "contact": screening.contact.value,
        "lane": screening.lane.value,
        "dispositions": {route.value: word.value for route, word in screening.dispositions.items()},
        "possible": {route.value: word.value for route, word in screening.possible.items()},
        "reading": reading_order(screening.to_record(), Wording.of(screening.rule_set.document)),
        "treatmentHistory": _history(screening),
        "findings": [
            finding_record(finding)
            | {"facts": [{"fact": name, **statement(screening, name)} for name in finding.facts]}
            for finding in screening.findings
        ],
    }


def _history(screening: Screening) -> object:
    """The timeline of treatment trials; none where the definitions of resistance could not be established."""
    try:
        return treatment_history(screening)
    except ValueError:
        return None


def stamp(rule_set: RuleSet) -> str | None:
    """What has to stand beside every result of an unfinished rule set."""
    return "incomplete: not for clinical use" if rule_set.incomplete else None


def _print_table(screening: Screening) -> None:
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    console = Console()
    console.print(
        f"Rule set {screening.rule_set.version} ({screening.rule_set.digest[:12]}), as of {screening.as_of}, "
        f"phase {screening.phase}, contact {screening.contact}, lane {screening.lane}"
    )
    if note := stamp(screening.rule_set):
        console.print(note, style="bold red")
    for route, disposition in screening.dispositions.items():
        worse = screening.possible.get(route)
        console.print(f"  {route}: {disposition}" + (f" (possible {worse})" if worse else ""), highlight=False)
    reading = reading_order(screening.to_record(), Wording.of(screening.rule_set.document))
    _print_reading(console, reading)


def _print_reading(console: Console, reading: Mapping[str, Any]) -> None:
    """Plain text: square brackets somebody entered are no markup."""
    if not any(reading[section] for section in ("contact", "judgement", "collecting", "precautions")):
        console.print("Nothing was found in the answers given.")
    for line in first_screen(reading):
        console.print(Text(line))
    clearing = list(details(reading))
    if clearing:
        console.print("\nWhat would clear this:", style="bold")
        for line in clearing:
            console.print(Text(f"  {line}"))
    rest = reading["rest"]
    console.print(f"\n{rest['clear']} rules are clear, {rest['notApplicable']} are for another phase")


def _released(version: str | None) -> RuleSet:
    if version is not None and not _VERSION.fullmatch(version):
        raise _refused("--rule-set takes a version such as 0.2.0")
    try:
        return current_rule_set() if version is None else load_rule_set(RELEASED / f"{version}.json")
    except FileNotFoundError:
        raise _refused(f"rule set {version} was never released") from None
    except RuleSetDamagedError as error:
        raise _refused(f"rule set {version or ''} is damaged: {error}") from None


def _form(file: str, released: RuleSet) -> Form:
    try:
        body = _standard_input() if file == "-" else Path(file).read_bytes()
        form = read_submission(body)
    except OSError as error:
        raise _refused(f"{file} cannot be read: {error.strerror}") from None
    except ServiceError as error:
        raise _refused(f"{file} is not an intake: {error} {getattr(error, 'pointer', '')}".rstrip()) from None
    named = (form.questionnaire_id, form.questionnaire_version)
    published = (released.questionnaire["id"], released.questionnaire["version"])
    if named != published:
        raise _refused(f"{file} answers another questionnaire than {published[0]} {published[1]}")
    return form


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise _refused("standard input is closed")
    return sys.stdin.buffer.read()


def _day(given: datetime | None) -> date:
    """The day asked for, or today. Days before the twentieth century have no meaning for a screening."""
    if given is not None and given.year < _EARLIEST_YEAR:
        raise _refused(f"--as-of must not lie before {_EARLIEST_YEAR}")
    return given.date() if given else datetime.now(UTC).astimezone().date()


def _refused(reason: str) -> typer.Exit:
    typer.echo(f"ketascreen: {reason}", err=True)
    return typer.Exit(_UNREADABLE)
