"""Random scores of scales: the neighbours of every cut, totals a scale cannot have, days around the limit of 14."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

_TOTALS: Mapping[str, tuple[int, ...]] = {
    "phq9": (0, 4, 5, 9, 10, 18, 20, 24, 27, 28), "gad7": (0, 4, 5, 8, 9, 10, 12, 16, 21, 22),
    "madrs": (0, 9, 10, 20, 29, 40, 60, 61), "ham_a": (0, 17, 18, 24, 36, 56, 57), "pdss_sr": (0, 7, 8, 28, 29),
    "spin": (0, 18, 19, 68, 69), "pc_ptsd5": (0, 2, 3, 5, 6), "pcl5": (0, 32, 33, 80), "mdq": (0, 6, 7, 8, 13, 14),
    "audit": (0, 7, 8, 40, 41), "cage_aid": (0, 1, 4, 5), "hamd17": (0, 52, 53), "qids_sr16": (0, 27, 28),
    "mini_spin": (0, 12, 13), "y_bocs": (0, 40, 41), "isi": (0, 28, 29), "wsas": (0, 40, 41),
}  # fmt: skip
_DAYS = (0, 1, 5, 13, 14, 15, 40, 100)


def score_lines(chance: Random, as_of: date, item: Mapping[str, Any]) -> Any:
    if chance.random() < 0.1:
        return "none"
    lines = [_line(chance, as_of, item) for _ in range(chance.choices((1, 2, 4), (5, 4, 2))[0])]
    # Which of two scores of a scale holds that do not tell their order is nowhere said.
    return list({(line["instrument"], line.get("date")): line for line in lines if _ordered(line, lines)}.values())


def _ordered(line: Mapping[str, Any], lines: list[dict[str, Any]]) -> bool:
    return "date" in line or sum(other["instrument"] == line["instrument"] for other in lines) == 1


def _line(chance: Random, as_of: date, item: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field["linkId"]: field for field in item["fields"]}
    instrument = chance.choice([option["value"] for option in fields["instrument"]["options"]])
    line: dict[str, Any] = {"instrument": instrument}
    if chance.random() < 0.96:
        line["total"] = chance.choice(_TOTALS[instrument])
    if chance.random() < 0.9:
        line["date"] = (as_of - timedelta(days=chance.choice(_DAYS))).isoformat()
    if "positive" in fields and instrument == "mdq" and chance.random() < 0.8:
        line["positive"] = chance.choice(("yes", "no"))
    return line


def totals(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Totals as they follow from the items, where all of them are numbers."""
    found = {}
    for scale, count in (("scale.phq9", 9), ("scale.gad7", 7)):
        items = [_plain(answers.get(f"{scale}.{item}")) for item in range(1, count + 1)]
        if None not in items and scale in answers:
            found[scale] = sum(item for item in items if item is not None)
    return found


def _plain(answer: Any) -> int | None:
    value = answer.get("value") if isinstance(answer, dict) else answer
    return value if isinstance(value, int) else None
