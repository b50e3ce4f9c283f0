"""The laws of the record of care, as functions of what is kept and what was acknowledged. Each names what breaks it.

Invariants 7 to 9 of the design. A law never repairs and never guesses: what it cannot place is a breach.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from functions.service.casework.journal import Deed
from functions.service.notices import Event
from tests.histories.kept import Acknowledged, Kept

type Breaches = Iterator[str]
type Law = Callable[[Kept, Acknowledged], Breaches]

_TOLD_OF = {
    Deed.CLAIMED: Event.CASE_CLAIMED,
    Deed.ASSIGNED: Event.CASE_CLAIMED,
    Deed.DECIDED: Event.CASE_DECIDED,
    Deed.CONFIRMED: Event.CASE_DECIDED,
    Deed.REOPENED: Event.CASE_REOPENED,
}
_MAKES_A_SCREENING = {Deed.CORRECTED, Deed.RESCREENED}


def breaches(kept: Kept, acknowledged: Acknowledged) -> list[str]:
    """Everything that is not as it must be; empty when all is well."""
    return [f"{law.__name__}: {breach}" for law in LAWS for breach in law(kept, acknowledged)]


def every_acknowledged_form_is_stored_once_as_it_was_sent(kept: Kept, acknowledged: Acknowledged) -> Breaches:
    for screening, sent in acknowledged.forms.items():
        stored = kept.screenings.get(screening)
        if stored is None:
            yield f"{screening} is lost"
        elif (stored.clinic, stored.patient) != (sent.clinic, sent.patient):
            yield f"{screening} is another patient's"
        elif sent.answers is not None and stored.answers != sent.answers:
            yield f"{screening} does not hold the answers that were sent"
        elif stored.found != sent.found:
            yield f"{screening} was taken for something else"


def no_screening_is_there_that_nobody_sent(kept: Kept, acknowledged: Acknowledged) -> Breaches:
    """Beside the forms only what corrections made, one each."""
    made = Counter(change.case for change in kept.journal if change.deed in _MAKES_A_SCREENING)
    for screening, stored in kept.screenings.items():
        if screening in acknowledged.forms or (stored.clinic, stored.patient) in acknowledged.unsure_patients:
            continue
        made[stored.case or screening] -= 1
    for case, left in made.items():
        if left < 0:
            yield f"{-left} more than were sent or made in {case}"
        if left > 0 and not _may_differ(kept, acknowledged, case):
            yield f"{left} that a correction made are lost in {case}"


def every_screening_that_found_something_belongs_to_the_one_case_of_its_patient(
    kept: Kept, _: Acknowledged
) -> Breaches:
    listed = Counter((screening, case) for case, each in kept.cases.items() for screening in each.screenings)
    for screening, stored in kept.screenings.items():
        if stored.found and stored.case is None:
            yield f"{screening} has no case"
        if stored.case is not None:
            yield from _misplaced(kept, screening, stored.case, listed)
    for screening, case in listed:
        if screening not in kept.screenings or kept.screenings[screening].case != case:
            yield f"{case} lists {screening}, which is not its"


def _misplaced(kept: Kept, screening: str, case: str, listed: Counter[tuple[str, str]]) -> Breaches:
    stored, owner = kept.screenings[screening], kept.cases.get(case)
    if owner is None:
        yield f"{screening} belongs to {case}, which is not there"
    elif (owner.clinic, owner.patient) != (stored.clinic, stored.patient):
        yield f"{screening} lies in another patient's case"
    elif listed[screening, case] > 1 or (listed[screening, case] == 0 and owner.round == 1):
        # A form that arrives after the decision begins a round with a list of its own.
        yield f"{case} lists {screening} {listed[screening, case]} times"


def no_patient_has_two_cases(kept: Kept, _: Acknowledged) -> Breaches:
    for place, count in Counter((case.clinic, case.patient) for case in kept.cases.values()).items():
        if count > 1:
            yield f"{place} has {count}"


def every_acknowledged_change_is_in_the_journal_once_and_no_other_is(
    kept: Kept, acknowledged: Acknowledged
) -> Breaches:
    journal, told = Counter(kept.journal), Counter(acknowledged.changes)
    for change in told - journal:
        yield f"lost: {change}"
    for change in journal - told:
        if change.case not in acknowledged.unsure_cases:
            yield f"nobody was told of {change}"


def every_change_of_state_has_exactly_one_audit_entry(kept: Kept, _: Acknowledged) -> Breaches:
    for entry, count in Counter((each.owner, each.entry) for each in kept.audit).items():
        if count > 1:
            yield f"{entry} is there {count} times"
    changes = Counter((each.case, each.version) for each in kept.journal)
    audited = Counter((each.owner, each.version) for each in kept.audit if each.version is not None)
    for change in (changes - audited) + (audited - changes):
        yield f"{change} is once in the journal or in the audit, and not in the other"
    yield from _screenings_without_entry(kept)


def _screenings_without_entry(kept: Kept) -> Breaches:
    """A screening that came in has an entry of its own; one that a correction made is covered by the change's."""
    came_in = {(each.owner, each.entry) for each in kept.audit if each.version is None}
    derived = Counter(change.case for change in kept.journal if change.deed in _MAKES_A_SCREENING)
    for owner, entry in came_in:
        if entry not in kept.screenings:
            yield f"{entry} of {owner} speaks of a screening that is not there"
    for screening, stored in kept.screenings.items():
        if (stored.case or screening, screening) not in came_in:
            derived[stored.case or screening] -= 1
    yield from (f"{-left} screenings of {owner} have no entry" for owner, left in derived.items() if left < 0)


