"""`python -m rules.authoring.hazards`: writes the hazard log for reading from its data; `--check` only compares.

Each hazard names what stands against it and what is left. Whether that is acceptable is not for this file to say.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from rules.authoring.problems import ContentError, Place, Problem
from rules.authoring.schema import Entry, RuleId, Words
from rules.authoring.yaml_source import read_mapping

DOCS = Path(__file__).parents[2] / "docs"
_SOURCE, _LOG = "hazards.yaml", "hazard-log.md"

_HEADING = """# Hazard log

<!-- Made from hazards.yaml by `python -m rules.authoring.hazards`; change that file. -->

What can harm somebody through this service or in spite of it, what stands against it, how that is tested, what is
left and who carries it. No likelihood and no severity is rated here, and nothing is declared acceptable: that is for
a named clinical safety officer.
"""
_AREAS = {"clinical": "Clinical hazards", "system": "Hazards of the system"}


class Hazard(Entry):
    """One way in which somebody comes to harm."""

    id: Annotated[str, Field(pattern=r"^[CS]\d\d$")]
    area: Literal["clinical", "system"]
    hazard: Words
    cause: Words
    rules: tuple[RuleId, ...] = ()
    invariants: tuple[int, ...] = ()
    decisions: tuple[int, ...] = ()
    measures: tuple[Words, ...] = ()
    tests: Annotated[tuple[str, ...], Field(min_length=1)]
    residual: Words
    carried_by: Words

    @model_validator(mode="after")
    def _something_stands_against_it(self) -> Self:
        if not (self.rules or self.invariants or self.decisions or self.measures):
            raise ValueError("nothing stands against it")
        return self


class HazardLog(Entry):
    """All hazards, and the invariants they call upon."""

    invariants: dict[int, Words]
    hazards: Annotated[tuple[Hazard, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [hazard.id for hazard in self.hazards]
        if len(set(ids)) < len(ids):
            raise ValueError("an id is used twice")
        if any(number not in self.invariants for hazard in self.hazards for number in hazard.invariants):
            raise ValueError("a hazard calls upon an invariant that is not there")
        return self


def read_hazards(docs: Path = DOCS) -> HazardLog:
    """The log's data. Raises ContentError."""
    entry = read_mapping(docs / _SOURCE, docs)
    try:
        return HazardLog.model_validate(entry.values)
    except ValidationError as error:
        parts = error.errors(include_url=False, include_context=False)
        place = Place(_SOURCE, 1, "hazards")
        raise ContentError(
            [Problem(place, f"{'.'.join(map(str, part['loc']))}: {part['msg']}") for part in parts]
        ) from None


def render(log: HazardLog, decisions: Mapping[int, str]) -> str:
    """The log as Markdown. `decisions` names the file of each decision record."""
    lines = [_HEADING]
    for area, title in _AREAS.items():
        hazards = [hazard for hazard in log.hazards if hazard.area == area]
        lines += [f"## {title}\n", "| | hazard | carried by |", "|---|---|---|"]
        lines += [
            f"| [{hazard.id}](#{hazard.id.lower()}) | {hazard.hazard} | {hazard.carried_by} |" for hazard in hazards
        ]
        lines.append("")
        for hazard in hazards:
            lines += _section(hazard, log, decisions)
    return "\n".join(lines)


def _section(hazard: Hazard, log: HazardLog, decisions: Mapping[int, str]) -> Iterator[str]:
    yield f"### {hazard.id}\n"
    yield f"**{hazard.hazard}**\n"
    yield f"* Cause: {hazard.cause}"
    if hazard.rules:
        yield f"* Rules: {_quoted(hazard.rules)}"
    against = [f"Invariant {number}: {log.invariants[number]}" for number in hazard.invariants]
    against += [f"[Decision {number}](decisions/{decisions[number]})." for number in hazard.decisions]
    if against or hazard.measures:
        yield f"* Safeguards: {' '.join([*against, *hazard.measures])}"
    yield f"* Tests: {_quoted(hazard.tests)}"
    yield f"* What is left: {hazard.residual}"
    yield f"* Carried by: {hazard.carried_by}\n"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def decision_records(docs: Path = DOCS) -> dict[int, str]:
    return {int(path.name[:4]): path.name for path in sorted((docs / "decisions").glob("0*.md"))}


def main(arguments: list[str], docs: Path = DOCS) -> int:
    """Exit status 1 when the data are wrong or, with `--check`, the log is not what they say."""
    try:
        text = render(read_hazards(docs), decision_records(docs))
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    log = docs / _LOG
    if "--check" not in arguments:
        log.write_text(text, encoding="utf-8")
        return 0
    if log.exists() and log.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"docs/{_LOG} is not what {_SOURCE} says; run `python -m rules.authoring.hazards`\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
