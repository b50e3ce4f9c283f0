"""One rule against one submission: verdicts of its clauses, then a finding. A rule that raises is a fault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.engine.findings import Finding
from rules.engine.frames import Frame, Frames
from rules.engine.model import Clause, Rule
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Basis, Contact, IfUnknown, NeededBy, Outcome, Phase, Route, Severity, Unknown
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.values import uncertain


@dataclass(frozen=True, slots=True)
class Submission:
    """One set of answers under one rule set, as the rules see it.

    `frame` is the plain reading, `frames` holds those that conflicts allow; `unknown` says why a fact is unknown.
    """

    rule_set: RuleSet
    frames: Frames
    frame: Frame
    phase: Phase
    as_of: date
    unknown: Mapping[str, Unknown]


class FaultError(Exception):
    """A rule could not be evaluated; the case goes to a person."""


def judge(rule: Rule, submission: Submission) -> Finding:
    """The finding of one rule; never raises."""
    if submission.phase not in rule.phases:
        return rule.not_applicable
    try:
        verdicts, conflict = _verdicts(rule, submission)
        if all(verdict is NO for verdict in verdicts):
            return rule.clear
        return _finding(rule, verdicts, submission, conflict=conflict)
    except Exception:  # noqa: BLE001 - no failure of a rule may lead to a better disposition than review
        return Finding(rule.id, Outcome.FAULT)


def verdicts_in(rule: Rule, frame: Frame) -> list[Truth]:
    """The truth of each clause. Raises FaultError when a clause gives anything but a truth."""
    if not rule.depends_on.isdisjoint(frame.faulty):
        raise FaultError(rule.id)
    verdicts = [clause.condition(frame.slots) for clause in rule.clauses]
    for verdict in verdicts:
        if verdict is not YES and verdict is not NO and verdict is not UNKNOWN:
            raise FaultError(rule.id)
    return verdicts


def _verdicts(rule: Rule, submission: Submission) -> tuple[Sequence[Truth], bool]:
    """Verdicts, and whether they rest on conflicting answers: one that fires on any of the values fires."""
    frames = submission.frames
    if not frames.conflicts or rule.depends_on.isdisjoint(frames.conflicts):
        return verdicts_in(rule, submission.frame), False
    if frames.too_many:
        raise FaultError(rule.id)
    readings = [verdicts_in(rule, frame) for frame in frames.combinations()]
    return [_worst(column) for column in zip(*readings, strict=True)], True


def _worst(verdicts: Iterable[Truth]) -> Truth:
    seen = set(verdicts)
    if YES in seen:
        return YES
    return UNKNOWN if UNKNOWN in seen else NO


def _finding(rule: Rule, verdicts: Sequence[Truth], submission: Submission, *, conflict: bool) -> Finding:
    pairs = list(zip(rule.clauses, verdicts, strict=True))
    fired = [clause for clause, verdict in pairs if verdict is YES]
    unknown = [clause for clause, verdict in pairs if verdict is UNKNOWN]
    if not fired and rule.if_unknown is IfUnknown.NOT_POSSIBLE:
        raise FaultError(rule.id)
    if not fired and rule.if_unknown is IfUnknown.ASSUME_WORST and submission.phase is Phase.SESSION:
        return _fired(rule, unknown, [], submission, Basis.ASSUMED_WORST)
    if fired:
        return _fired(rule, fired, unknown, submission, Basis.CONFLICT if conflict else Basis.KNOWN)
    return _unknown(rule, unknown, submission)


def _fired(
    rule: Rule, fired: Sequence[Clause], unknown: Sequence[Clause], submission: Submission, basis: Basis
) -> Finding:
    severity = _strictest(clause.severity for clause in fired)
    possible = _stricter(_strictest(clause.severity for clause in unknown), severity)
    open_clauses = [clause for clause in unknown if not possible.keys().isdisjoint(clause.severity)]
    missing = _missing(open_clauses, submission) if possible else ()
    waiting = [clause for clause in fired if Severity.MISSING in clause.severity.values()]
    quiet = _only_not_asked(fired, submission)
    pending = [*waiting, *(open_clauses if possible else ())]
    return Finding(
        rule.id,
        Outcome.FIRED,
        severity=_strictest([severity, *(_counting(clause) for clause in open_clauses)]) if possible else severity,
        possible=possible,
        basis=basis,
        facts=_decided_by(fired, submission),
        missing=tuple(dict.fromkeys((*_lacking(waiting, submission), *missing))),
        needed_by=_earliest(pending),
        waiting_on=pending[0].waiting_on if pending else None,
        contact=Contact.ROUTINE if quiet else _most_pressing(fired),
        crisis=None if quiet else rule.crisis,
    )


def _only_not_asked(fired: Sequence[Clause], submission: Submission) -> bool:
    """Whether all that fired is that questions were not asked yet: no reason to call anybody."""
    if any(severity is not Severity.MISSING for clause in fired for severity in clause.severity.values()):
        return False
    lacking = _lacking(fired, submission)
    return bool(lacking) and all(submission.unknown.get(name) is Unknown.NOT_ASKED for name in lacking)


def _unknown(rule: Rule, unknown: Sequence[Clause], submission: Submission) -> Finding:
    missing = _missing(unknown, submission)
    reasons = {submission.unknown.get(name, Unknown.AMBIGUOUS) for name in missing}
    declined = rule.declining_counts and Unknown.DECLINED in reasons
    call = rule.if_unknown is IfUnknown.CONTACT_TODAY and not reasons <= {Unknown.NOT_ASKED}
    counting = _strictest(_counting(clause) for clause in unknown)
    if declined:
        counting = dict.fromkeys(counting, Severity.RELATIVE)
    return Finding(
        rule.id,
        Outcome.UNKNOWN,
        severity=counting,
        possible=_stricter(_strictest(clause.severity for clause in unknown), counting),
        basis=Basis.DECLINED if declined else Basis.KNOWN,
        facts=_known_facts(unknown, submission),
        missing=missing,
        needed_by=_earliest(unknown),
        waiting_on=unknown[0].waiting_on,
        contact=Contact.TODAY if call else Contact.ROUTINE,
        crisis=rule.crisis if call else None,
    )


def _missing(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
    explanation, frame = submission.rule_set.explanation, submission.frame.slots
    return tuple(dict.fromkeys(name for clause in clauses for name in explanation.missing(clause.node, frame)))


def _decided_by(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
    """The facts that made the clauses fire; all they read where only one of several conflicting values did."""
    explanation, frame = submission.rule_set.explanation, submission.frame.slots
    names = [
        name
        for clause in clauses
        for name in (explanation.decided_by(clause.node, frame) if clause.condition(frame) is YES else clause.reads)
    ]
    return tuple(dict.fromkeys(names))


def _lacking(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
    """For a clause that fires because something is missing: what it read and did not find."""
    slots, frame = submission.rule_set.layout.slots, submission.frame.slots
    known = submission.rule_set.base_facts
    return tuple(
        name for clause in clauses for name in clause.reads if name in known and uncertain(frame[slots[name]])
    )


def _counting(clause: Clause) -> Mapping[Route, Severity]:
    return dict.fromkeys(clause.severity, clause.if_unknown_counts_as)


def _strictest(severities: Iterable[Mapping[Route, Severity]]) -> dict[Route, Severity]:
    strictest: dict[Route, Severity] = {}
    for mapping in severities:
        for route, severity in mapping.items():
            held = strictest.get(route)
            strictest[route] = severity if held is None else Severity.strictest(held, severity)
    return strictest


def _stricter(possible: Mapping[Route, Severity], counted: Mapping[Route, Severity]) -> dict[Route, Severity]:
    return {
        route: severity
        for route, severity in possible.items()
        if route not in counted or severity.rank > counted[route].rank
    }


def _known_facts(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
    slots, frame = submission.rule_set.layout.slots, submission.frame.slots
    names = dict.fromkeys(name for clause in clauses for name in clause.reads)
    return tuple(name for name in names if frame[slots[name]] is not None)


def _earliest(clauses: Sequence[Clause]) -> NeededBy | None:
    return min((clause.needed_by for clause in clauses), key=lambda by: by.rank, default=None)


def _most_pressing(clauses: Iterable[Clause]) -> Contact:
    return min((clause.contact for clause in clauses), key=lambda contact: contact.rank)
