"""Intakes for the cost curve and the size of items: as they come, of many trials, told at length, built to be large.

The last are what anybody who can submit may send within the limits of the parsing contract: 64 KB, 100 rows an
answer. Their text is noise, so that it cannot be compressed.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from random import Random
from string import ascii_letters, ascii_lowercase, digits
from typing import Any, Final

from benchmarks.samples import AS_OF, samples
from functions.adapters.released import current_rule_set
from functions.api.parsing import LARGEST_BODY
from tests.realism.invented import intakes as invented_intakes

type Answers = Mapping[str, Any]

SEED: Final = 20260420
HOW_MANY: Final = 40
_ROWS: Final = 100
_ENVELOPE: Final = 600
_SHORT: Final = 100
_WEEKS: Final = 8
_PROSE: Final = (
    "I have been taking these for a long time and my doctor changed them twice. At first I slept better, then not. ",
    "It started after my second child was born, and there were better months in between when I went back to work. ",
    "Nothing was as bad as last winter. I would like to know whether I may go on with my blood pressure tablets. ",
)
_LONE: Final = "\ud800"
_TAKEN: Final = ("lisinopril 10 mg", "metformin", "levothyroxine 75 mcg", "the white ones", "melatonin", "ibuprofen")


def invented(count: int = HOW_MANY) -> list[Answers]:
    """What patients send, as tests/realism invents it; always the same."""
    return [intake.patient for intake in invented_intakes(count, SEED)]


def with_trials(count: int) -> Answers:
    """Everything answered, and so many trials one after the other, each long enough."""
    return {**samples()["complete"], "target.trials": [_trial(place) for place in range(count)] or "none"}


def told_at_length() -> Answers:
    """Somebody ill for decades who leaves nothing out: many trials and medicines, and four pages of text."""
    medicines = [{"name": name, "dose": 10 + place} for place, name in enumerate(_TAKEN * 4)]
    text = "".join(_PROSE[place % len(_PROSE)] + f"That was in {1990 + place}. " for place in range(30))
    return {**samples()["usual"], "target.trials": _trials(25), "med.list": medicines, "free.anything": text[:4000]}


def built_to_be_large() -> Iterator[tuple[str, Answers]]:
    """The largest body of each shape that found its way into a record several times when it was looked for."""
    for name, shape in _SHAPES.items():
        yield name, _filled(shape)


def as_sent(document: Answers) -> bytes:
    """As few bytes as JSON allows: nothing is escaped but what UTF-8 cannot hold."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace(_LONE, "\\ud800").encode()


def _trials(count: int) -> list[dict[str, Any]]:
    return [_trial(place) for place in range(count)]


def _trial(place: int) -> dict[str, Any]:
    drugs = antidepressants()
    end = AS_OF - timedelta(weeks=(_WEEKS + 1) * place + 1)
    return {
        "drug": drugs[place % len(drugs)],
        "reason": ["depression"],
        "dose": 100,
        "often": "once",
        "start": (end - timedelta(weeks=_WEEKS)).isoformat(),
        "end": end.isoformat(),
        "adherence": "from_80",
        "benefit": "none",
        "stop_reason": ["did_not_work"],
        "with_other": "alone",
        "episode": "current",
    }


@cache
def antidepressants() -> Sequence[str]:
    """Those that count as a trial in depression."""
    agents = current_rule_set().document["knowledge"]["trials"]["agents"]
    return [agent["ingredient"] for agent in agents if agent["antidepressant"]]


def _noise(random: Random, length: int, letters: str) -> str:
    return "".join(random.choices(letters, k=length))


def _unknown_questions(random: Random, length: int) -> Answers:
    return {_noise(random, length, _LETTERS): 0 for _ in range(_ROWS)}


def _unknown_questions_escaped(random: Random, length: int) -> Answers:
    """One lone surrogate has the whole text written in escapes."""
    return {_noise(random, length, _TWO_BYTES) + _LONE: 0 for _ in range(_ROWS)}


def _tried(random: Random, length: int) -> Answers:
    rows = [{"drug": _noise(random, length, _LETTERS), "reason": ["depression"]} for _ in range(_ROWS)]
    return {"target.trials": rows}


def _taken(random: Random, length: int) -> Answers:
    return {"med.list": [{"name": _noise(random, length, _LETTERS)} for _ in range(_ROWS)]}


def _run_together(random: Random, length: int) -> Answers:
    """Every second character ends one medicine and begins the next."""
    return {"med.list": [{"name": ",".join(_noise(random, length // 2, ascii_lowercase))} for _ in range(_ROWS)]}


def _free_text(random: Random, length: int) -> Answers:
    return {"free.anything": _noise(random, length * _ROWS, _LETTERS)}


_LETTERS: Final = ascii_letters + digits + "!#$%&()*-.:;<=>?@[]^_{|}~ "
_TWO_BYTES: Final = "".join(map(chr, range(0xA1, 0x800)))
_SHAPES: Final[Mapping[str, Callable[[Random, int], Answers]]] = {
    "free text": _free_text,
    "unknown questions": _unknown_questions,
    "unknown questions, escaped": _unknown_questions_escaped,
    "trials of unreadable medicines": _tried,
    "unreadable medicines": _taken,
    "medicines run together": _run_together,
}


def _filled(shape: Callable[[Random, int], Answers]) -> Answers:
    """The shape with as much text in it as a body may hold. Its bytes grow by the same for each further character."""
    least, more = (len(as_sent(shape(_seeded(), length))) for length in (_SHORT, 2 * _SHORT))
    length = _SHORT + int((LARGEST_BODY - _ENVELOPE - least) / (more - least) * _SHORT)
    return shape(_seeded(), length // 2 * 2)


def _seeded() -> Random:
    return Random(SEED)  # noqa: S311 - noise, not secrets
