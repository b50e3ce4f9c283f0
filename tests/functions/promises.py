"""The published contract as tests hold replies against it: closed, so that a field it does not name is a fault."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from functions.adapters.contract import PUBLISHED

type Document = dict[str, Any]


@cache
def contract() -> Document:
    document: Document = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return document


@dataclass(frozen=True)
class Promise:
    """What the contract says about one route."""

    method: str
    path: str
    operation: Mapping[str, Any]

    def kept_by(self, status: int, kind: str, body: Any) -> None:
        """Fails for a reply the contract does not describe."""
        place = f"{self.method} {self.path} {status}"
        responses = self.operation["responses"]
        assert str(status) in responses, f"{place} is not in the contract"
        content = responses[str(status)].get("content")
        if content is None:
            assert not body, f"{place} has a body"
            return
        assert kind in content, f"{place} as {kind} is not in the contract"
        validator = _closed_validator(self.path, self.method, str(status), kind)
        faults = [fault.message for fault in validator.iter_errors(body)]
        assert not faults, f"{place}: {faults[:3]}"


def promises() -> list[Promise]:
    """Every route."""
    return [
        Promise(method.upper(), path, operation)
        for path, methods in contract()["paths"].items()
        for method, operation in methods.items()
    ]


def promise(method: str, path: str) -> Promise | None:
    """What is promised to whoever asks for this; nothing where there is no route."""
    return next((each for each in promises() if each.method == method and _pattern(each.path).fullmatch(path)), None)


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"{\w+}", "[^/]+", path))


@cache
def _closed_validator(path: str, method: str, status: str, kind: str) -> Draft202012Validator:
    content = contract()["paths"][path][method.lower()]["responses"][status]["content"]
    return Draft202012Validator({**content[kind]["schema"], "components": _closed(contract()["components"])})


def _closed(part: Any) -> Any:
    """Objects with named fields take no others; free ones stay free."""
    if isinstance(part, list):
        return [_closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    inner = {name: _closed(each) for name, each in part.items()}
    return {"additionalProperties": False, **inner} if isinstance(part.get("properties"), dict) else inner
