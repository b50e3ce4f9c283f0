"""Every form of a condition, with each operand known, unknown and uncertain."""

import gc

import pytest

from rules.engine.conditions import ConditionError, Layout, Node, compile_condition, row_codes
from rules.engine.counting import VerdictTable
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.values import Interval, Value

_ROW = Layout({"dose": 0, "weeks": 1}, {"enough": 20, "long": 6}, {})
_LAYOUT = Layout(
    {"a": 0, "b": 1, "x": 2, "y": 3, "choice": 4, "ticked": 5, "day": 6, "trials": 7, "cutoff": 8},
    {"limit": 160, "two": 2},
    {"trials": _ROW},
    frozenset({"cutoff"}),
)
_AND, _OR = ("and", ("fact", "a"), ("fact", "b")), ("or", ("fact", "a"), ("fact", "b"))
_KLEENE = [
    (YES, YES, YES, YES),
    (YES, None, UNKNOWN, YES),
    (YES, NO, NO, YES),
    (None, YES, UNKNOWN, YES),
    (None, None, UNKNOWN, UNKNOWN),
    (None, NO, NO, UNKNOWN),
    (NO, YES, NO, YES),
    (NO, None, NO, UNKNOWN),
    (NO, NO, NO, NO),
]


def verdict(node: Node, **values: Value) -> Truth:
    frame = [values.get(name) for name in _LAYOUT.slots]
    return compile_condition(node, _LAYOUT)(frame)


@pytest.mark.parametrize(("a", "b", "both", "either"), _KLEENE)
def test_and_and_or_of_two_parts(a: Value, b: Value, both: Truth, either: Truth) -> None:
    assert verdict(_AND, a=a, b=b) is both
    assert verdict(_OR, a=a, b=b) is either


@pytest.mark.parametrize(("a", "b", "both", "either"), _KLEENE)
def test_and_and_or_of_more_parts(a: Value, b: Value, both: Truth, either: Truth) -> None:
    assert verdict((*_AND, ("fact", "a")), a=a, b=b) is both
    assert verdict((*_OR, ("fact", "a")), a=a, b=b) is either


@pytest.mark.parametrize(("a", "expected"), [(YES, NO), (NO, YES), (None, UNKNOWN)])
def test_not(a: Value, expected: Truth) -> None:
    assert verdict(("not", ("fact", "a")), a=a) is expected
    assert verdict(("not", ("and", ("fact", "a"), ("fact", "a"))), a=a) is expected


@pytest.mark.parametrize(
    ("operator", "below", "at", "above", "straddling"),
    [
        ("<", YES, NO, NO, UNKNOWN),
        ("<=", YES, YES, NO, UNKNOWN),
        (">", NO, NO, YES, UNKNOWN),
        (">=", NO, YES, YES, UNKNOWN),
        ("==", NO, YES, NO, UNKNOWN),
        ("!=", YES, NO, YES, UNKNOWN),
    ],
)
def test_a_number_against_a_limit(operator: str, below: Truth, at: Truth, above: Truth, straddling: Truth) -> None:
    node = ("compare", operator, "x", "limit")
    assert verdict(node, x=159) is below
    assert verdict(node, x=160) is at
    assert verdict(node, x=161) is above
    assert verdict(node, x=Interval(159, 161)) is straddling
    assert verdict(node, x=None) is UNKNOWN


@pytest.mark.parametrize(
    ("operator", "bounds", "expected"),
    [
        (">", (161, 170), YES),
        (">", (160, 170), UNKNOWN),
        (">", (150, 160), NO),
        (">=", (160, 170), YES),
        (">=", (150, 159), NO),
        ("<", (150, 159), YES),
        ("<", (160, 170), NO),
        ("<=", (150, 160), YES),
        ("<=", (161, 170), NO),
        ("==", (161, 170), NO),
        ("!=", (161, 170), YES),
        ("==", (160, 160), YES),
    ],
)
def test_an_interval_decides_only_when_all_of_it_lies_on_one_side(
    operator: str, bounds: tuple[int, int], expected: Truth
) -> None:
    assert verdict(("compare", operator, "x", "limit"), x=Interval(*bounds)) is expected


def test_two_facts_are_compared_with_each_other() -> None:
    node = ("compare", "<=", "x", "y")
    assert verdict(node, x=80, y=80) is YES
    assert verdict(node, x=81, y=80) is NO
    assert verdict(node, x=80) is UNKNOWN
    assert verdict(node, x=Interval(70, 90), y=Interval(80, 100)) is UNKNOWN


@pytest.mark.parametrize(
    ("operator", "day", "expected"),
    [
        ("<", 959, YES),  # later than the cutoff: less time has passed
        ("<", 958, NO),
        (">=", 958, YES),
        (">=", 959, NO),
        ("<=", 958, YES),
        ("<=", 957, NO),
        (">", 957, YES),
        (">", 958, NO),
        ("<", Interval(950, 970), UNKNOWN),
        ("<", Interval(959, 970), YES),
        ("<", None, UNKNOWN),
    ],
)
def test_time_since_a_date(operator: str, day: Value, expected: Truth) -> None:
    assert verdict(("since", operator, "day", "cutoff"), day=day, cutoff=958) is expected


