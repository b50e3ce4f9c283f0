"""Table 2.2 of the document on treatment resistance: class, least dose a day, titration, least doses in anxiety."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Agent:
    """One antidepressant; `anxiety` by the condition as the questionnaire names it."""

    ingredient: str
    kind: str
    least: Decimal
    titration: int
    anxiety: Mapping[str, int]


def _agents(*rows: tuple[str, str, str, float, int, dict[str, int]]) -> dict[str, Agent]:
    found: dict[str, Agent] = {}
    for names, ingredient, kind, least, titration, anxiety in rows:
        agent = Agent(ingredient, kind, Decimal(str(least)), titration, anxiety)
        found |= {name.casefold(): agent for name in (ingredient, *names.split(", "))}
    return found


_ALL_THREE = ("gad", "panic", "social_anxiety")

AGENTS = _agents(
    ("Celexa", "citalopram", "SSRI", 20, 0, {"panic": 20}),
    ("Lexapro", "escitalopram", "SSRI", 10, 0, dict.fromkeys(_ALL_THREE, 10)),
    ("Prozac, Sarafem", "fluoxetine", "SSRI", 20, 0, {"panic": 20}),
    ("Luvox", "fluvoxamine", "SSRI", 100, 1, {"social_anxiety": 150}),
    ("Paxil, Pexeva", "paroxetine", "SSRI", 20, 0, dict.fromkeys(_ALL_THREE, 20)),
    ("Zoloft", "sertraline", "SSRI", 50, 0, dict.fromkeys(_ALL_THREE, 50)),
    ("Viibryd", "vilazodone", "SPARI", 20, 1, {}),
    ("Trintellix", "vortioxetine", "multimodal", 10, 0, {}),
    ("Effexor XR", "venlafaxine", "SNRI", 75, 1, dict.fromkeys(_ALL_THREE, 75)),
    ("Pristiq", "desvenlafaxine", "SNRI", 50, 0, {}),
    ("Cymbalta", "duloxetine", "SNRI", 60, 1, {"gad": 60}),
    ("Fetzima", "levomilnacipran", "SNRI", 40, 1, {}),
    ("Savella", "milnacipran", "SNRI", 100, 1, {}),
    ("Wellbutrin", "bupropion", "NDRI", 300, 1, {}),
    ("Remeron", "mirtazapine", "NaSSA", 15, 0, {}),
    ("Desyrel", "trazodone", "SARI", 200, 2, {}),
    ("Serzone", "nefazodone", "SARI", 300, 2, {}),
    ("Elavil", "amitriptyline", "TCA", 150, 2, {}),
    ("Anafranil", "clomipramine", "TCA", 150, 2, {"panic": 75}),
    ("Norpramin", "desipramine", "TCA", 150, 2, {}),
    ("Tofranil", "imipramine", "TCA", 150, 2, {}),
    ("Pamelor", "nortriptyline", "TCA", 75, 2, {}),
    ("Nardil", "phenelzine", "MAOI", 45, 2, {"social_anxiety": 45}),
    ("Parnate", "tranylcypromine", "MAOI", 30, 2, {}),
)

# "Never counted as an antidepressant trial", and 2.4.
NEVER = frozenset({"zuranolone", "alprazolam", "clonazepam", "lorazepam", "hydroxyzine", "gabapentin"})
FIRST_LINE = ("SSRI", "SNRI")
