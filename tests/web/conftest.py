"""The pages in a real browser, over the real handlers. Sockets reach this computer and nothing else."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from functions.adapters.released import current_rule_set
from infra.local_cloud.pages import pages
from rules.engine.screening import screen
from tests.functions.desks import Service, service
from tests.functions.entry_files import environment, import_entries
from tests.web.api import api

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture(scope="session")
def clinic_service() -> Iterator[Service]:
    rule_set = current_rule_set()
    asked = rule_set.questionnaire
    with environment():
        yield service(
            import_entries(),
            evaluation=partial(screen, rule_set),
            questionnaire=(str(asked["id"]), str(asked["version"])),
            items={item["linkId"]: item for item in asked["items"]},
        )


@pytest.fixture(scope="session")
def origin(clinic_service: Service) -> Iterator[str]:
    with _serving(api(clinic_service)) as behind, _serving(pages(f"http://127.0.0.1:{behind}")) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's or the machine's own Chromium; where there is none, the one `make web` fetched."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone-sized window; whatever the console says against the page fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [text for text in said if "Failed to load resource" not in text] == []


@contextmanager
def _serving(server: Any) -> Iterator[int]:
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
