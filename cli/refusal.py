"""Turns errors a person can act on into one line and an exit code. Anything else stays a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    ProfileNotFound,
)

REFUSED = 1
UNREACHABLE = 3


@contextmanager
def refusals(*errors: type[Exception]) -> Iterator[None]:
    """Report these errors, and a cloud that cannot be reached, without a traceback."""
    try:
        yield
    except errors as error:
        raise _ended(str(error), REFUSED) from error
    except (NoCredentialsError, NoRegionError, ProfileNotFound) as error:
        raise _ended(f"AWS is not set up here: {error}", UNREACHABLE) from error
    except EndpointConnectionError as error:
        raise _ended(f"The cloud does not answer: {error}", UNREACHABLE) from error
    except (ClientError, BotoCoreError) as error:
        raise _ended(f"AWS refused: {error}", UNREACHABLE) from error


def _ended(message: str, code: int) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(code)
