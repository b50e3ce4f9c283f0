"""Builds the template and deploys it to a local cloud with the real SAM command line, once per change."""

import hashlib
import json
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.local_cloud.place import ADMINISTRATOR, REGION, REPOSITORY, Place, architecture, client_environment, sam
from infra.local_cloud.server import LocalCloudError

SAM_ENVIRONMENT = "local"
CONFIGURATION = ("--config-file", str(REPOSITORY / "samconfig.toml"), "--config-env", SAM_ENVIRONMENT)
STACK = "local"
# Everything that ends up in the deployment; a change in any of these means building again.
SOURCES = (
    "template.yaml",
    "samconfig.toml",
    "Makefile",
    "infra/layer",
    "functions",
    "rules/engine",
    "rules/released",
)


def is_current(place: Place, sources: str) -> bool:
    """Whether what is deployed was built from these sources, and is still there."""
    recorded = place.deployed.exists() and json.loads(place.deployed.read_text()) == {"sources": sources}
    # An emulator that was killed has lost what it held, whatever our own record says.
    return recorded and _stack_stands(place)


def record(place: Place, sources: str) -> None:
    place.deployed.write_text(json.dumps({"sources": sources}))


def build(place: Place) -> None:
    arguments = ["build", "--build-dir", str(place.build)]
    _sam(place, [*arguments, "--parameter-overrides", *_parameters()])


def deploy(place: Place) -> None:
    template = place.build / "template.yaml"
    arguments = ["deploy", "--template-file", str(template), "--s3-prefix", STACK]
    _sam(place, [*arguments, "--parameter-overrides", *_parameters()])


def digest_of_sources() -> str:
    digest = hashlib.sha256()
    for path in _source_files():
        digest.update(f"{path.relative_to(REPOSITORY)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _stack_stands(place: Place) -> bool:
    administrator = boto3.Session(
        aws_access_key_id=ADMINISTRATOR["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=ADMINISTRATOR["AWS_SECRET_ACCESS_KEY"],
        region_name=REGION,
    )
    clouds = administrator.client("cloudformation", endpoint_url=place.url)
    try:
        (stack,) = clouds.describe_stacks(StackName=STACK)["Stacks"]
    except ClientError:
        return False
    return stack["StackStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}


def _source_files() -> Iterator[Path]:
    for source in SOURCES:
        root = REPOSITORY / source
        files = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file())
        yield from (path for path in files if "__pycache__" not in path.parts)


def _parameters() -> list[str]:
    """The local parameters of samconfig.toml, and the one that only this computer knows."""
    settings: Mapping[str, Any] = tomllib.loads((REPOSITORY / "samconfig.toml").read_text())
    overrides: list[str] = settings[SAM_ENVIRONMENT]["deploy"]["parameters"]["parameter_overrides"]
    return [*overrides, f"Architecture={architecture()}"]


def _sam(place: Place, arguments: list[str]) -> None:
    environment = {**client_environment(place), "BUILD_FOR": "machine"}
    log = place.state / f"sam-{arguments[0]}.log"
    with log.open("wb") as output:
        ended = subprocess.run(  # noqa: S603 - the program is a file of this project
            [str(sam()), *arguments, *CONFIGURATION],
            cwd=REPOSITORY,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ended.returncode != 0:
        raise LocalCloudError(
            f"{log.read_text(errors='replace')}\n"
            f"sam {arguments[0]} failed; to begin afresh: make stop && rm -r {place.state}"
        )
