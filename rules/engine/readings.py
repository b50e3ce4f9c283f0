"""Uncertain values, read every way that could matter.

An uncertain fact (unknown, or an interval that straddles a threshold) proposes nothing milder than the mildest of
its possible readings: a stroke at an unknown date is at least a reason for review, because every date is one. The
rule-set build names the decisive facts, those with no harmless reading; for each of them the rules that depend on
it are judged at values on both sides of every threshold.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.engine.findings import Finding, proposed_by
from rules.engine.frames import uncertain
from rules.engine.items import Item
from rules.engine.judging import Submission, judge
from rules.engine.model import Rule
from rules.engine.terms import Disposition, Route
from rules.engine.truth import NO, YES
from rules.engine.values import Interval, Number, Value

_STEPS = 8
_LIFETIME_YEARS = 120


@dataclass(frozen=True, slots=True)
class Floor:
    """The mildest disposition an uncertain fact leaves open on a route."""

    fact: str
    route: Route
    disposition: Disposition


def floors(submission: Submission, findings: Iterable[Finding]) -> Iterator[Floor]:
    """For each decisive fact that is uncertain and left a rule unsettled: where its mildest reading leads."""
    rule_set, slots = submission.rule_set, submission.frame.slots
    unsettled = {finding.rule_id for finding in findings if finding.missing}
    for name, rules in rule_set.decisive.items():
        value = slots[rule_set.layout.slots[name]]
        if uncertain(value) and name not in submission.frames.conflicts and _matters(rules, unsettled):
            item = next(item for item in rule_set.items if item.fact == name)
            possible = readings_of(item, value, rule_set.thresholds(name, submission.as_of), submission.as_of)
            yield from _mildest(name, rules, possible, submission)


def _matters(rules: Iterable[Rule], unsettled: Container[str]) -> bool:
    return any(rule.id in unsettled for rule in rules)


def _mildest(name: str, rules: Iterable[Rule], readings: Iterable[Value], submission: Submission) -> Iterator[Floor]:
    read = [replace(submission, frame=submission.frames.with_values({name: value})) for value in readings]
    findings = [[judge(rule, reading) for rule in rules] for reading in read]
    for route in Route:
        proposed = [
            Disposition.strictest(*(proposed_by(finding, route, submission.phase) for finding in reading))
            for reading in findings
        ]
        yield Floor(name, route, min(proposed, key=lambda disposition: disposition.rank))


def readings_of(item: Item, value: Value, thresholds: Sequence[Number], as_of: date) -> list[Value]:
    """Values that stand for every case the conditions tell apart, within what is known of the fact."""
    if item.kind == "yes_no":
        return [YES, NO]
    if item.kind == "choice":
        return [*sorted(item.options)]
    if item.kind == "multi_choice":
        return [frozenset(), *(frozenset({option}) for option in sorted(item.options - {"none"}))]
    low, high = _bounds(item, value, as_of)
    points = {low, high, *(point for at in thresholds for point in (at - 1, at, at + 1))}
    points |= {low + (high - low) * step // _STEPS for step in range(1, _STEPS)}
    return [point for point in sorted(points) if low <= point <= high]


def _bounds(item: Item, value: Value, as_of: date) -> tuple[Number, Number]:
    if isinstance(value, Interval):
        return value.low, value.high
    if item.kind == "date":
        return as_of.replace(year=as_of.year - _LIFETIME_YEARS, day=1).toordinal(), as_of.toordinal()
    return item.plausible or (0, 10**6)
