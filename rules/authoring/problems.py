"""What is wrong with the content, said so that its author can mend it: file, line, entry, reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in the content."""

    file: str
    line: int
    entry: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.entry}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class ContentError(Exception):
    """The content cannot become a rule set; `problems` says why, all of them at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class ExpressionError(ValueError):
    """A condition is not in the language, or does not fit the facts and parameters it names."""
