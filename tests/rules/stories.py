"""Patient stories told through the core, and where a screening is not as the story ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from rules.authoring.stories import Story, day_of, patients, sent_on, written_answers
from rules.engine.rule_set import RuleSet
from rules.engine.screening import Screening
from rules.engine.treatment_history import treatment_history
from tests.rules.intakes import DEMO, changed, released, screened


@dataclass(frozen=True, slots=True)
class Ending:
    """What a screening came to, wherever it was read from: the core, a stored record, the command line."""

    dispositions: Mapping[str, str]
    contact: str
    outcomes: Mapping[str, str]
    """By rule; `assumed` where it fired because the worst is assumed of what nobody knows."""

    @classmethod
    def of(cls, screening: Screening) -> Self:
        outcomes = {finding.rule_id: outcome(finding.outcome, finding.basis) for finding in screening.findings}
        return cls({str(route): word for route, word in screening.dispositions.items()}, screening.contact, outcomes)

    def having(self, *outcomes: str) -> set[str]:
        return {rule for rule, word in self.outcomes.items() if word in outcomes}


def outcome(word: str, basis: str) -> str:
    """The outcome of a finding, told apart where it fired only because nobody knows."""
    return "assumed" if basis == "assumed_worst" else str(word)


def stories() -> dict[str, Story]:
    """Every telling of every story by its name."""
    return {name: story for tellings in patients().values() for name, story in tellings.items()}


def body_of(story: Story, reference: str) -> dict[str, Any]:
    """The story as a form sends it: the body of POST /v1/screenings, and the file the command line reads."""
    asked, sent = released().questionnaire, sent_on(story)
    return {
        "questionnaire": {"id": asked["id"], "version": asked["version"]},
        "phase": story.get("phase", "intake"),
        "patientReference": reference,
        "answers": changed(written_answers(story)),
        **({} if sent is None else {"submittedAt": f"{sent}T12:00:00-04:00"}),
    }


def told(story: Story, profile: str | None = None, rule_set: RuleSet | None = None) -> Screening:
    """The screening of a story, if need be under another definition of treatment resistance."""
    return screened(
        written_answers(story),
        phase=story.get("phase", "intake"),
        as_of=day_of(story),
        submitted_on=sent_on(story),
        site=replace(DEMO, profiles=() if profile is None else (profile,)),
        rule_set=rule_set or released(),
    )


def differences(story: Story, rule_set: RuleSet | None = None) -> Iterator[str]:
    """Everything that does not end as the story says."""
    expected = story["expect"]
    screening = told(story, None, rule_set)
    yield from unlike(expected, Ending.of(screening))
    if "history" in expected:
        yield from _of_history(expected, screening)
    for profile, wanted in expected.get("under", {}).items():
        yield from _under(profile, wanted, told(story, profile, rule_set))


def unlike(expected: Mapping[str, Any], ending: Ending) -> Iterator[str]:
    """Where dispositions, contact and findings are not as a story ends."""
    fired = ending.having("fired", "assumed")
    if ending.dispositions != expected.get("dispositions", ending.dispositions):
        yield f"{ending.dispositions} instead of {expected['dispositions']}, fired {sorted(fired)}"
    if ending.contact != expected.get("contact", ending.contact):
        yield f"contact {ending.contact} instead of {expected['contact']}"
    if surplus := set(expected.get("not_fired", ())) & fired:
        yield f"{sorted(surplus)} fired"
    for word, meant in _MEANT.items():
        if lacking := set(expected.get(word, ())) - ending.having(*meant):
            yield f"not {word}: {[(rule, ending.outcomes.get(rule)) for rule in sorted(lacking)]}"


_MEANT: Mapping[str, tuple[str, ...]] = {
    "fired": ("fired", "assumed"),
    "clear": ("clear",),
    "unknown": ("unknown", "assumed"),
}
"""The words of a story, each with the outcomes it takes in."""


def _of_history(expected: Mapping[str, Any], screening: Screening) -> Iterator[str]:
    seen: Any = treatment_history(screening)
    for condition, wanted in expected["history"].items():
        shown = next(part for part in seen["conditions"] if part["condition"] == condition)
        if summary(shown, wanted) != wanted:
            yield f"{condition}: {summary(shown, wanted)} instead of {wanted}"
    for score, wanted in expected.get("staging", {}).items():
        part = seen["staging"][score]
        if [float(part["low"]), float(part["high"]), *part.get("bands", [])] != wanted:
            yield f"{score}: {part} instead of {wanted}"


def _under(profile: str, wanted: Mapping[str, Any], screening: Screening) -> Iterator[str]:
    seen: Any = treatment_history(screening)
    shown = next(part for part in seen["conditions"] if part["definition"] == profile)
    if summary(shown, wanted) != wanted:
        yield f"under {profile}: {summary(shown, wanted)} instead of {wanted}"


def summary(shown: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of a condition, as far as the story speaks of it."""
    found = {
        "status": shown["status"],
        "failed": [shown["failed"]["atLeast"], shown["failed"]["atMost"]],
        "ask": [f"{question['trial']}: {question['field']}" for question in shown["questions"]],
        "axes": shown["axes"]["label"],
        "therapies": [_labelled(therapy) for therapy in shown["therapies"]],
        "trials": [_labelled(trial) for trial in shown["trials"]],
        "recheck": [trial["recheckOn"] for trial in shown["trials"] if trial["recheckOn"]],
        "flags": {str(trial["number"]): trial["flags"] for trial in shown["trials"] if trial["flags"]},
    }
    return {name: found[name] for name in expected}


def _labelled(treatment: Mapping[str, Any]) -> str:
    """The label, with what speaks against it or is missing where that is why."""
    label: str = treatment["label"]
    if label in {"inadequate", "not_counted"}:
        return f"{label}: {', '.join(treatment['reasons'])}"
    return f"{label}: {', '.join(treatment['missing'])}" if label == "indeterminate" else label
