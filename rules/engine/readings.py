"""Uncertain values, read every way that could matter.

An uncertain fact (unknown, or an interval that straddles a threshold) proposes nothing milder than the mildest of
its possible readings: a stroke at an unknown date is at least a reason for review, because every date is one. The
rule-set build names the decisive facts, those with no harmless reading; for each of them the rules that depend on
it are judged at values on both sides of every threshold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rules.engine.findings import Finding, proposed_by
from rules.engine.items import Item
from rules.engine.judging import judge
from rules.engine.model import Rule
from rules.engine.submission import Submission
from rules.engine.terms import Disposition, Route
from rules.engine.truth import NO, YES
from rules.engine.values import UNSURE, Interval, Number, Value, uncertain

_STEPS = 8
_LIFETIME_YEARS = 120


class Floor(NamedTuple):
    """The mildest disposition an uncertain fact leaves open on a route."""

    fact: str
    route: Route
    disposition: Disposition


def floors(
    submission: Submission, findings: Iterable[Finding], proposed: Mapping[Route, Disposition]
) -> Iterator[Floor]:
    """For each decisive fact that is uncertain and left a rule unsettled: the routes its mildest reading raises."""
    rule_set, slots = submission.rule_set, submission.frame.slots
    unsettled = {finding.rule_id for finding in findings if finding.missing}
    for name, rules in rule_set.decisive.items():
        value = slots[rule_set.layout.slots[name]]
        if not uncertain(value) or name in submission.frames.conflicts or not _asked(name, submission):
            continue
        if any(rule.id in unsettled for rule in rules):
            mildest = _mildest(name, rules, _readings(name, value, submission), submission, proposed)
            yield from (Floor(name, route, word) for route, word in mildest.items())


def _asked(name: str, submission: Submission) -> bool:
    """Whether the fact surely applies: behind a gate that is not open, "does not apply" is a harmless reading."""
    shown = submission.rule_set.gate_conditions.get(name)
    return shown is None or shown(submission.frame.slots) is YES


def _readings(name: str, value: Value, submission: Submission) -> Sequence[Value]:
    rule_set, as_of = submission.rule_set, submission.as_of
    return readings_of(rule_set.items_by_fact[name], value, rule_set.thresholds(name, as_of), as_of)


def _mildest(
    name: str,
    rules: Iterable[Rule],
    readings: Iterable[Value],
    submission: Submission,
    proposed: Mapping[Route, Disposition],
) -> Mapping[Route, Disposition]:
    """Where the mildest reading leads, on the routes where even that is stricter than what is proposed already."""
    mildest = dict.fromkeys(Route, Disposition.URGENT)
    for value in readings:
        frame = submission.frames.with_values({name: value})
        reading = submission._replace(frame=frame)
        findings = [judge(rule, reading) for rule in rules]
        for route, held in list(mildest.items()):
            leads = Disposition.strictest(*(proposed_by(finding, route, submission.phase) for finding in findings))
            if leads.rank <= proposed[route].rank:
                del mildest[route]
            elif leads.rank < held.rank:
                mildest[route] = leads
        if not mildest:
            break
    return mildest


def readings_of(item: Item, value: Value, thresholds: Sequence[Number], as_of: date) -> list[Value]:
    """Values that stand for every case the conditions tell apart, within what is known of the fact."""
    if item.kind == "yes_no":
        return [NO, YES]
    if item.kind == "choice":
        return [*sorted(item.options)]
    if item.kind == "multi_choice":
        ticked = (value if isinstance(value, frozenset) else frozenset()) - {UNSURE}
        return [ticked, *(ticked | {option} for option in sorted(item.options - {"none", UNSURE} - ticked))]
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
