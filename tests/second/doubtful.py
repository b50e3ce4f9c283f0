"""A form with answers that can be read in more than one way, as each rule sees it.

Most rules look at none of the doubtful answers, and a rule says the same on readings that differ only in answers that
it did not look at. So what it looks at is noted, and only that is varied.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from tests.second.form import Form
from tests.second.plausibility import readings

type Choice = tuple[int, ...]


class _Noted(Mapping[str, Any]):
    """Answers that remember which of the doubtful ones were looked at."""

    def __init__(self, answers: Mapping[str, Any], doubtful: Mapping[str, Any]) -> None:
        self._answers = answers
        self._doubtful = doubtful
        self.looked_at: set[str] = set()

    def get(self, link_id: str, default: Any = None) -> Any:
        if link_id in self._doubtful:
            self.looked_at.add(link_id)
        return self._answers.get(link_id, default)

    def __getitem__(self, link_id: str) -> Any:
        self.looked_at.update(self._doubtful.keys() & {link_id})
        return self._answers[link_id]

    def __iter__(self) -> Iterator[str]:
        self.looked_at.update(self._doubtful)
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


class Doubtful:
    """The readings of one form, made as they are asked for."""

    def __init__(self, form: Form) -> None:
        found = {link_id: readings(link_id, value, form.as_of) for link_id, value in form.answers.items()}
        self.open = {link_id: each for link_id, each in found.items() if len(each) > 1}
        self.form = form
        self._made: dict[Choice, tuple[Form, _Noted]] = {}

    def each[V](self, judge: Callable[[Form], V]) -> list[V]:
        """What comes of a form on every reading that makes a difference to it."""
        first = (0,) * len(self.open)
        form, noted = self._reading(first)
        noted.looked_at.clear()
        verdicts = {first: judge(form)}
        varied = set(noted.looked_at)
        while varied and (missing := [choice for choice in self._choices(varied) if choice not in verdicts]):
            for choice in missing:
                form, noted = self._reading(choice)
                noted.looked_at.clear()
                verdicts[choice] = judge(form)
                varied |= noted.looked_at
        return list(verdicts.values())

    def _choices(self, varied: set[str]) -> Iterator[Choice]:
        return product(*(range(len(each)) if link_id in varied else (0,) for link_id, each in self.open.items()))

    def _reading(self, choice: Choice) -> tuple[Form, _Noted]:
        if choice not in self._made:
            chosen = {link_id: each[at] for (link_id, each), at in zip(self.open.items(), choice, strict=True)}
            noted = _Noted({**self.form.answers, **chosen}, self.open)
            self._made[choice] = replace(self.form, answers=noted), noted
        return self._made[choice]
