"""No test here reaches a real account. The suites try each place with one fault, `make faults` the whole matrix."""

import pytest

from tests.credentials import no_credentials
from tests.faults import counting

__all__ = ["no_credentials"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "every_use: a fault at a place where the suites have tried it; `make faults`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.pluginmanager.has_plugin(counting.__name__):
        return
    left_out = [item for item in items if item.get_closest_marker("every_use")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]
