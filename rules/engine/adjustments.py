"""A rule set as one clinic has adjusted it.

Which way is stricter is said by each parameter's safer direction. A stricter value holds at once; a milder one holds
only with the name of a practitioner and until the day that was set, and then the released value is back.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rules.engine.rule_set import RuleSet, RuleSetDamagedError, build_rule_set
from rules.engine.site import Adjustment


class AdjustmentRefusedError(ValueError):
    """A clinic's value that cannot be used; what is wrong is said without the value."""


def adjusted(rule_set: RuleSet, adjustments: Mapping[str, Adjustment], as_of: date) -> RuleSet:
    """The rule set with the clinic's values that hold on the day. Raises AdjustmentRefusedError.

    Version and digest stay those of the release: the adjustments are stamped on a screening beside them.
    """
    values = dict(_in_force(rule_set, adjustments, as_of))
    if not values:
        return rule_set
    released: Mapping[str, Any] = rule_set.document["parameters"]
    parameters = {**released, **{name: {**released[name], "value": str(value)} for name, value in values.items()}}
    try:
        return build_rule_set({**rule_set.document, "parameters": parameters}, rule_set.digest)
    except RuleSetDamagedError:
        raise AdjustmentRefusedError("the rules cannot be built with these values") from None


def direction(rule_set: RuleSet, name: str, adjustment: Adjustment) -> str:
    """`same`, `stricter` or `milder`; a parameter without a safer direction can only be made milder.

    Raises AdjustmentRefusedError for a parameter the rule set does not have.
    """
    parameter = rule_set.document["parameters"].get(name)
    if parameter is None:
        raise AdjustmentRefusedError(f"the rule set has no parameter of the name {name!r}")
    released = Decimal(parameter["value"])
    if adjustment.value == released:
        return "same"
    lower = adjustment.value < released
    return "stricter" if parameter["safer"] == ("lower" if lower else "higher") else "milder"


def check(rule_set: RuleSet, name: str, adjustment: Adjustment) -> None:
    """Whether the value may be set at all. Raises AdjustmentRefusedError."""
    if direction(rule_set, name, adjustment) == "milder" and not (adjustment.by and adjustment.until):
        raise AdjustmentRefusedError(f"{name}: a milder value needs a practitioner's name and a last day")
    if rule_set.document["parameters"][name]["period"] and adjustment.value != int(adjustment.value):
        raise AdjustmentRefusedError(f"{name}: a period of time is a whole number")
    if adjustment.value < 0:
        raise AdjustmentRefusedError(f"{name}: a parameter is never negative")


def _in_force(rule_set: RuleSet, adjustments: Mapping[str, Adjustment], as_of: date) -> Iterator[tuple[str, Decimal]]:
    for name, adjustment in adjustments.items():
        check(rule_set, name, adjustment)
        turned = direction(rule_set, name, adjustment)
        expired = turned == "milder" and adjustment.until is not None and as_of > adjustment.until
        if turned != "same" and not expired:
            yield name, adjustment.value