def test_options() -> None:
    node = ("option", "choice", ["mild", "severe"])
    assert verdict(node, choice="mild") is YES
    assert verdict(node, choice="none_of_it") is NO
    assert verdict(node) is UNKNOWN
    ticks = ("has_any", "ticked", ["pain", "fever"])
    assert verdict(ticks, ticked=frozenset({"fever", "cough"})) is YES
    assert verdict(ticks, ticked=frozenset()) is NO
    assert verdict(ticks, ticked=frozenset({"cough", "unsure"})) is UNKNOWN
    assert verdict(ticks, ticked=frozenset({"fever", "unsure"})) is YES
    assert verdict(("has_any", "ticked", ["unsure"]), ticked=frozenset({"unsure"})) is YES
    assert verdict(ticks) is UNKNOWN


def test_no_answer_and_an_empty_list_are_told_apart() -> None:
    assert verdict(("some", "trials"), trials=()) is NO
    assert verdict(("some", "trials"), trials=((30, 8),)) is YES
    assert verdict(("some", "trials")) is UNKNOWN


def test_asking_whether_something_is_unknown_is_never_unknown() -> None:
    assert verdict(("unknown", "x")) is YES
    assert verdict(("unknown", "x"), x=1) is NO
    straddles = ("unknown", ("compare", ">", "x", "limit"))
    assert verdict(straddles, x=Interval(1, 999)) is YES
    assert verdict(straddles, x=Interval(1, 2)) is NO


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (["a", "b"], (YES, NO)),
        (["b", "limit", "a"], (NO, YES)),
        (["a"], YES),
        (["a", "two"], YES),
        (["a", "x"], None),
        (["x"], None),
        (["limit"], None),
        ([], None),
    ],
)
def test_only_closed_facts_are_read_to_be_remembered(names: list[str], read: object) -> None:
    reader = _LAYOUT._replace(closed=frozenset({"a", "b"})).slots_if_closed(names)
    frame = [{"a": YES, "b": NO}.get(name) for name in _LAYOUT.slots]
    assert (None if reader is None else reader(frame)) == read


_COUNT = (
    "count",
    ">=",
    "trials",
    ("and", ("compare", ">=", "dose", "enough"), ("compare", ">=", "weeks", "long")),
    "two",
)


@pytest.mark.parametrize(
    ("trials", "expected"),
    [
        (None, UNKNOWN),
        ((), NO),
        (((20, 6), (20, 6)), YES),
        (((20, 6), (19, 6)), NO),
        (((20, 6), (20, None)), UNKNOWN),  # one surely, one possibly
        (((20, 6), (19, None)), NO),  # the dose already decides
        (((20, 6), (20, 6), (None, None)), YES),  # two surely are enough
        (((20, None), (None, 6)), UNKNOWN),
        (((20, Interval(5, 7)), (20, 6)), UNKNOWN),
    ],
)
def test_counting_keeps_a_lower_and_an_upper_bound(trials: Value, expected: Truth) -> None:
    assert verdict(_COUNT, trials=trials) is expected


def test_any_row() -> None:
    node = ("any_row", "trials", ("compare", ">=", "dose", "enough"))
    assert verdict(node, trials=((1, 1), (20, 1))) is YES
    assert verdict(node, trials=((1, 1), (None, 1))) is UNKNOWN
    assert verdict(node, trials=((1, 1),)) is NO
    assert verdict(node, trials=()) is NO
    assert verdict(node) is UNKNOWN


_TEXT_UNKNOWN, _ENOUGH = ("unknown", "weeks"), ("compare", ">=", "dose", "enough")


def remembered(value: object) -> bool:
    """Whether a value is kept anywhere to be looked up again."""
    tables = [each for each in gc.get_objects() if isinstance(each, VerdictTable)]
    return any(value in table for table in tables)


@pytest.mark.parametrize(
    ("node", "codes"),
    [
        (_TEXT_UNKNOWN, [0, 3]),
        (("not", _TEXT_UNKNOWN), [3, 0]),
        (("and", _TEXT_UNKNOWN, ("not", _TEXT_UNKNOWN)), [0, 0]),
        (("or", _TEXT_UNKNOWN, _TEXT_UNKNOWN), [0, 3]),
        (("or", ("not", _TEXT_UNKNOWN), _TEXT_UNKNOWN), [3, 3]),
        (("and", _ENOUGH, _TEXT_UNKNOWN), [0, 1]),
    ],
)
def test_words_somebody_wrote_are_never_remembered(node: Node, codes: list[int]) -> None:
    written = f"these words, asked about by {node}"
    coder = row_codes(node, _ROW)
    assert coder([(20, written), (None, None)]) == codes
    assert not remembered(written)


def test_a_number_is_judged_once() -> None:
    for code, dose in enumerate((19123, 20123)):
        coder = row_codes(("and", _ENOUGH, ("compare", ">", "dose", "long")), _ROW)
        assert coder([(dose, None), (5 - code, None)]) == [3, 0]
        assert remembered(dose)


def test_a_form_the_engine_does_not_know_is_refused() -> None:
    with pytest.raises(ConditionError, match=r"^unknown form 'xor'$"):
        compile_condition(("xor", ("fact", "a")), _LAYOUT)
    with pytest.raises(KeyError):
        compile_condition(("fact", "nowhere"), _LAYOUT)
