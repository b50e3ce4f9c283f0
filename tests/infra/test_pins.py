"""Tools and packages are taken from pinned and hashed lists, and the lists fit together."""

import re
from itertools import pairwise

import pytest

from tests.infra.template import REPOSITORY, template

LISTS = (
    "infra/tools/uv.txt",
    "infra/tools/sam.txt",
    "infra/tools/local-cloud.txt",
    "infra/tools/contract.txt",
    "infra/layer/requirements.txt",
)
MAKEFILE = (REPOSITORY / "Makefile").read_text()


@pytest.mark.parametrize("listed", LISTS)
def test_every_package_of_a_list_has_one_version_and_a_hash(listed: str) -> None:
    lines = [line for line in (REPOSITORY / listed).read_text().splitlines() if not line.lstrip().startswith("#")]
    packages = [(line, following) for line, following in pairwise(lines) if not line.startswith(" ")]
    assert packages
    for line, following in packages:
        assert re.match(r"^[\w.\[\]-]+==\S+", line), line
        assert following.strip().startswith("--hash=sha256:"), line


def test_the_layer_is_built_for_the_processor_the_template_deploys_to() -> None:
    default = template()["Parameters"]["Architecture"]["Default"]
    assert f"BUILD_FOR ?= {default}\n" in MAKEFILE


def test_nothing_is_installed_without_hashes() -> None:
    installs = [line for line in MAKEFILE.splitlines() if "pip install" in line]
    joined = MAKEFILE.replace("\\\n", " ")
    assert installs
    assert all("--require-hashes" in line for line in joined.splitlines() if "pip install" in line)


def test_what_runs_in_the_pipeline_is_what_a_person_runs() -> None:
    assert (REPOSITORY / ".ci/run").read_text().rstrip().endswith("exec make test")
