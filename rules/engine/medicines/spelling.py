"""How a medicine's name is compared: without case, accents, punctuation, strengths, formulations and salts."""

import re
import unicodedata
from collections.abc import Sequence

_APOSTROPHES = re.compile(r"['`’]")  # noqa: RUF001 - the typographic one is what phones write
_DOTTED = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b|\s|$)")
_WORDS = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNITS = _listed(
    "mg mcg ug μg g gm gram grams ml iu unit units meq milligram milligrams microgram micrograms h hr hrs hour hours"
)
_FORMULATION = _listed(
    "tablet tablets tab tabs capsule capsules cap caps pill pills caplet caplets film films strip strips lozenge "
    "lozenges troche troches patch patches cream gel ointment drop drops eye spray nasal inhaler inhalation solution "
    "suspension liquid syrup elixir oral orally sublingual sl injection injectable injections shot shots depot pen "
    "er xr sr xl cr ir la dr ec odt xt "
    "extended release sustained immediate delayed slow long acting modified generic brand prescription rx"
)
_SCHEDULE = _listed(
    "daily weekly monthly once twice nightly bid tid qid qd qhs qam qpm hs po prn a per day week month every morning "
    "evening night bedtime noon at in the as needed times each by mouth take takes taking and with w food meals"
)
_SALTS = _listed(
    "hydrochloride hcl hydrobromide hbr sulfate sulphate sodium potassium calcium maleate tartrate bitartrate "
    "succinate fumarate mesylate besylate citrate acetate phosphate carbonate oxalate pamoate tosylate bromide "
    "chloride"
)


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded so that spelling habits do not matter."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(_WORDS.findall(_DOTTED.sub("", _APOSTROPHES.sub("", plain))))


def forms(text: str) -> tuple[str, ...]:
    """Ways to look a name up, the most literal first: as written, without strength and form, without its salt."""
    literal = words(text)
    bare = _bare(literal)
    saltless = tuple(word for word in bare if word not in _SALTS)
    return tuple(dict.fromkeys(" ".join(form) for form in (literal, bare, saltless) if form))


def names_something(text: str) -> bool:
    """Whether there is more in a text than strengths, forms and schedules."""
    return bool(_bare(words(text)))


def _bare(literal: Sequence[str]) -> tuple[str, ...]:
    kept = []
    after_number = False
    for word in literal:
        number = word[0].isdigit()
        if not (number or (after_number and word in _UNITS) or word in _FORMULATION or word in _SCHEDULE):
            kept.append(word)
        after_number = number
    return tuple(word for word in kept if word not in _UNITS or len(word) == 1)


def within_one_edit(one: str, other: str) -> bool:
    """Whether one letter put in, left out or replaced turns one word into the other."""
    short, long = sorted((one, other), key=len)
    same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]
