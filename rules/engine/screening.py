"""A screening: one evaluation of one set of answers, with everything that produced it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from rules.engine.findings import TELLING, Finding, proposed_by, proposes
from rules.engine.frames import Frames, Given
from rules.engine.judging import judge_all
from rules.engine.readings import Floor, floors
from rules.engine.record import record_of
from rules.engine.rule_set import RuleSet
from rules.engine.site import SiteSettings
from rules.engine.submission import Submission
from rules.engine.terms import (
    Contact,
    CrisisKind,
    Disposition,
    Lane,
    Outcome,
    Phase,
    Route,
    Severity,
)
from rules.engine.values import Fact, Value


@dataclass(frozen=True)
class Screening:
    """The immutable result.

    `values` holds what was read and derived, a slot for each fact; `possible` names the routes on which something
    stricter is still possible; `contact` is the most pressing of all findings.
    """

    rule_set: RuleSet
    phase: Phase
    as_of: date
    site: SiteSettings
    submitted_on: date | None
    answers: Mapping[str, Any]
    facts: Mapping[str, Fact]
    values: Sequence[Value]
    findings: tuple[Finding, ...]
    floors: tuple[Floor, ...]
    dispositions: Mapping[Route, Disposition]
    possible: Mapping[Route, Disposition]
    contact: Contact

    @cached_property
    def strictest(self) -> Disposition:
        """The strictest disposition over the routes the clinic offers."""
        return Disposition.strictest(*(self.dispositions[route] for route in self.site.routes))

    @cached_property
    def telling(self) -> tuple[Finding, ...]:
        """The findings that say something about the person; only among them are calls, crises and faults."""
        return tuple([finding for finding in self.findings if finding.outcome in TELLING])

    @property
    def crisis(self) -> tuple[CrisisKind, ...]:
        """The kinds of crisis information to show at once; none means that the footer is enough."""
        kinds = {finding.crisis for finding in self.telling if finding.crisis is not None}
        return tuple(kind for kind in CrisisKind if kind in kinds)

    @property
    def urgent_rules(self) -> tuple[str, ...]:
        return tuple(
            finding.rule_id
            for finding in self.telling
            if finding.outcome is Outcome.FIRED and Severity.URGENT in finding.severity.values()
        )

    @property
    def fired(self) -> tuple[str, ...]:
        """The rules that found something."""
        return tuple(finding.rule_id for finding in self.findings if finding.outcome is Outcome.FIRED)

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(finding.rule_id for finding in self.telling if finding.outcome is Outcome.FAULT)

    @property
    def lane(self) -> Lane:
        """Where the screening is worked: a call first, then judgement, then collecting what is missing."""
        if self.contact is not Contact.ROUTINE:
            return Lane.CONTACT
        if self.strictest is Disposition.NO_FLAGS:
            return Lane.NOTHING_FOUND
        return Lane.COLLECTING if self._only_collecting() else Lane.JUDGEMENT

    def to_record(self) -> dict[str, Any]:
        """The screening as it is stored and shown; see `rules.engine.record`."""
        return record_of(self)

    def _only_collecting(self) -> bool:
        weighed = {
            severity
            for finding in self.telling
            for route, severity in finding.severity.items()
            if route in self.site.routes
        }
        return weighed <= {Severity.MISSING} and self.strictest.rank <= Disposition.NEEDS_INFORMATION.rank


def screen(
    rule_set: RuleSet,
    answers: Mapping[str, Any],
    *,
    phase: Phase,
    as_of: date,
    site: SiteSettings,
    draft: bool = False,
    submitted_on: date | None = None,
) -> Screening:
    """Evaluate every rule on the answers (link id to answer), as of a day.

    Bad answers never raise: their facts are unknown or keep their value, and data findings say so. In a draft an
    absent answer counts as not asked yet.
    """
    facts = rule_set.reader.read(answers, as_of=as_of, phase=phase, draft=draft)
    unexpected = tuple(sorted(answers.keys() - rule_set.link_ids))
    given = Given(submitted_on, unexpected, site.in_united_states, site.profiles)
    frames = Frames(rule_set, facts, given, as_of=as_of, phase=phase)
    submission = Submission(rule_set, frames, frames.plain, phase, as_of)
    findings = judge_all(submission)
    telling = [finding for finding in findings if finding.outcome in TELLING]
    proposed = _fold(telling, phase, complete=_trusted(rule_set, site))
    raised = tuple(floors(submission, telling, proposed))
    dispositions = _raise(proposed, raised)
    return Screening(
        rule_set=rule_set,
        phase=phase,
        as_of=as_of,
        site=site,
        submitted_on=submitted_on,
        answers=answers,
        facts=facts,
        values=frames.plain.slots,
        findings=findings,
        floors=raised,
        dispositions=dispositions,
        possible=_possible(telling, dispositions),
        contact=_most_pressing(telling),
    )


def _most_pressing(findings: Sequence[Finding]) -> Contact:
    return min({finding.contact for finding in findings}, key=lambda contact: contact.rank, default=Contact.ROUTINE)


def _trusted(rule_set: RuleSet, site: SiteSettings) -> bool:
    """An incomplete rule set may say that it found nothing to the demo clinic only."""
    return site.demo or not rule_set.incomplete


def _fold(findings: Sequence[Finding], phase: Phase, *, complete: bool) -> Mapping[Route, Disposition]:
    """Strictest wins, for each route apart; the order of findings never matters."""
    start = Disposition.NO_FLAGS if complete else Disposition.NEEDS_REVIEW
    return {
        route: Disposition.strictest(
            start,
            *(proposed_by(finding, route, phase) for finding in findings),
        )
        for route in Route
    }


def _raise(proposed: Mapping[Route, Disposition], raised: Sequence[Floor]) -> Mapping[Route, Disposition]:
    """No milder than the mildest reading of any uncertain fact."""
    return {
        route: Disposition.strictest(word, *(floor.disposition for floor in raised if floor.route is route))
        for route, word in proposed.items()
    }


def _possible(findings: Sequence[Finding], dispositions: Mapping[Route, Disposition]) -> Mapping[Route, Disposition]:
    """The strictest disposition still open on each route, where it is stricter than the one proposed."""
    possible = {
        route: Disposition.strictest(
            *(proposes(finding.possible[route]) for finding in findings if route in finding.possible)
        )
        for route in Route
    }
    return {route: worst for route, worst in possible.items() if worst.rank > dispositions[route].rank}
