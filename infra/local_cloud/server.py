"""Starts and stops the emulator, which listens on this computer only, enforces IAM and keeps its state."""

import os
import signal
import socket
import subprocess
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from infra.local_cloud.place import ADMINISTRATOR, Place, emulator

CONCURRENT_CALLS = 8
START_SECONDS = 60.0
INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")
STOP_SECONDS = 60.0


class LocalCloudError(RuntimeError):
    """The local cloud could not do what was asked; the message is for a person."""


def start(place: Place) -> bool:
    """Start the emulator unless it already runs; say whether it had to be started."""
    if is_healthy(place):
        _refuse_stranger(place)
        return False
    if _port_is_taken(place):
        raise LocalCloudError(f"Port {place.port} is in use by something else. Choose another: make run PORT=4570")
    place.state.mkdir(parents=True, exist_ok=True)
    process = _launch(place)
    place.pid_file.write_text(f"{process.pid}\n")
    _wait_until_healthy(place, process)
    return True


def stop(place: Place) -> bool:
    """Stop the emulator so that it writes its state; say whether there was one to stop."""
    pid = _running_pid(place)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while _is_alive(pid):
        if time.monotonic() > deadline:
            raise LocalCloudError(f"Process {pid} does not stop; it was left alone so that its state is not lost.")
        time.sleep(0.1)
    place.pid_file.unlink(missing_ok=True)
    return True


def is_healthy(place: Place) -> bool:
    connection = HTTPConnection("127.0.0.1", place.port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _launch(place: Place) -> subprocess.Popen[bytes]:
    # The functions run inside the emulator's environment: anything more would reach them, PYTHONPATH for one.
    settings = {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        **ADMINISTRATOR,
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(place.port),
        "IOT_MTLS_ENABLED": "0",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "S3_PERSIST": "1",
        "STATE_DIR": str(place.state / "emulator"),
        "S3_DATA_DIR": str(place.state / "objects"),
        # Each concurrent call starts a process; without a limit a burst would drown the computer. A call above it
        # fails as a throttled one does in AWS, and the caller tries again.
        "LAMBDA_ACCOUNT_CONCURRENCY": str(CONCURRENT_CALLS),
        "LOG_LEVEL": "WARNING",
    }
    with place.log.open("ab") as log:
        # Its own session: a Ctrl-C at the terminal must not take the state with it.
        return subprocess.Popen(  # noqa: S603 - the program is a file of this project
            [str(emulator())],
            env=settings,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


def _wait_until_healthy(place: Place, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_healthy(place):
        if process.poll() is not None:
            raise LocalCloudError(f"The emulator ended with code {process.returncode}; see {place.log}")
        if time.monotonic() > deadline:
            process.terminate()
            raise LocalCloudError(f"The emulator did not answer within {START_SECONDS:.0f} s; see {place.log}")
        time.sleep(0.1)


def _refuse_stranger(place: Place) -> None:
    if _running_pid(place) is None:
        raise LocalCloudError(f"Another emulator answers on port {place.port}. Choose another: make run PORT=4570")


def _running_pid(place: Place) -> int | None:
    if not place.pid_file.exists():
        return None
    pid = int(place.pid_file.read_text())
    # The health check guards against a recycled process id after a crash or a restart of the computer.
    return pid if _is_alive(pid) and is_healthy(place) else None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """An ended process that nobody has waited for; containers without an init leave such behind."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] == "Z"


def _port_is_taken(place: Place) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", place.port)) == 0