def every_version_of_a_case_is_one_form_or_one_change(kept: Kept, _: Acknowledged) -> Breaches:
    entries = Counter(each.owner for each in kept.audit)
    for case, each in kept.cases.items():
        if entries[case] != each.version:
            yield f"{case} has version {each.version} and {entries[case]} audit entries"


def others_are_told_of_each_thing_once(kept: Kept, _: Acknowledged) -> Breaches:
    completed = Counter(each.notice.id for each in kept.outbox if each.notice.event is Event.SCREENING_COMPLETED)
    for screening in kept.screenings.keys() | completed.keys():
        if completed[screening] != 1 or screening not in kept.screenings:
            yield f"{completed[screening]} rows about screening {screening}"
    told = Counter((each.notice.case_id, each.notice.event) for each in kept.outbox)
    expected = Counter((each.case, _TOLD_OF[Deed(each.deed)]) for each in kept.journal if each.deed in _TOLD_OF)
    for case in kept.cases:
        for event in set(_TOLD_OF.values()):
            if told[case, event] != expected[case, event]:
                yield f"{told[case, event]} rows {event} for {expected[case, event]} of {case}"
        if told[case, Event.CASE_OPENED] + told[case, Event.CASE_REOPENED] != kept.cases[case].round:
            yield f"{case} is in round {kept.cases[case].round}, others were told of another number"


def _may_differ(kept: Kept, acknowledged: Acknowledged, case: str) -> bool:
    owner = kept.cases.get(case)
    return owner is not None and (owner.clinic, owner.patient) in acknowledged.unsure_patients


def unconfirmed(kept: Kept) -> list[str]:
    """Rows of the outbox that nobody has been told of yet: none may be left once things have settled."""
    return [each.notice.id for each in kept.outbox if not each.confirmed]


LAWS: tuple[Law, ...] = (
    every_acknowledged_form_is_stored_once_as_it_was_sent,
    no_screening_is_there_that_nobody_sent,
    every_screening_that_found_something_belongs_to_the_one_case_of_its_patient,
    no_patient_has_two_cases,
    every_acknowledged_change_is_in_the_journal_once_and_no_other_is,
    every_change_of_state_has_exactly_one_audit_entry,
    every_version_of_a_case_is_one_form_or_one_change,
    others_are_told_of_each_thing_once,
)
