"""Whether a caller of the last released contract could be disappointed by this one.

Adding is free: routes, optional parts of requests, parts and words of replies. Everything else that differs in form
is named.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from infra.contract.schemas import PLACE

type Document = Mapping[str, Any]
type Schema = Mapping[str, Any]

# Raising the first or lowering the second refuses what was taken before.
_FLOORS: Final = ("minLength", "minItems", "minimum")
_CEILINGS: Final = ("maxLength", "maxItems", "maximum")
_METHODS: Final = frozenset({"get", "put", "post", "patch", "delete"})
_SUCCESS: Final = "2"


def breaking(old: Document, new: Document) -> list[str]:
    """One sentence for each promise that is no longer kept."""
    return [
        f"{method.upper()} {path}: {said}"
        for path, methods in old["paths"].items()
        for method, before in methods.items()
        if method in _METHODS
        for said in _of_route(before, new["paths"].get(path, {}).get(method), _Pair(old, new))
    ]


class _Pair:
    """The two documents, for following references."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = _named(old), _named(new)

    def old(self, schema: Schema) -> Schema:
        return _followed(schema, self._old)

    def new(self, schema: Schema) -> Schema:
        return _followed(schema, self._new)


def _named(document: Document) -> Mapping[str, Schema]:
    named: Mapping[str, Schema] = document.get("components", {}).get("schemas", {})
    return named


def _followed(schema: Schema, named: Mapping[str, Schema]) -> Schema:
    while "$ref" in schema:
        schema = named[schema["$ref"].removeprefix(PLACE)]
    return schema


def _of_route(before: Document, after: Document | None, pair: _Pair) -> Iterator[str]:
    if after is None:
        yield "is gone"
        return
    yield from _security(before, after)
    yield from _parameters(before, after, pair)
    yield from _body(before, after, pair)
    yield from _replies(before, after, pair)


def _security(before: Document, after: Document) -> Iterator[str]:
    shut = [way for way in before["security"] if way not in after["security"] and {} not in after["security"]]
    for way in shut:
        words = ", ".join(f"{name} {' '.join(roles)}".strip() for name, roles in way.items())
        yield f"no longer admits {words or 'everybody'}"


def _parameters(before: Document, after: Document, pair: _Pair) -> Iterator[str]:
    # What a part of a path is called does not travel; its place among the others does.
    old, new = _placed(before), _placed(after)
    for place, parameter in old.items():
        if place not in new:
            yield f"no longer takes {place}"
        else:
            yield from _taken(pair.old(parameter["schema"]), pair.new(new[place]["schema"]), place, pair)
    for place, parameter in new.items():
        if parameter["required"] and not old.get(place, {}).get("required"):
            yield f"now needs {place}"


def _placed(route: Document) -> dict[str, Document]:
    in_path = (each for each in route["parameters"] if each["in"] == "path")
    placed = {f"part {number} of the path": each for number, each in enumerate(in_path, 1)}
    return placed | {f"{each['in']} {each['name']}": each for each in route["parameters"] if each["in"] != "path"}


def _body(before: Document, after: Document, pair: _Pair) -> Iterator[str]:
    old, new = (each.get("requestBody", {}).get("content", {}) for each in (before, after))
    for kind, content in old.items():
        if kind not in new:
            yield f"no longer takes {kind}"
        else:
            yield from _taken(pair.old(content["schema"]), pair.new(new[kind]["schema"]), "body", pair)
    if new and not old:
        yield "now needs a body"


def _replies(before: Document, after: Document, pair: _Pair) -> Iterator[str]:
    for status, reply in before["responses"].items():
        if status not in after["responses"]:
            yield f"no longer answers {status}"
            continue
        now = after["responses"][status]
        lost = reply.get("headers", {}).keys() - now.get("headers", {}).keys()
        yield from (f"{status} lost its header {name}" for name in sorted(lost))
        yield from _contents(status, reply.get("content", {}), now.get("content", {}), pair)
    for status in after["responses"].keys() - before["responses"].keys():
        if status.startswith(_SUCCESS):
            yield f"now answers {status}"


def _contents(status: str, before: Document, after: Document, pair: _Pair) -> Iterator[str]:
    for kind, content in before.items():
        if kind not in after:
            yield f"{status} is no longer told as {kind}"
        else:
            yield from _given(pair.old(content["schema"]), pair.new(after[kind]["schema"]), status, pair)


