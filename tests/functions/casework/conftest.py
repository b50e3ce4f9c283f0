"""A clinic with one case to work on."""

from collections.abc import Callable

import pytest

from tests.functions.desks import Service, envelope


@pytest.fixture
def case_of(clinic_service: Service) -> Callable[[str], str]:
    """Opens the case of a form that says this, and gives its id."""

    def opened(says: str) -> str:
        clinic_service.submit(envelope(says))
        (row,) = clinic_service.read("/v1/cases").body["cases"]
        return str(row["id"])

    return opened
