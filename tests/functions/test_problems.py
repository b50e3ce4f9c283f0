"""Every named error has a status, and no status leaks what was sent."""

import inspect

from functions.api.problems import PROBLEMS, UNEXPECTED, problem_of
from functions.service import errors


def named_errors() -> set[type[errors.ServiceError]]:
    return {
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.ServiceError) and kind is not errors.ServiceError
    }


def test_every_error_a_caller_is_told_about_is_in_the_table() -> None:
    assert set(PROBLEMS) == named_errors()


def test_every_problem_has_a_name_of_its_own() -> None:
    names = [problem.name for problem in PROBLEMS.values()]
    assert len(set(names)) == len(names)


def test_whoever_should_try_again_is_told_when() -> None:
    assert all((problem.status == 503) == (problem.retry_after is not None) for problem in PROBLEMS.values())


def test_an_error_without_a_name_is_unexpected() -> None:
    assert problem_of(ZeroDivisionError()) is UNEXPECTED
    assert problem_of(errors.StoreBusyError()) is UNEXPECTED
