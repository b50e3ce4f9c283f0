"""One rule against one submission: verdicts of its clauses, then a finding. A rule that raises is a fault."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rules.engine import grounds
from rules.engine.findings import Finding
from rules.engine.frames import Frame
from rules.engine.model import MOST_REMEMBERED, Rule
from rules.engine.submission import Submission
from rules.engine.terms import Basis, Contact, IfUnknown, Outcome, Phase, Route, Severity
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.weighing import Verdicts, Weight, weigh

_TRUTHS = frozenset({YES, NO, UNKNOWN})


class FaultError(Exception):
    """A rule could not be evaluated; the case goes to a person."""


def judge_all(submission: Submission) -> tuple[Finding, ...]:
    """The finding of every rule, in the order of the rule set."""
    phase, conflicts = submission.phase, submission.frames.conflicts
    slots, faulty, changed = submission.frame
    if faulty:
        return tuple([judge(rule, submission) for rule in submission.rule_set.rules])
    return tuple(
        [
            rule.clear
            if (not conflicts or rule.depends_on.isdisjoint(conflicts))
            and (reads.isdisjoint(changed) or (phase in rule.phases and _plainly_clear(rule, slots)))
            else judge(rule, submission)
            for rule, reads in submission.rule_set.usual[phase].rules
        ]
    )


def _plainly_clear(rule: Rule, slots: Sequence[Any]) -> bool:
    """The commonest case, decided with as little as possible; whatever else there is to a rule is judged in full."""
    closed = rule.closed
    if closed is not None and closed(slots) in rule.known_clear:
        return True
    try:
        for condition in rule.conditions:
            if condition(slots) is not NO:
                return False
    except Exception:  # noqa: BLE001 - it is a fault, which the full judgement makes of it
        return False
    if closed is not None:
        if len(rule.known_clear) >= MOST_REMEMBERED:
            rule.known_clear.clear()
        rule.known_clear.add(closed(slots))
    return True


def judge(rule: Rule, submission: Submission) -> Finding:
    """The finding of one rule; never raises."""
    if submission.phase not in rule.phases:
        return _standing(rule, submission) if Phase.INTAKE in rule.phases else rule.not_applicable
    return _judged(rule, submission)


def _judged(rule: Rule, submission: Submission, *, known_only: bool = False) -> Finding:
    """With `known_only` a clause that is open counts for nothing beside those that are settled."""
    try:
        verdicts, conflict = _verdicts(rule, submission)
        if known_only:
            verdicts = tuple([NO if verdict is UNKNOWN else verdict for verdict in verdicts])
        known = rule.settled.get(verdicts)
        if known is not None and (not conflict or known.outcome is Outcome.CLEAR):
            return known
        return _finding(rule, verdicts, submission, conflict=conflict)
    except Exception:  # noqa: BLE001 - no failure of a rule may lead to a better disposition than review
        return rule.fault


def _standing(rule: Rule, submission: Submission) -> Finding:
    """An intake rule in a later phase: what was not asked again says nothing, what was said counts."""
    finding = _judged(rule, submission)
    if finding.outcome is Outcome.FIRED and not _says_more_than_a_lack(finding):
        # A stricter clause that is open takes nothing from one that is settled.
        finding = _judged(rule, submission, known_only=True)
    counts = finding.outcome is Outcome.FAULT or _says_more_than_a_lack(finding)
    return finding if counts else rule.not_applicable


def _says_more_than_a_lack(finding: Finding) -> bool:
    return finding.outcome is Outcome.FIRED and any(
        severity is not Severity.MISSING for severity in finding.severity.values()
    )


def verdicts_in(rule: Rule, frame: Frame) -> Verdicts:
    """The truth of each clause. Raises FaultError when a clause gives anything but a truth."""
    if frame.faulty and not rule.depends_on.isdisjoint(frame.faulty):
        raise FaultError(rule.id)
    slots = frame.slots
    verdicts = tuple([condition(slots) for condition in rule.conditions])
    if not _TRUTHS.issuperset(verdicts):
        raise FaultError(rule.id)
    return verdicts


def _verdicts(rule: Rule, submission: Submission) -> tuple[Verdicts, bool]:
    """Verdicts, and whether they rest on conflicting answers: one that fires on any of the values fires."""
    frames = submission.frames
    if not frames.conflicts or rule.depends_on.isdisjoint(frames.conflicts):
        return verdicts_in(rule, submission.frame), False
    names = rule.depends_on.intersection(frames.conflicts)
    combined, complete = frames.combinations(names)
    readings = [verdicts_in(rule, frame) for frame in combined]
    disputed = any(sum(value is not None for value in frames.conflicts[name]) > 1 for name in names)
    return tuple(_worst(column, complete=complete) for column in zip(*readings, strict=True)), disputed


def _worst(verdicts: Iterable[Truth], *, complete: bool) -> Truth:
    """Firing on any reading is firing; not firing counts only when every reading was tried."""
    seen = set(verdicts)
    if YES in seen:
        return YES
    return UNKNOWN if UNKNOWN in seen or not complete else NO


def _finding(rule: Rule, verdicts: Verdicts, submission: Submission, *, conflict: bool) -> Finding:
    worst = rule.if_unknown is IfUnknown.ASSUME_WORST and submission.phase is Phase.SESSION
    weight = weigh(rule, verdicts, worst=worst)
    if weight.fired and weight.needed_by is None:
        return _settled(rule, weight, verdicts, submission, conflict=conflict)
    if weight.fired:
        return _fired(rule, weight, submission, conflict=conflict)
    if rule.if_unknown is IfUnknown.NOT_POSSIBLE:
        raise FaultError(rule.id)
    if worst:
        return _assumed(rule, weight, submission)
    return _unknown(rule, weight, submission)


def _settled(rule: Rule, weight: Weight, verdicts: Verdicts, submission: Submission, *, conflict: bool) -> Finding:
    """It fired and leaves nothing to ask. Where it is the same for everybody, it is kept for the next one."""
    finding = Finding(
        rule.id,
        Outcome.FIRED,
        severity=weight.severity,
        basis=_basis(conflict=conflict),
        facts=grounds.decided_by(weight.fired, submission, conflict=conflict),
        contact=weight.contact,
        crisis=rule.crisis,
    )
    if not conflict and grounds.decided_alike(weight.fired, submission):
        rule.settled[verdicts] = finding
    return finding


def _fired(rule: Rule, weight: Weight, submission: Submission, *, conflict: bool) -> Finding:
    """It fired, and something is lacking or could make it stricter."""
    decided = grounds.decided_by(weight.fired, submission, conflict=conflict)
    lacking = grounds.lacking(weight.fired, submission) or (decided if weight.only_missing else ())
    quiet = weight.only_missing and grounds.only_not_asked(lacking, submission)
    declined = rule.declining_counts and weight.only_missing and grounds.some_declined(lacking, submission)
    missing = tuple(dict.fromkeys([*grounds.entered(lacking, submission), *grounds.missing(weight.open, submission)]))
    return Finding(
        rule.id,
        Outcome.FIRED,
        severity=_refused(weight.severity) if declined else weight.severity,
        possible=weight.possible,
        basis=Basis.DECLINED if declined else _basis(conflict=conflict),
        facts=decided,
        missing=missing,
        needed_by=weight.needed_by,
        waiting_on=weight.waiting_on,
        contact=Contact.ROUTINE if quiet else weight.contact,
        crisis=None if quiet else rule.crisis,
        from_clinic=grounds.from_clinic(missing, submission),
    )


def _assumed(rule: Rule, weight: Weight, submission: Submission) -> Finding:
    """On the day of a dose what is unknown counts as the worst until somebody answers."""
    return Finding(
        rule.id,
        Outcome.FIRED,
        severity=weight.severity,
        basis=Basis.ASSUMED_WORST,
        facts=grounds.known_facts(weight.open, submission),
        missing=grounds.missing(weight.open, submission),
        needed_by=weight.needed_by,
        waiting_on=weight.waiting_on,
        contact=weight.contact,
        crisis=rule.crisis,
    )


def _unknown(rule: Rule, weight: Weight, submission: Submission) -> Finding:
    missing = grounds.missing(weight.open, submission)
    declined = rule.declining_counts and grounds.some_declined(missing, submission)
    call = rule.if_unknown is IfUnknown.CONTACT_TODAY and not grounds.only_not_asked(missing, submission)
    return Finding(
        rule.id,
        Outcome.UNKNOWN,
        severity=_refused(weight.severity) if declined else weight.severity,
        possible=weight.possible,
        basis=Basis.DECLINED if declined else Basis.KNOWN,
        facts=grounds.known_facts(weight.open, submission),
        missing=missing,
        needed_by=weight.needed_by,
        waiting_on=weight.waiting_on,
        contact=Contact.TODAY if call else Contact.ROUTINE,
        crisis=rule.crisis if call else None,
        from_clinic=grounds.from_clinic(missing, submission),
    )


def _basis(*, conflict: bool) -> Basis:
    return Basis.CONFLICT if conflict else Basis.KNOWN


def _refused(counted: Mapping[Route, Severity]) -> Mapping[Route, Severity]:
    """A refusal to answer a safety question is information in itself and goes to a practitioner."""
    return {route: Severity.strictest(severity, Severity.RELATIVE) for route, severity in counted.items()}
