"""Random lists of medicines: names of the lexicon, misspellings, near misses and inventions, with doses and dates."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.second.lexicon import GROUP_OF, MISSPELT, NAMES, NEVER_RESOLVED

_BY_GROUP: dict[str, list[str]] = {}
for _name, _ingredients in NAMES.items():
    for _ingredient in _ingredients:
        _BY_GROUP.setdefault(GROUP_OF[_ingredient], []).append(_name)
_GROUPS = sorted(_BY_GROUP)
_SEDATING = ("benzodiazepine", "benzodiazepine", "opioid", "gabapentinoid", "hypnotic", "muscle_relaxant")
_LONG = sorted(name for name in GROUP_OF if name.isalpha() and len(name) >= 9 and name not in NEVER_RESOLVED)
_INVENTED = ("Xyloquantin", "the little white ones", "qqqqqq", "Bravotenzil forte")
_AMOUNTS = (0.25, 0.5, 1, 1.5, 2, 3, 5, 6, 7.5, 10, 15, 20, 25, 30, 50, 60, 75, 100, 150)
_LAST = (0, 1, 2, 6, 7, 8, 13, 14, 15, 30)


def medicine_lines(chance: Random, as_of: date) -> Any:
    if chance.random() < 0.1:
        return "none"
    groups = _SEDATING if chance.random() < 0.15 else _GROUPS
    count = chance.choices((1, 2, 3, 5), (5, 4, 2, 1))[0]
    lines = [_line(chance, as_of, groups) for _ in range(count)]
    return [*lines, lines[0]] if chance.random() < 0.05 else lines


def _line(chance: Random, as_of: date, groups: Any) -> dict[str, Any]:
    line: dict[str, Any] = {}
    if chance.random() < 0.98:
        line["name"] = _name_written(chance, groups)
    if chance.random() < 0.7:
        line["amount"] = chance.choice(_AMOUNTS)
    if chance.random() < 0.9:
        line["unit"] = chance.choices(("mg", "mcg", "g", "pieces"), (20, 1, 1, 1))[0]
    if chance.random() < 0.8:
        line["times_a_day"] = chance.choice((1, 1, 2, 3, 4))
    if chance.random() < 0.4:
        line["as_needed"] = chance.choice(("yes", "no"))
    line["taking"] = chance.choices(("yes", "no", "dont_know", None), (12, 3, 1, 4))[0]
    if chance.random() < 0.4:
        line["last_taken"] = (as_of - timedelta(days=chance.choice(_LAST))).isoformat()
    if "name" in line and chance.random() < 0.6:
        line |= _confirmed(chance, line["name"])
    return {name: cell for name, cell in line.items() if cell is not None}


def _name_written(chance: Random, groups: Any) -> str:
    kind = chance.random()
    if kind < 0.86:
        name = chance.choice(_BY_GROUP[chance.choice(groups)])
        return chance.choices((name, name.upper(), name.lower(), f" {name} "), (8, 1, 2, 1))[0]
    if kind < 0.92:
        return chance.choice(sorted(MISSPELT))
    if kind < 0.96:
        return _one_letter_less(chance, chance.choice(_LONG))
    return chance.choice(_INVENTED)


def _confirmed(chance: Random, name: str) -> dict[str, Any]:
    """What was confirmed is mostly what was meant."""
    meant = MISSPELT.get(name)
    if meant is None:
        return {"confirmed": chance.choice(sorted(GROUP_OF))} if chance.random() < 0.05 else {}
    return {"confirmed": meant if chance.random() < 0.8 else chance.choice(sorted(GROUP_OF))}


def _one_letter_less(chance: Random, name: str) -> str:
    at = chance.randrange(1, len(name))
    return name[:at] + name[at + 1 :]
