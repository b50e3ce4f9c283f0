"""One rule against one submission: verdicts of its clauses, then a finding. A rule that raises is a fault."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from rules.engine.findings import Finding
from rules.engine.frames import Frame, Frames
from rules.engine.model import MOST_REMEMBERED, Clause, Rule
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Basis, Contact, IfUnknown, Outcome, Phase, Route, Severity, Unknown
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.values import uncertain
from rules.engine.weighing import Verdicts, Weight, weigh

_TRUTHS = frozenset({YES, NO, UNKNOWN})


class Submission(NamedTuple):
    """One set of answers under one rule set, as the rules see it.

    `frame` is the plain reading, `frames` holds those that conflicts allow.
    """

    rule_set: RuleSet
    frames: Frames
    frame: Frame
    phase: Phase
    as_of: date

    def reason(self, name: str) -> Unknown | None:
        """Why a fact is unknown. A question its own gate closed was not asked rather than left out."""
        reason = self.frames.unknown.get(name)
        if reason is not Unknown.UNANSWERED:
            return reason
        gate = self.rule_set.gate_conditions.get(name)
        return Unknown.NOT_ASKED if gate is not None and gate(self.frames.plain.slots) is NO else reason


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
        if verdicts == rule.all_clear:
            return rule.clear
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
    if weight.fired:
        return _fired(rule, weight, submission, Basis.CONFLICT if conflict else Basis.KNOWN)
    if rule.if_unknown is IfUnknown.NOT_POSSIBLE:
        raise FaultError(rule.id)
    if worst:
        return _assumed(rule, weight, submission)
    return _unknown(rule, weight, submission)


def _fired(rule: Rule, weight: Weight, submission: Submission, basis: Basis) -> Finding:
    decided = _decided_by(weight.fired, submission, conflict=basis is Basis.CONFLICT)
    lacking = _lacking(weight.fired, submission) or (decided if weight.only_missing else ())
    quiet = weight.only_missing and _only_not_asked(lacking, submission)
    asked = [*_entered(lacking, submission), *_missing(weight.open, submission)]
    missing = asked if weight.needed_by is not None else ()
    declined = rule.declining_counts and weight.only_missing and _some_declined(lacking, submission)
    return Finding(
        rule.id,
        Outcome.FIRED,
        severity=_refused(weight.severity) if declined else weight.severity,
        possible=weight.possible,
        basis=Basis.DECLINED if declined else basis,
        facts=decided,
        missing=tuple(dict.fromkeys(missing)),
        needed_by=weight.needed_by,
        waiting_on=weight.waiting_on,
        contact=Contact.ROUTINE if quiet else weight.contact,
        crisis=None if quiet else rule.crisis,
        from_clinic=_from_clinic(missing, submission),
    )


def _assumed(rule: Rule, weight: Weight, submission: Submission) -> Finding:
    """On the day of a dose what is unknown counts as the worst until somebody answers."""
    return Finding(
        rule.id,
        Outcome.FIRED,
        severity=weight.severity,
        basis=Basis.ASSUMED_WORST,
        facts=_known_facts(weight.open, submission),
        missing=_missing(weight.open, submission),
        needed_by=weight.needed_by,
        waiting_on=weight.waiting_on,
        contact=weight.contact,
        crisis=rule.crisis,
    )


def _unknown(rule: Rule, weight: Weight, submission: Submission) -> Finding:
    missing = _missing(weight.open, submission)
    reasons = {submission.reason(name) or Unknown.AMBIGUOUS for name in missing}
    declined = rule.declining_counts and _some_declined(missing, submission)
    call = rule.if_unknown is IfUnknown.CONTACT_TODAY and not reasons <= {Unknown.NOT_ASKED}
    return Finding(
        rule.id,
        Outcome.UNKNOWN,
        severity=_refused(weight.severity) if declined else weight.severity,
        possible=weight.possible,
        basis=Basis.DECLINED if declined else Basis.KNOWN,
        facts=_known_facts(weight.open, submission),
        missing=missing,
        needed_by=weight.needed_by,
        waiting_on=weight.waiting_on,
        contact=Contact.TODAY if call else Contact.ROUTINE,
        crisis=rule.crisis if call else None,
        from_clinic=_from_clinic(missing, submission),
    )


def _from_clinic(missing: Sequence[str], submission: Submission) -> bool:
    return bool(missing) and submission.rule_set.clinic_facts.issuperset(missing)


def _refused(counted: Mapping[Route, Severity]) -> Mapping[Route, Severity]:
    """A refusal to answer a safety question is information in itself and goes to a practitioner."""
    return {route: Severity.strictest(severity, Severity.RELATIVE) for route, severity in counted.items()}


def _some_declined(lacking: Iterable[str], submission: Submission) -> bool:
    return any(submission.reason(name) is Unknown.DECLINED for name in lacking)


def _only_not_asked(lacking: Iterable[str], submission: Submission) -> bool:
    """Whether all that fired is that questions were not asked yet: no reason to call anybody."""
    reasons = {submission.reason(name) for name in lacking}
    return reasons == {Unknown.NOT_ASKED}


def _missing(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
    explanation, frame = submission.rule_set.explanation, submission.frame.slots
    return tuple(dict.fromkeys(name for clause in clauses for name in explanation.missing(clause.node, frame)))


def _decided_by(clauses: Iterable[Clause], submission: Submission, *, conflict: bool) -> tuple[str, ...]:
    """The facts that made the clauses fire; all they read where only one of several conflicting values did."""
    explanation, frame = submission.rule_set.explanation, submission.frame.slots
    names = [
        name
        for clause in clauses
        for name in (
            clause.reads
            if conflict and clause.condition(frame) is not YES
            else explanation.decided_by(clause.node, frame)
        )
    ]
    return tuple(dict.fromkeys(names))


def _lacking(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
    """For a clause that fires because something is missing: what it read and did not find."""
    slots, frame = submission.rule_set.layout.slots, submission.frame.slots
    known = submission.rule_set.base_facts
    return tuple(
        name
        for clause in clauses
        if Severity.MISSING in clause.severity.values()
        for name in clause.reads
        if name in known and uncertain(frame[slots[name]])
    )


def _entered(names: Iterable[str], submission: Submission) -> Iterator[str]:
    """The list somebody can be asked about stands for the one that was computed from it."""
    for name in names:
        yield from submission.rule_set.entered_groups.get(name, (name,))


def _known_facts(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
    slots, frame = submission.rule_set.layout.slots, submission.frame.slots
    names = dict.fromkeys(name for clause in clauses for name in clause.reads)
    return tuple(name for name in names if frame[slots[name]] is not None)
