"""Every rule has somebody it is there for, and every reason goes away with the answers it names."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import pytest

from rules.engine.findings import Finding
from rules.engine.screening import Screening, screen
from rules.engine.terms import Outcome, Route
from tests.rules.intakes import boundary_cases, released, screened, well
from tests.rules.stories import stories, told

# They fire on what is not there or on another answer than the one they name, so that one reason may follow another.
FOLLOWS_ANOTHER = frozenset(
    {
        ("followup.worse", "followup.no_response"),
        ("sud.ketamine_nonmedical", "data.contradiction"),
        ("suicide_attempt_in_2019, three months ago to the day", "psych.suicide_high"),
        *((f"resistance_{number}", "indication.trials_unknown") for number in ("05", "16", "20", "21", "23")),
    }
)
SINGLE_CAUSES = 250


class Reason(NamedTuple):
    """A finding that fired in somebody's screening, and those answers behind its facts that a well person has not."""

    case: str
    screening: Screening
    finding: Finding
    causes: frozenset[str]


@cache
def corpus() -> Mapping[str, Screening]:
    """Every story, and for each rule somebody it fires for."""
    cases = {case["rule"]: screened(case["fires"], phase=case.get("phase", "intake")) for case in boundary_cases()}
    return cases | {name: told(story) for name, story in stories().items()}


@cache
def behind(fact: str) -> frozenset[str]:
    """The questions a fact comes from, through whatever it is derived from."""
    name = fact.partition(".")[0]
    asked = {item.link_id for item in released().items if item.fact == name}
    derived = next((each for each in released().derived if each.id == name), None)
    parts = () if derived is None else derived.depends_on - {name}
    return frozenset(asked).union(*map(behind, parts))


def reasons() -> Iterator[Reason]:
    for case, screening in corpus().items():
        for finding in screening.findings:
            if finding.outcome is Outcome.FIRED:
                asked = frozenset[str]().union(*map(behind, finding.facts))
                causes = frozenset(link for link in asked if screening.answers.get(link) != well().get(link))
                yield Reason(case, screening, finding, causes)


def without(reason: Reason) -> Screening:
    """The same person with the causes answered as a well person answers them."""
    healed = {**reason.screening.answers, **{link: well().get(link) for link in reason.causes}}
    return again(reason.screening, {link: answer for link, answer in healed.items() if answer is not None})


def again(screening: Screening, answers: Mapping[str, Any], **changed: Any) -> Screening:
    return screen(
        changed.get("rule_set", screening.rule_set),
        answers,
        phase=screening.phase,
        as_of=screening.as_of,
        site=screening.site,
        submitted_on=screening.submitted_on,
    )


def circumstances(screening: Screening) -> tuple[str, ...]:
    """The rules that fire for a well person on the same day too: an old form, a depression that is being treated."""
    return again(screening, well()).fired


def of_rule(screening: Screening, rule_id: str) -> Finding:
    return next(finding for finding in screening.findings if finding.rule_id == rule_id)


def test_a_reason_goes_away_with_the_answers_it_names() -> None:
    single = 0
    for reason in reasons():
        follows = (reason.case, reason.finding.rule_id) in FOLLOWS_ANOTHER
        if reason.causes and not follows and reason.finding.rule_id not in circumstances(reason.screening):
            left = of_rule(without(reason), reason.finding.rule_id)
            assert left.outcome is not Outcome.FIRED, (reason.case, left.rule_id, sorted(reason.causes))
            single += len(reason.causes) == 1
    assert single > SINGLE_CAUSES


@pytest.mark.parametrize("rule", released().rules, ids=lambda rule: rule.id)
def test_without_the_rule_a_practitioner_would_read_less_and_nothing_else_differently(rule: Any) -> None:
    screening = corpus()[rule.id]
    assert of_rule(screening, rule.id).outcome is Outcome.FIRED
    kept = tuple(each for each in released().rules if each is not rule)
    fewer = again(screening, screening.answers, rule_set=replace(released(), rules=kept))
    assert fewer.findings == tuple(each for each in screening.findings if each.rule_id != rule.id)
    assert all(fewer.dispositions[route].rank <= screening.dispositions[route].rank for route in Route)
