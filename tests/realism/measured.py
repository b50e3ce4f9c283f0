"""What a practitioner gets from many intakes: how strict, how pressing, how much to read, and which rules say so."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from cli.first_screen import first_screen
from rules.engine.findings import Finding
from rules.engine.reading_order import reading_order
from rules.engine.screening import Screening, screen
from rules.engine.terms import Contact, Outcome, Phase
from rules.engine.wording import Wording
from tests.realism.invented import Answers, Intake
from tests.rules.intakes import DEMO, TODAY, released

type Part = Literal["patient", "complete"]
PARTS: tuple[Part, ...] = ("patient", "complete")
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """One intake and what it came to, with the part that had arrived."""

    intake: Intake
    screening: Screening
    lines: int

    def rules(self, outcome: Outcome) -> set[str]:
        return {finding.rule_id for finding in self.screening.findings if finding.outcome is outcome}


def screened_as(answers: Answers) -> Screening:
    return screen(released(), answers, phase=Phase.INTAKE, as_of=TODAY, site=DEMO, submitted_on=TODAY)


def seen(intakes: Iterable[Intake], part: Part) -> list[Seen]:
    """Each intake screened on what the patient sent, or with the clinic's part as well."""
    answers = ((intake, intake.patient if part == "patient" else intake.complete) for intake in intakes)
    screenings = ((intake, screened_as(sent)) for intake, sent in answers)
    return [Seen(intake, screening, lines_of(screening)) for intake, screening in screenings]


def lines_of(screening: Screening) -> int:
    """Lines of the first screen, as the command line and the practitioner's page order it."""
    wording = Wording.of(screening.rule_set.document)
    return len(first_screen(reading_order(screening.to_record(), wording)))


def measured(intakes: Sequence[Intake]) -> dict[str, Any]:
    """Everything measured, as plain JSON: by part, then by group."""
    return {"intakes": len(intakes)} | {part: _groups(seen(intakes, part)) for part in PARTS}


def _groups(every: Sequence[Seen]) -> dict[str, Any]:
    groups = {
        "uncomplicated": [one for one in every if one.intake.uncomplicated],
        "complicated": [one for one in every if not one.intake.uncomplicated],
        "all": every,
    }
    return {name: _group(members) for name, members in groups.items() if members}


def _group(members: Sequence[Seen]) -> dict[str, Any]:
    screenings = [member.screening for member in members]
    found = [finding for screening in screenings for finding in screening.findings]
    lines = sorted(member.lines for member in members)
    return {
        "intakes": len(members),
        "dispositions": {
            route.value: _shares(screening.dispositions[route].value for screening in screenings)
            for route in DEMO.routes
        },
        "lanes": _shares(screening.lane.value for screening in screenings),
        "contact": _shares(screening.contact.value for screening in screenings),
        "lines": {"median": median(lines), "nine in ten": lines[len(lines) * 9 // 10], "most": lines[-1]},
        "fired": _most(found, Outcome.FIRED, len(members)),
        "unknown": _most(found, Outcome.UNKNOWN, len(members)),
        "calls": _most([f for f in found if f.contact is not Contact.ROUTINE], None, len(members)),
    }


def _most(found: Iterable[Finding], outcome: Outcome | None, count: int) -> dict[str, float]:
    """The rules with this outcome, or any, most frequent first, with the share of intakes."""
    named = Counter(finding.rule_id for finding in found if outcome in (None, finding.outcome))
    return {rule: round(times / count, 3) for rule, times in named.most_common(_MOST_NAMED)}


def _shares(words: Iterable[str]) -> Mapping[str, float]:
    counted = Counter(words)
    return {word: round(times / counted.total(), 3) for word, times in sorted(counted.items())}
