"""What is shipped: built as for a deployment, then looked into and started with nothing else installed."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.adapters.contract import PUBLISHED
from infra.local_cloud import deployment
from infra.local_cloud.place import Place
from tests.infra.template import FUNCTIONS, REPOSITORY, properties

UNCHECKED_HASH = 0b01
# Unpacked; a third of it is the rule set with its knowledge.
LARGEST_PACKAGE = 4_500_000
START = """
import sys
sys.path[:0] = sys.argv[2:]
module = __import__("functions." + sys.argv[1], fromlist=["handler"])
assert callable(module.handler)
import aws_lambda_powertools, boto3, pydantic, tzdata
places = {package.__file__ for package in (aws_lambda_powertools, boto3, pydantic, tzdata)}
assert all(place.startswith(sys.argv[3]) for place in places), places
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Place(port=0, state=tmp_path_factory.mktemp("build"))
    deployment.build(place)
    return place.build


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_ships_the_service_the_engine_the_released_rules_and_nothing_else(
    built: Path, function: str
) -> None:
    package = built / function
    published = {"docs"} if function == "CatalogFunction" else set()
    assert {path.name for path in package.iterdir()} == {"functions", "rules"} | published
    assert {path.name for path in (package / "rules").iterdir()} == {
        "__init__.py",
        "__pycache__",
        "engine",
        "released",
    }
    assert {path.suffix for path in (package / "rules/released").iterdir()} == {".json"}
    assert {path.suffix for path in _files(package)} <= {".py", ".pyc", ".json"}
    assert sum(path.stat().st_size for path in _files(package)) < LARGEST_PACKAGE


def test_the_contract_is_shipped_with_the_function_that_hands_it_out(built: Path) -> None:
    assert (built / "CatalogFunction/docs/openapi.json").read_bytes() == PUBLISHED.read_bytes()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_ships_byte_code_that_is_never_checked_against_its_source(built: Path, function: str) -> None:
    for source in (path for path in _files(built / function) if path.suffix == ".py"):
        compiled = Path(importlib.util.cache_from_source(str(source))).read_bytes()
        assert int.from_bytes(compiled[4:8], "little") == UNCHECKED_HASH, source
        assert str(built).encode() not in compiled


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_starts_with_its_package_and_the_layer_alone(built: Path, function: str) -> None:
    told = dict.fromkeys(properties(function)["Environment"]["Variables"], "x")
    environment = {"POWERTOOLS_SERVICE_NAME": "test", "POWERTOOLS_METRICS_NAMESPACE": "test", **told}
    layer = str(built / "DependencyLayer/python")
    entry = function.removesuffix("Function").lower()
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-I", "-S", "-c", START, entry, str(built / function), layer],
        env={**environment, "PYTHONTZPATH": "", "PATH": os.environ["PATH"]},
        cwd=built,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


def test_the_layer_holds_the_locked_packages_and_no_tools(built: Path) -> None:
    pinned = (REPOSITORY / "infra/layer/requirements.txt").read_text().splitlines()
    names = {line.split(" ")[0].lower().replace("-", "_") for line in pinned if "==" in line}
    shipped = {path.name for path in (built / "DependencyLayer/python").glob("*.dist-info")}
    assert {name.removesuffix(".dist-info").lower().replace("-", "==") for name in shipped} == names
    assert not (built / "DependencyLayer/python/bin").exists()


def test_the_layer_can_be_built_for_arm64_from_wheels_alone(tmp_path: Path) -> None:
    subprocess.run(  # noqa: S603 - make and our own Makefile
        ["make", "build-DependencyLayer", "BUILD_FOR=arm64", f"ARTIFACTS_DIR={tmp_path}"],  # noqa: S607
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    tags = [tag for wheel in tmp_path.rglob("*.dist-info/WHEEL") for tag in _tags(wheel)]
    assert tags
    assert not [tag for tag in tags if not tag.endswith(("-none-any", "aarch64"))]
    libraries = [path for path in _files(tmp_path) if path.suffix == ".so"]
    assert libraries
    assert {_machine(path) for path in libraries} == {"aarch64"}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _tags(wheel: Path) -> list[str]:
    return [line.removeprefix("Tag: ") for line in wheel.read_text().splitlines() if line.startswith("Tag: ")]


def _machine(library: Path) -> str:
    """The processor in the header of an ELF file."""
    header = library.read_bytes()[:20]
    assert header[:4] == b"\x7fELF"
    return {0xB7: "aarch64", 0x3E: "x86_64"}[int.from_bytes(header[18:20], "little")]
