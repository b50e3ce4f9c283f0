"""Counts what happened in one clinic on one day.

The same entries give the same figures, however often, in whatever order and how many times over they are named: a day
is counted anew as a whole, never added to.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

from functions.service.casework.journal import Deed
from functions.service.casework.open_findings import open_in
from functions.service.casework.waits import Waited
from functions.service.figures.days import Figures, RuleFigures, together
from functions.service.figures.trail import Change, Document, Entry, Place, Trail
from rules.engine.terms import Outcome

# Whole forms only: in a draft or in answers to single questions nearly every rule is unknown, and a form that people
# of the clinic had screened again is still one form.
_FORM: Final = "screening.received"
_DECISIONS: Final = frozenset({Deed.DECIDED.value, Deed.DECIDED_ALONE.value, Deed.CONFIRMED.value})
_TIMED: Final = _DECISIONS | {Deed.CONTACTED.value}
_DAMAGED: Final = (KeyError, TypeError, ValueError, AttributeError)
_UNCOUNTED: Final = Figures(uncounted=1)


def figures_of(clinic: str, places: Iterable[Place], trail: Trail) -> Figures:
    """Raises StoreUnavailableError; then the day is not counted at all."""
    entries = list(trail.entries(sorted(set(places))))
    forms = {entry.screening_id for entry in entries if entry.action == _FORM and entry.screening_id}
    return together(
        (
            _of_forms(clinic, sorted(forms), trail),
            _of_changes(clinic, [e for e in entries if e.action in _TIMED], trail),
        )
    )


def _of_forms(clinic: str, screening_ids: Sequence[str], trail: Trail) -> Figures:
    counted = [_of_form(record) for record in trail.records(clinic, screening_ids)]
    return together((*counted, Figures(uncounted=len(screening_ids) - len(counted))))


def _of_form(document: Document) -> Figures:
    try:
        record = cast("Mapping[str, Any]", document["screening"])
        outcomes = [(str(finding["ruleId"]), Outcome(finding["outcome"])) for finding in record["findings"]]
        outcomes += [(str(rule), Outcome.CLEAR) for rule in record["clear"]]
    except _DAMAGED:
        return _UNCOUNTED
    return Figures(forms=1, rules={rule: _of_outcome(outcome) for rule, outcome in outcomes})


def _of_outcome(outcome: Outcome) -> RuleFigures:
    return RuleFigures(
        screened=1,
        fired=outcome is Outcome.FIRED,
        unknown=outcome is Outcome.UNKNOWN,
        faults=outcome is Outcome.FAULT,
    )


def _of_changes(clinic: str, entries: Sequence[Entry], trail: Trail) -> Figures:
    journal = trail.changes({entry.change for entry in entries if entry.change})
    return together(_of_change(clinic, entry, journal, trail) for entry in entries)


def _of_change(clinic: str, entry: Entry, journal: Mapping[Change, Document], trail: Trail) -> Figures:
    """A decision whose screenings are gone still tells how long the patient waited for it."""
    told = journal.get(entry.change) if entry.change else None
    if told is None or entry.change is None:
        return _UNCOUNTED
    decided = entry.action in _DECISIONS
    waits, decision = _of_waiting(told), _of_decision(clinic, entry.change, told, trail) if decided else Figures()
    return together((waits, decision))


def _of_waiting(told: Document) -> Figures:
    if "waited" not in told:
        return Figures()
    try:
        waited = Waited.from_json(cast("Document", told["waited"]))
    except _DAMAGED:
        return _UNCOUNTED
    return Figures(waits={step: {waited.contact: (seconds,)} for step, seconds in waited.seconds.items()})


def _of_decision(clinic: str, change: Change, told: Document, trail: Trail) -> Figures:
    try:
        content = _decision(change, told, trail)
        overridden = {str(override["ruleId"]) for override in content["overrides"]}
        rules = _open_findings(clinic, [str(each) for each in content["screeningIds"]], trail) | overridden
    except _DAMAGED:
        return _UNCOUNTED
    return Figures(decisions=1, rules={rule: RuleFigures(decided=1, overridden=rule in overridden) for rule in rules})


def _decision(change: Change, told: Document, trail: Trail) -> Mapping[str, Any]:
    """What was decided. What a second clinician signs is the decision of the first."""
    content = cast("Mapping[str, Any]", told["content"])
    if "decisionVersion" not in content:
        return content
    proposal = change._replace(version=int(content["decisionVersion"]))
    return cast("Mapping[str, Any]", trail.changes((proposal,))[proposal]["content"])


def _open_findings(clinic: str, rested_on: Sequence[str], trail: Trail) -> set[str]:
    """Those that stood open in the screenings the decision rested on. Raises KeyError when one is gone."""
    records = list(trail.records(clinic, rested_on))
    if len(records) != len(rested_on):
        raise KeyError
    return set(open_in(records))
