"""The entry files, imported with the variables their functions get when they are deployed."""

from collections.abc import Iterator, Mapping
from types import ModuleType

import pytest

from tests.functions.desks import Service, service
from tests.functions.entry_files import environment, import_entries


@pytest.fixture(scope="session")
def entries() -> Iterator[Mapping[str, ModuleType]]:
    with environment():
        yield import_entries()


@pytest.fixture
def clinic_service(entries: Mapping[str, ModuleType]) -> Service:
    return service(entries)
