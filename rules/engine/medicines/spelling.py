"""How a medicine's name is compared: without case, accents, punctuation, strengths, formulations and salts."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import compress

MOST_AT_THE_END = 2
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


def beginnings(text: str) -> tuple[str, ...]:
    """The text up to each place after which only strengths, forms, salts and schedules follow, the longest first.

    A name may itself end in such words ("caffeine pills"); in no more than MOST_AT_THE_END, so that a long text costs
    no more than it is long.
    """
    literal = words(text)
    naming = [name and word not in _SALTS for word, name in zip(literal, _naming(literal), strict=True)]
    shortest = len(literal) - naming[::-1].index(True) if True in naming else len(literal)
    longest = min(len(literal), shortest + MOST_AT_THE_END)
    return tuple(" ".join(literal[:end]) for end in range(longest, shortest - 1, -1))


def names_something(text: str) -> bool:
    """Whether there is more in a text than strengths, forms and schedules."""
    return bool(_bare(words(text)))


def _bare(literal: Sequence[str]) -> tuple[str, ...]:
    return tuple(compress(literal, _naming(literal)))


def _naming(literal: Sequence[str]) -> list[bool]:
    """For each word whether it may be part of a name: no number, unit, form or schedule. A letter can be either."""
    naming, after_number = [], False
    for word in literal:
        number = word[0].isdigit()
        unit = word in _UNITS and (after_number or len(word) > 1)
        naming.append(not (number or unit or word in _FORMULATION or word in _SCHEDULE))
        after_number = number
    return naming


def within_one_edit(one: str, other: str) -> bool:
    """Whether one letter put in, left out or replaced turns one word into the other."""
    short, long = sorted((one, other), key=len)
    same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]
