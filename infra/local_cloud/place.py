"""Where a local cloud listens, keeps its state and finds its tools. Must not start anything."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
REGION = "us-east-1"
# The emulator's own administrator; it opens nothing outside this computer.
ADMINISTRATOR = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}


@dataclass(frozen=True)
class Place:
    """One local cloud: its port and the folder of its state."""

    port: int
    state: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid_file(self) -> Path:
        return self.state / "emulator.pid"

    @property
    def log(self) -> Path:
        return self.state / "emulator.log"

    @property
    def build(self) -> Path:
        return self.state / "build"

    @property
    def deployed(self) -> Path:
        return self.state / "deployed.json"


def emulator() -> Path:
    return REPOSITORY / ".tools/local-cloud/bin/ministack"


def sam() -> Path:
    return REPOSITORY / ".tools/sam/bin/sam"


def without_aws(environment: dict[str, str]) -> dict[str, str]:
    """The environment without any pointer to a real account, so that nothing here can ever reach one."""
    return {name: value for name, value in environment.items() if not name.startswith("AWS_")}


def client_environment(place: Place) -> dict[str, str]:
    """What a tool needs to talk to this cloud and to no other."""
    nowhere = str(place.state / "no-such-file")
    return {
        **without_aws(dict(os.environ)),
        **ADMINISTRATOR,
        "AWS_ENDPOINT_URL": place.url,
        "AWS_CONFIG_FILE": nowhere,
        "AWS_SHARED_CREDENTIALS_FILE": nowhere,
        "AWS_EC2_METADATA_DISABLED": "true",
        "SAM_CLI_TELEMETRY": "0",
    }


def architecture() -> str:
    """This computer's processor, in the template's words."""
    return "arm64" if platform.machine().lower() in {"arm64", "aarch64"} else "x86_64"
