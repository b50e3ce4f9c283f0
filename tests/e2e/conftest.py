"""One local cloud for this package, taken away with its environment afterwards.

Sockets reach this computer and nothing else.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.callers import open_http
from infra.local_cloud.place import Place, client_environment
from infra.stack import connect, find_stack
from tests.e2e.cloud import Clinic, Cloud, free_port, running

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.local_cloud)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture(scope="package")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    place = Place(free_port(), tmp_path_factory.mktemp("cloud"))
    with pytest.MonkeyPatch.context() as environment, running(place):
        for name, value in client_environment(place).items():
            environment.setenv(name, value)
        stack = find_stack("local")
        with open_http(stack.api_url) as http:
            yield Cloud(place, connect(), stack, http)


@pytest.fixture(scope="package")
def clinic(cloud: Cloud) -> Clinic:
    return cloud.open_clinic()


@pytest.fixture(scope="package")
def other_clinic(cloud: Cloud) -> Clinic:
    return cloud.open_clinic()
