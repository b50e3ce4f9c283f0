"""Three-valued logic after Kleene. A truth has three values, so it must never be used as a condition by accident."""

from typing import Final, NoReturn, final


@final
class Truth:
    """One of YES, NO and UNKNOWN; compare with `is`."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __bool__(self) -> NoReturn:
        raise TypeError("a truth has three values; compare with `is YES`, `is NO` or `is UNKNOWN`")

    def __repr__(self) -> str:
        return self.name


YES: Final = Truth("YES")
NO: Final = Truth("NO")
UNKNOWN: Final = Truth("UNKNOWN")


def truth(value: bool | None) -> Truth:  # noqa: FBT001 - the conversion of a two-valued result is its whole purpose
    """YES or NO for a known result, UNKNOWN for None."""
    if value is None:
        return UNKNOWN
    return YES if value else NO


def stated(value: Truth | None) -> Truth:
    """A truth as it was stated; UNKNOWN where nothing was."""
    return UNKNOWN if value is None else value


def negation(value: Truth) -> Truth:
    """NO for YES, YES for NO; unknown stays unknown."""
    if value is YES:
        return NO
    return YES if value is NO else UNKNOWN


def conjunction(*values: Truth) -> Truth:
    """NO if any is NO, else UNKNOWN if any is unknown, else YES (YES of nothing)."""
    if NO in values:
        return NO
    return UNKNOWN if UNKNOWN in values else YES


def disjunction(*values: Truth) -> Truth:
    """YES if any is YES, else UNKNOWN if any is unknown, else NO (NO of nothing)."""
    if YES in values:
        return YES
    return UNKNOWN if UNKNOWN in values else NO
