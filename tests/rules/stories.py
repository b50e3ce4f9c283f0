"""Patient stories told through the core, and where a screening is not as the story ends.

A story is one patient. Under `but` stand other tellings of it: the same patient with a few answers changed, which is
how a rule is shown just not to fire, or not to know.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from rules.engine.rule_set import RuleSet
from rules.engine.screening import Screening
from rules.engine.treatment_history import treatment_history
from tests.rules.intakes import DEMO, STORIES, TODAY, read_yaml, released, screened

type Story = Mapping[str, Any]


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
        return cls({**screening.dispositions}, screening.contact, outcomes)

    def having(self, *outcomes: str) -> set[str]:
        return {rule for rule, word in self.outcomes.items() if word in outcomes}


def outcome(word: str, basis: str) -> str:
    """The outcome of a finding, told apart where it fired only because nobody knows."""
    return "assumed" if basis == "assumed_worst" else str(word)


def patients() -> dict[str, dict[str, Story]]:
    """Every story by the name of its file, with all its tellings by their names."""
    return {path.stem: dict(_tellings(path)) for path in sorted(STORIES.glob("*.yaml"))}


def stories() -> dict[str, Story]:
    """Every telling of every story by its name."""
    return {name: story for tellings in patients().values() for name, story in tellings.items()}


def _tellings(path: Path) -> Iterator[tuple[str, Story]]:
    """The story itself, then each other telling, which changes answers and, if it says so, the day or the phase."""
    story = read_yaml(path)
    others = story.pop("but", ())
    yield path.stem, story
    for other in others:
        answers = {**story["answers"], **other.get("answers", {})}
        yield f"{path.stem}, {other['told']}", {**story, **other, "answers": answers}


def written_answers(story: Story) -> dict[str, Any]:
    """The answers as the story changes those of somebody well; what holds for every trial is in each of them."""
    answers = dict(story["answers"])
    usual = story.get("every_trial")
    if usual is not None:
        answers["target.trials"] = [{**usual, **row} for row in answers["target.trials"]]
    return answers


def day_of(story: Story) -> date:
    return date.fromisoformat(story.get("as_of", TODAY.isoformat()))


def sent_on(story: Story) -> date | None:
    """The day the form was filled in: that of the screening unless the story says another, or null."""
    written = story.get("submitted_on", day_of(story).isoformat())
    return None if written is None else date.fromisoformat(written)


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
