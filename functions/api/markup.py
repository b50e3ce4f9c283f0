"""HTML out: everything that is not made here is escaped, by construction. Must not know what a document means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from functions.service.documents import JSON

# Control characters and those that change the direction of what follows would make a page say something else.
_HIDDEN: Final = {
    code: f"\\u{code:04x}"
    for code in (
        *(code for code in range(0x20) if chr(code) not in "\n\t"),
        *range(0x7F, 0xA0),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
        *range(0xD800, 0xE000),
        0xFEFF,
    )
}


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of HTML that is safe to put into a page."""

    text: str


type Piece = Markup | str


def element(tag: str, /, *pieces: Piece, **attributes: str) -> Markup:
    """An element. Strings are escaped; tags and names come from our code, `class_` stands for `class`."""
    told = "".join(f' {key.rstrip("_")}="{_safe(value)}"' for key, value in attributes.items())
    return Markup(f"<{tag}{told}>{''.join(_text(piece) for piece in pieces)}</{tag}>")


def void(tag: str, /, **attributes: str) -> Markup:
    """An element without content."""
    return Markup(f"<{tag}{''.join(f' {key}="{_safe(value)}"' for key, value in attributes.items())}>")


def joined(pieces: Iterable[Piece]) -> Markup:
    return Markup("".join(_text(piece) for piece in pieces))


def table(headings: Sequence[str], rows: Iterable[Sequence[Piece]]) -> Markup:
    head = element("thead", element("tr", *(element("th", each) for each in headings)))
    body = element("tbody", *(element("tr", *(element("td", cell) for cell in row)) for row in rows))
    return element("table", head, body)


def document(value: JSON) -> Markup:
    """Any JSON as nested lists."""
    if isinstance(value, Mapping):
        pairs = ((element("dt", name), element("dd", document(each))) for name, each in value.items())
        return element("dl", *(piece for pair in pairs for piece in pair))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return element("ol", *(element("li", document(each)) for each in value))
    if isinstance(value, str):
        return element("bdi", value)
    if value is None or isinstance(value, bool):
        return element("code", {None: "null", True: "true", False: "false"}[value])
    return element("code", str(value))


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Markup) else _safe(piece)


def _safe(text: str) -> str:
    return escape(text.translate(_HIDDEN), quote=True)
