"""What a finding rests on: the facts that decided it, and the questions that would settle it."""

from collections.abc import Iterable, Iterator, Sequence

from rules.engine.model import Clause
from rules.engine.submission import Submission
from rules.engine.terms import Severity, Unknown
from rules.engine.truth import YES
from rules.engine.values import uncertain


def decided_by(clauses: Iterable[Clause], submission: Submission, *, conflict: bool) -> tuple[str, ...]:
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


def decided_alike(clauses: Iterable[Clause], submission: Submission) -> bool:
    """Whether the clauses are decided by the same facts whenever they fire."""
    always = submission.rule_set.explanation.always_decided_by
    return all(always(clause.node) is not None for clause in clauses)


def known_facts(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
    """What the clauses read and found."""
    slots, frame = submission.rule_set.layout.slots, submission.frame.slots
    names = [name for clause in clauses for name in clause.reads if frame[slots[name]] is not None]
    return tuple(dict.fromkeys(names))


def missing(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
    """The facts to ask for that would settle the clauses, each once."""
    explanation, frame = submission.rule_set.explanation, submission.frame.slots
    names = [name for clause in clauses for name in explanation.missing(clause.node, frame)]
    return tuple(dict.fromkeys(names))


def lacking(clauses: Iterable[Clause], submission: Submission) -> tuple[str, ...]:
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


def entered(names: Iterable[str], submission: Submission) -> Iterator[str]:
    """The list somebody can be asked about stands for the one that was computed from it."""
    for name in names:
        yield from submission.rule_set.entered_groups.get(name, (name,))


def from_clinic(names: Sequence[str], submission: Submission) -> bool:
    """Whether there is something to ask for, all of which only the clinic can give."""
    return bool(names) and submission.rule_set.clinic_facts.issuperset(names)


def some_declined(names: Iterable[str], submission: Submission) -> bool:
    """Whether somebody refused to answer one of the questions."""
    return any(submission.reason(name) is Unknown.DECLINED for name in names)


def only_not_asked(names: Iterable[str], submission: Submission) -> bool:
    """Whether all there is to it is that questions were not asked yet: no reason to call anybody."""
    return {submission.reason(name) for name in names} == {Unknown.NOT_ASKED}
