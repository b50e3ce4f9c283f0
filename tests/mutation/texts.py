"""What the tests put through the lexicon: only a check whose text a mutant reads otherwise can notice it.

Every string a check is given or has in its own code is taken for a text; one that is none does no harm. A text that a
test puts together as it runs is not seen, so that a mutant may be called living that such a test would notice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from rules.engine.free_text.lexicon import Lexicon, build_lexicon
from rules.engine.free_text.mentions import Mention, mentions_in
from tests.rules.intakes import TODAY

type Check = Callable[[], bool]


class Texts:
    """Checks by the texts they look at, and what the unchanged lexicon finds in each text.

    A check is a name, what it is given, and a call that says whether it fails on the rule set that is looked at.
    """

    def __init__(self, checks: Iterable[tuple[str, Any, Check]], knowledge: Mapping[str, Any]) -> None:
        self._checks: dict[str, dict[str, Check]] = {}
        for number, (name, given, check) in enumerate(checks):
            for text in set(_strings(given)):
                self._checks.setdefault(text, {})[f"{name} ({number})"] = check
        lexicon = build_lexicon(knowledge["free_text"])
        self._found = {text: _read(text, lexicon) for text in sorted(self._checks)}

    def failing(self, knowledge: Mapping[str, Any]) -> Iterator[str]:
        """The checks that fail, of those with a text in which a changed lexicon finds something else.

        Raises whatever a damaged lexicon raises.
        """
        lexicon = build_lexicon(knowledge["free_text"])
        for text, found in self._found.items():
            if _read(text, lexicon) != found:
                yield from (name for name, fails in self._checks[text].items() if fails())


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
