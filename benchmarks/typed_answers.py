"""The questionnaire as pydantic models, as a plain handler would declare it: each answer by the kind of its item.

Every item takes what our own reader takes in its usual form, or one of the three states; nothing is computed from it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

type State = Literal["dont_know", "declined", "not_asked"]


class Stated(BaseModel):
    """An answer that is a reason for none."""

    model_config = ConfigDict(extra="forbid")

    state: State


class Quantity(BaseModel):
    """A number with its unit."""

    model_config = ConfigDict(extra="forbid")

    value: float
    unit: str | None = None


def answers_model(questionnaire: Mapping[str, Any]) -> type[BaseModel]:
    """A model of the answers: a field for each item, none of them required."""
    return _model("Answers", questionnaire["items"])


def _model(name: str, items: Iterable[Mapping[str, Any]]) -> type[BaseModel]:
    fields: dict[str, Any] = {
        f"item{place}": (_answer(item), Field(default=None, alias=item["linkId"]))
        for place, item in enumerate(items, start=1)
    }
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _answer(item: Mapping[str, Any]) -> Any:
    said = _said(item)
    return said | Literal["dont_know", "declined", "none"] | Stated | None


def _said(item: Mapping[str, Any]) -> Any:
    plain = {"yes_no": Literal["yes", "no"], "quantity": float | Quantity, "date": date, "text": str}
    if item["kind"] in plain:
        return plain[item["kind"]]
    if item["kind"] == "group":
        return list[_model(item["fact"], item["fields"])]  # type: ignore[misc] - made from the questionnaire
    options = Literal[*(option["value"] for option in item["options"])]
    return options if item["kind"] == "choice" else options | list[options]
