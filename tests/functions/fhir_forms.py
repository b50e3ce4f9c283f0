"""Forms in FHIR as a reader of them sees them: flat, in order, with answers put against their gates."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from functions.api.fhir_codes import ANSWERS, YES_OR_NO

type Element = Mapping[str, Any]


def flat(element: Element) -> Iterator[Element]:
    """Every item in the order a person meets it."""
    for item in element.get("item", ()):
        yield item
        yield from flat(item)


def enabled(item: Element, answers: Mapping[str, Any]) -> bool:
    """Whether the tests of an item hold for answers given in our own JSON."""
    tests = item.get("enableWhen", ())
    held = [_holds(test, answers.get(test["question"])) for test in tests]
    return not tests or (all(held) if item.get("enableBehavior") == "all" else any(held))


def _holds(test: Element, answer: Any) -> bool:
    if answer is None:
        return False
    if "answerDecimal" in test:
        return _compared(test["operator"], Decimal(str(answer)), Decimal(test["answerDecimal"]))
    given = answer if isinstance(answer, list) else [answer]
    return test["answerCoding"]["code"] in map(str, given)


def _compared(operator: str, left: Decimal, right: Decimal) -> bool:
    return {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}[operator]


def words(item: Element) -> list[str]:
    """The codes a choice offers, without the ways not to answer."""
    codings = [option["valueCoding"] for option in item["answerOption"]]
    return [coding["code"] for coding in codings if coding["system"] != ANSWERS or coding["code"] in YES_OR_NO]
