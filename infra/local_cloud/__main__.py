"""The local cloud from the command line: start, stop, deploy, status, pages."""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

from infra.local_cloud import deployment, server
from infra.local_cloud.pages import pages as serve_pages
from infra.local_cloud.place import REPOSITORY, Place, client_environment
from infra.local_cloud.progress import say, step
from infra.stack import find_stack

DEFAULT_PORT = 4566
# As the local PublicOrigin in samconfig.toml.
PAGES_PORT = 8600


def start(place: Place) -> None:
    with step("Start the local cloud"):
        server.start(place)


def stop(place: Place) -> None:
    say("Stopped; its data is kept." if server.stop(place) else "The local cloud is not running.")


def deploy(place: Place) -> None:
    # Taken before the build: a file saved while it runs must count as a change next time.
    sources = deployment.digest_of_sources()
    if deployment.is_current(place, sources):
        say("==> Nothing has changed since the last deployment")
        return
    with step("Build the functions and their layer"):
        deployment.build(place)
    with step("Deploy the template"):
        deployment.deploy(place)
    deployment.record(place, sources)


def status(place: Place) -> None:
    say(f"{place.url} is {'up' if server.is_healthy(place) else 'down'}")


def pages(place: Place) -> None:
    os.environ.update(client_environment(place))
    served = serve_pages(find_stack(deployment.STACK).api_url, PAGES_PORT)
    say(f"http://127.0.0.1:{PAGES_PORT}/answer shows what a patient sees behind a link; end with Ctrl-C")
    with suppress(KeyboardInterrupt):
        served.serve_forever()


COMMANDS = {"start": start, "stop": stop, "deploy": deploy, "status": status, "pages": pages}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local_cloud")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--state", type=Path, help="folder of the cloud's state; .local/<port> if absent")
    arguments = parser.parse_args()
    state = arguments.state or REPOSITORY / ".local" / str(arguments.port)
    try:
        COMMANDS[arguments.command](Place(arguments.port, state.resolve()))
    except server.LocalCloudError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
