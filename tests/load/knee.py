"""Where the service bends: the highest offered load at which it still gives everybody what they ask for, in time.

A step of the ramp is *served* when at least 95 % of the pieces of work that were offered in it were finished, at
most 1 % of the requests were turned away, none failed, and 95 % of the requests took at most a second. The knee is
the last served step before two in a row that were not. All four numbers are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.load.ledger import Finished, Request

FINISHED_AT_LEAST = 0.95
TURNED_AWAY_AT_MOST = 0.01
SLOWEST_SECONDS = 1.0
BENDS = 2
SHARE_OF_THE_KNEE = 0.6
# What one user begins in a second: a form user a form, a practitioner a case from the list to the decision.
FORMS_A_SECOND = 0.5
CASES_A_SECOND = 0.2
# Of three users two are forms.
FORM_WEIGHT, PRACTITIONER_WEIGHT = 2, 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ramp: what was offered, what came of it."""

    users: int
    offered: float
    finished: float
    requests: float
    turned_away: float
    failed: int
    p95: float

    @property
    def is_served(self) -> bool:
        return (
            self.finished >= FINISHED_AT_LEAST * self.offered
            and self.turned_away <= TURNED_AWAY_AT_MOST
            and self.failed == 0
            and self.p95 <= SLOWEST_SECONDS
        )


def offered_by(users: int) -> float:
    """Pieces of work a second that so many users begin when none of them has to wait."""
    whole = FORM_WEIGHT + PRACTITIONER_WEIGHT
    forms = users * FORM_WEIGHT / whole
    return forms * FORMS_A_SECOND + (users - forms) * CASES_A_SECOND


def step_of(
    users: int, began: float, ended: float, requests: Sequence[Request], finished: Sequence[Finished]
) -> Step:
    """What happened from `began` to `ended`, seconds of the clock."""
    seconds = ended - began
    within = [each for each in requests if began <= each.at < ended]
    done = sum(began <= each.at < ended for each in finished)
    return Step(
        users=users,
        offered=offered_by(users),
        finished=done / seconds,
        requests=len(within) / seconds,
        turned_away=sum(each.turned_away for each in within) / len(within) if within else 0.0,
        failed=sum(each.failed for each in within),
        p95=part([each.took for each in within], 0.95),
    )


def knee(steps: Sequence[Step]) -> Step | None:
    """The last served step before the service bends; nothing when not even the first was served."""
    found: Step | None = None
    for place, step in enumerate(steps):
        if step.is_served:
            found = step
        elif bends(steps[: place + 1]):
            break
    return found


def bends(steps: Sequence[Step]) -> bool:
    """Whether the last steps were not served: one alone may be another program on the same machine."""
    return len(steps) >= BENDS and not any(step.is_served for step in steps[-BENDS:])


def part(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
