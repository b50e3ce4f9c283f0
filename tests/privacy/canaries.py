"""A body in which every place a person can write to holds a token of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from functions.adapters.released import current_rule_set

_PREFIX = "Kanarie"


class Canaries:
    """Hands out tokens and remembers them."""

    def __init__(self) -> None:
        self.tokens: list[str] = []

    def new(self) -> str:
        token = f'{_PREFIX}{len(self.tokens):05d}"Zé'
        self.tokens.append(token)
        return token

    def body(self) -> dict[str, Any]:
        """Every question answered with a token in every form in which it may be answered."""
        questionnaire = current_rule_set().questionnaire
        return {
            "questionnaire": {"id": questionnaire["id"], "version": questionnaire["version"]},
            "phase": "intake",
            "patientReference": self.new(),
            "requestedRoute": self.new(),
            "submittedAt": self.new(),
            "source": self.new(),
            "answers": self.answers(questionnaire["items"]),
        }

    def answers(self, items: Any) -> dict[str, Any]:
        answers = {item["linkId"]: self._answer(number, item) for number, item in enumerate(items)}
        return {**answers, self.new(): self.new()}

    def _answer(self, number: int, item: Mapping[str, Any]) -> object:
        if item["kind"] == "text":
            return self.new()
        shapes: tuple[Callable[[], object], ...] = (
            self.new,
            lambda: {"value": self.new(), "unit": self.new()},
            lambda: [self.new()],
            lambda: [{part["linkId"]: self.new() for part in item.get("fields", ())} | {self.new(): self.new()}],
            lambda: {"state": self.new()},
        )
        return shapes[number % len(shapes)]()