def _taken(old: Schema, new: Schema, place: str, pair: _Pair) -> Iterator[str]:
    """What was taken must still be."""
    yield from _types(_kinds(old, pair.old), _kinds(new, pair.new), place)
    yield from _words(old, new, place)
    yield from (f"{place}: {name} is higher" for name in _FLOORS if new.get(name, 0) > old.get(name, 0))
    yield from (f"{place}: {name} is lower" for name in _CEILINGS if _lower(old.get(name), new.get(name)))
    for name in ("pattern", "allOf", "format"):
        if name in new and old.get(name) != new[name]:
            yield f"{place}: the {name} is another"
    yield from (f"{place}: now needs {name}" for name in set(new.get("required", ())) - set(old.get("required", ())))
    for name, part in old.get("properties", {}).items():
        if name in new.get("properties", {}):
            yield from _inside(part, new["properties"][name], f"{place}/{name}", pair, _taken)
        elif new.get("additionalProperties") is False:
            yield f"{place}: no longer takes {name}"
    yield from _items(old, new, place, pair, _taken)


def _given(old: Schema, new: Schema, place: str, pair: _Pair) -> Iterator[str]:
    """What was promised must still be there, of no other type. Words may be added."""
    yield from _types(_kinds(new, pair.new), _kinds(old, pair.old), place)
    needed = set(new.get("required", ()))
    for name, part in old.get("properties", {}).items():
        if name not in new.get("properties", {}):
            yield f"{place}: lost {name}"
        elif name in old.get("required", ()) and name not in needed:
            yield f"{place}: {name} may be absent now"
        else:
            yield from _inside(part, new["properties"][name], f"{place}/{name}", pair, _given)
    yield from _items(old, new, place, pair, _given)


def _items(old: Schema, new: Schema, place: str, pair: _Pair, held: Any) -> Iterator[str]:
    if isinstance(old.get("items"), Mapping) and isinstance(new.get("items"), Mapping):
        yield from _inside(old["items"], new["items"], f"{place}/*", pair, held)


def _inside(old: Schema, new: Schema, place: str, pair: _Pair, held: Any) -> Iterator[str]:
    """The part itself; of one that may be null, what it is otherwise."""
    before, after = _other_than_null(old, pair.old), _other_than_null(new, pair.new)
    yield from _types(*_order(held, _kinds(old, pair.old), _kinds(new, pair.new)), place)
    yield from held(before, after, place, pair)


def _order(held: Any, old: frozenset[str], new: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    return (old, new) if held is _taken else (new, old)


def _other_than_null(schema: Schema, follow: Any) -> Schema:
    schema = follow(schema)
    others = [follow(each) for each in schema.get("anyOf", ()) if follow(each).get("type") != "null"]
    return others[0] if len(others) == 1 else schema


def _kinds(schema: Schema, follow: Any) -> frozenset[str]:
    """The types of JSON it may be; all of them where it does not say."""
    schema = follow(schema)
    if "anyOf" in schema:
        return frozenset().union(*(_kinds(each, follow) for each in schema["anyOf"]))
    kind = schema.get("type", _ANYTHING)
    return frozenset({kind} if isinstance(kind, str) else kind)


_ANYTHING: Final = ("null", "boolean", "integer", "number", "string", "array", "object")


def _types(narrow: frozenset[str], wide: frozenset[str], place: str) -> Iterator[str]:
    allowed = wide | ({"integer"} if "number" in wide else frozenset())
    if lost := narrow - allowed:
        yield f"{place}: {' or '.join(sorted(lost))} does not fit any more"


def _words(old: Schema, new: Schema, place: str) -> Iterator[str]:
    before, after = _choice(old), _choice(new)
    if after is not None:
        gone = {"any other"} if before is None else before - after
        yield from (f"{place}: no longer takes {word}" for word in sorted(map(str, gone)))


def _choice(schema: Schema) -> set[Any] | None:
    if "const" in schema:
        return {schema["const"]}
    return set(schema["enum"]) if "enum" in schema else None


def _lower(before: float | None, now: float | None) -> bool:
    return now is not None and (before is None or now < before)
