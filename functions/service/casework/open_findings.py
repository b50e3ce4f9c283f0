"""Which findings of a case still speak against going on. Read from the stored screenings, never judged anew."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from functions.service.documents import JSON
from functions.service.records import StoredScreening
from rules.engine.terms import Disposition, Outcome, Severity

_RULES_FOR_TWO: Final = frozenset({"repro.pregnant", "allergy.ketamine", "age.under_18"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFinding:
    """A rule that calls for judgement, with its strictest severity on the routes of the clinic."""

    rule_id: str
    severity: Severity

    @property
    def takes_two(self) -> bool:
        """Whether an override needs a second clinician (section 6.2 of the contraindications document, a default)."""
        return self.severity is Severity.URGENT or self.rule_id in _RULES_FOR_TWO


def open_findings(screenings: Iterable[StoredScreening]) -> Mapping[str, OpenFinding]:
    """By rule, the strictest where several screenings found the same.

    Raises KeyError, TypeError or ValueError for a record that cannot be read: nobody decides on what nobody can see.
    """
    return open_in(screening.record for screening in screenings)


def open_in(records: Iterable[Mapping[str, JSON]]) -> Mapping[str, OpenFinding]:
    """The same of the records of screenings alone."""
    found: dict[str, OpenFinding] = {}
    for stored in records:
        record = cast("Mapping[str, Any]", stored["screening"])
        for route in record["site"]["routes"]:
            for finding in _on_route(record, route):
                known = found.get(finding.rule_id)
                if known is None or known.severity.rank < finding.severity.rank:
                    found[finding.rule_id] = finding
    return found


def _on_route(record: Mapping[str, Any], route: str) -> Iterable[OpenFinding]:
    weighty = list(_weighty(record, route, "severity"))
    strict = Disposition(record["dispositions"][route]).rank >= Disposition.NEEDS_REVIEW.rank
    # No finding alone explains the route's disposition: then it rests on what several uncertain ones may still mean.
    return weighty if weighty or not strict else list(_weighty(record, route, "possible"))


def _weighty(record: Mapping[str, Any], route: str, column: str) -> Iterator[OpenFinding]:
    for finding in record["findings"]:
        word = finding[column].get(route)
        severity = Severity(word) if word else Severity.CAUTION
        if finding["outcome"] == Outcome.FAULT.value and severity.rank < Severity.RELATIVE.rank:
            severity = Severity.RELATIVE
        if severity.rank >= Severity.RELATIVE.rank:
            yield OpenFinding(rule_id=finding["ruleId"], severity=severity)
