"""Patient stories told through the core, and where a screening is not as the story ends."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rules.engine.rule_set import RuleSet
from rules.engine.screening import Screening
from rules.engine.treatment_history import treatment_history
from tests.rules.intakes import DEMO, STORIES, TODAY, read_yaml, released, screened

type Story = Mapping[str, Any]


def stories() -> dict[str, Story]:
    """Every story by its name."""
    return {path.stem: read_yaml(path) for path in sorted(STORIES.glob("*.yaml"))}


def told(story: Story, profile: str | None = None, rule_set: RuleSet | None = None) -> Screening:
    """The screening of a story, if need be under another definition of treatment resistance."""
    answers = dict(story["answers"])
    usual = story.get("every_trial")
    if usual is not None:
        answers["target.trials"] = [{**usual, **row} for row in answers["target.trials"]]
    as_of = date.fromisoformat(story.get("as_of", TODAY.isoformat()))
    return screened(
        answers,
        phase=story.get("phase", "intake"),
        as_of=as_of,
        submitted_on=as_of,
        site=replace(DEMO, profiles=() if profile is None else (profile,)),
        rule_set=rule_set or released(),
    )


def differences(story: Story, rule_set: RuleSet | None = None) -> Iterator[str]:
    """Everything that does not end as the story says."""
    expected = story["expect"]
    screening = told(story, None, rule_set)
    yield from _of_findings(expected, screening)
    if "history" in expected:
        yield from _of_history(expected, screening)
    for profile, wanted in expected.get("under", {}).items():
        yield from _under(profile, wanted, told(story, profile, rule_set))


def _of_findings(expected: Mapping[str, Any], screening: Screening) -> Iterator[str]:
    fired = {finding.rule_id for finding in screening.findings if finding.outcome == "fired"}
    if dict(screening.dispositions) != expected.get("dispositions", screening.dispositions):
        yield f"{dict(screening.dispositions)} instead of {expected['dispositions']}, fired {sorted(fired)}"
    if screening.contact != expected.get("contact", screening.contact):
        yield f"contact {screening.contact} instead of {expected['contact']}"
    if lacking := set(expected.get("fired", ())) - fired:
        yield f"{sorted(lacking)} did not fire"
    if surplus := set(expected.get("not_fired", ())) & fired:
        yield f"{sorted(surplus)} fired"


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
