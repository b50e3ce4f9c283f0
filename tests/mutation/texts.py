"""What the tests put through the lexicon: only a check whose text a mutant reads otherwise can notice it.

Every string a check is given or has in its own code is taken for a text; one that is none does no harm. A text that a
test puts together as it runs is not seen, so that a mutant may be called living that such a test would notice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from rules.engine.free_text.lexicon import Lexicon
from rules.engine.free_text.mentions import Mention, mentions_in
from tests.mutation.lexicons import Lexicons
from tests.mutation.mutants import Mutant
from tests.mutation.touching import Touching
from tests.rules.intakes import TODAY

type Check = Callable[[], bool]


class Texts:
    """Checks by the texts they look at, and what the unchanged lexicon finds in each text.

    A check is a name, what it is given, and a call that says whether it fails on the rule set that is looked at.
    """

    def __init__(self, checks: Iterable[tuple[str, Any, Check]], lexicons: Lexicons) -> None:
        self._checks: dict[str, dict[str, Check]] = {}
        for number, (name, given, check) in enumerate(checks):
            for text in set(_strings(given)):
                self._checks.setdefault(text, {})[f"{name} ({number})"] = check
        self._lexicons = lexicons
        self._touching = Touching(lexicons, sorted(self._checks))
        self._found = {text: _read(text, lexicons.original) for text in self._touching.texts}

    def failing(self, mutant: Mutant) -> Iterator[str]:
        """The checks that fail, of those with a text in which a changed lexicon finds something else.

        Raises whatever a damaged lexicon raises.
        """
        for text in self._read_otherwise(mutant):
            yield from (name for name, fails in self._checks[text].items() if fails())

    def _read_otherwise(self, mutant: Mutant) -> list[str]:
        touched = [self._touching.texts[number] for number in self._touching.by(mutant.path[2:])]
        if not touched:
            return []
        with self._lexicons.under(mutant) as lexicon:
            return [text for text in touched if _read(text, lexicon) != self._found[text]]


def _read(text: str, lexicon: Lexicon) -> list[Mention]:
    return list(mentions_in(text, lexicon, TODAY.toordinal()))


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        yield from _strings([*part, *part.values()])
    elif isinstance(part, list | tuple | set | frozenset):
        for each in part:
            yield from _strings(each)
    elif callable(part):
        yield from _strings(getattr(part, "keywords", {}))
        code = getattr(getattr(part, "func", part), "__code__", None)
        yield from _strings(() if code is None else code.co_consts)
