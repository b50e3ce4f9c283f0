"""Answers as people mistype them: section 4.3, and what fits none of the forms its question allows."""

from collections.abc import Mapping
from random import Random
from typing import Any

_ENZYME = (41, "4.1", "<5", "121 U/L", ">3000 U/L", "<30 U/L", {"value": 4.1, "unit": "µkat/L"}, "0.7 µkat/L", "high",
           {"value": 210, "comparator": ">", "unit": "U/L"}, {"value": 40, "unit": "mg/dL"})  # fmt: skip
_ENZYME_LIMIT = (40, {"value": 0.67, "unit": "µkat/L"}, ">40 U/L", "40 U/L")
_WEIGHT = (180, "180", {"value": 180, "unit": "lb"}, {"value": 260, "unit": "lb"}, {"value": 12, "unit": "stone"},
           "82 kg", "12 st 4 lb", {"value": 7.4, "unit": "st"}, "82,5 kg", "about 82 kg", ">150 kg",
           {"value": 82, "unit": "mg"}, {"value": 700, "unit": "lb"})  # fmt: skip
_SLIPS: Mapping[str, tuple[Any, ...]] = {
    "body.weight": _WEIGHT,
    "body.weight_last": _WEIGHT,
    "body.height": (175, 69, 5.9, "5'9\"", "5 ft 9 in", "5 ft 9", {"feet": 5, "inches": 9},
                    {"value": 69, "unit": "in"}, {"value": 1.75, "unit": "m"}, "5.9 ft", {"value": 5.9, "unit": "ft"},
                    "5'13\"", "9 ft 5 in", "175 ca"),
    "ecg.qtc": (0.46, 460, 510, {"value": 0.46, "unit": "s"}, {"value": 0.501, "unit": "s"}, "0.47 s", "<500 ms"),
    **{f"lab.lft.{test}": _ENZYME for test in ("alt", "ast", "alp", "ggt")},
    **{f"lab.lft.{test}_limit": _ENZYME_LIMIT for test in ("alt", "ast", "alp", "ggt")},
    "lab.lft.bilirubin": (1.2, {"value": 1.2, "unit": "mg/dL"}, "2.5 mg/dL", ">40 µmol/L",
                          {"value": 20, "unit": "U/L"}),
    "lab.lft.bilirubin_limit": (1.2, {"value": 1.2, "unit": "mg/dL"}),
    "endo.tsh": ("<0.01", "<0.4", "<0.5", ">100", "2.1 mIU/L", {"value": 0.01, "comparator": "<"}, "low"),
    "endo.tsh_lower": ("<0.4", {"value": 0.4, "unit": "mIU/L"}),
    "renal.egfr": (">90", "<15", "<30", "<45", "28", "normal"),
    "vital.hr": ("fast", "131", {"value": 131, "unit": "1/min"}, ">120"),
    "vital.spo2": ("89 %", "low", {"value": 91, "unit": "%"}),
}  # fmt: skip
# A pair of numbers in kilopascal with and without the unit, reversed, and told in words.
_PRESSURES: tuple[tuple[Any, Any], ...] = (
    (16.5, 10.5), (24.5, 15), (30, 20), (34, 12), (5, 4),
    ({"value": 16.5, "unit": "kPa"}, {"value": 10.5, "unit": "kPa"}),
    ({"value": 24.1, "unit": "kPa"}, {"value": 14.8, "unit": "kPa"}),
    ("19.1 kPa", "12.2 kPa"), ("120 over high 70s", 76), ("150", "95 mmHg"), ("<140", 80), (76, 118),
    (120, "high"),
)  # fmt: skip
_NO_DATES = ("31/31/2020", "yesterday", "2026-02-30", "three weeks ago", "2026-13")
_UNEXPECTED = ("cv.unheard_of", "free.remark")
_BY_KIND: Mapping[str, tuple[Any, ...]] = {
    "yes_no": ("maybe", "not any more", 1),
    "choice": ("something else", 3),
    "text": (5, ["x"]),
    "date": _NO_DATES,
    "quantity": ("many", "12 bananas"),
}


def with_slips(chance: Random, answers: dict[str, Any], items: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A few of the answers that are there, written as they should not be."""
    units = [link_id for link_id in answers if link_id in _SLIPS]
    chosen = chance.sample(units, min(len(units), chance.choice((0, 1, 1, 2))))
    others = [link_id for link_id in answers if link_id not in _SLIPS and link_id in items]
    chosen += chance.sample(others, min(len(others), chance.choice((0, 0, 1, 2))))
    slipped = {link_id: _slip(chance, items[link_id], answers[link_id]) for link_id in chosen}
    if "vital.bp" in answers and chance.random() < 0.25:
        slipped["vital.bp"] = _readings(chance, answers["vital.bp"])
    if chance.random() < 0.03:
        slipped[chance.choice(_UNEXPECTED)] = "yes"
    return {**answers, **slipped}


def _slip(chance: Random, item: Mapping[str, Any], answer: Any) -> Any:
    if item["linkId"] in _SLIPS:
        return chance.choice(_SLIPS[item["linkId"]])
    match item["kind"]:
        case "multi_choice":
            ticked = answer if isinstance(answer, list) else []
            return [*ticked, "itch"]
        case "group":
            return _rows(chance, item, answer)
        case kind:
            return chance.choice(_BY_KIND[kind])


def _rows(chance: Random, item: Mapping[str, Any], answer: Any) -> Any:
    """One cell of one row, or the whole list."""
    if not isinstance(answer, list) or chance.random() < 0.1:
        return "yes"
    at, field = chance.randrange(len(answer)), chance.choice(item["fields"])
    if field["kind"] in {"multi_choice", "text"}:
        return answer
    cell = chance.choice(_BY_KIND[field["kind"]])
    return [{**row, field["linkId"]: cell} if place == at else row for place, row in enumerate(answer)]


def _readings(chance: Random, answer: Any) -> Any:
    if not isinstance(answer, list):
        return answer
    upper, lower = chance.choice(_PRESSURES)
    return [*answer[:-1], {**answer[-1], "systolic": upper, "diastolic": lower}][-2:]
