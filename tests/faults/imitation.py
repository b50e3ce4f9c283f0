"""An imitation of AWS with everything the functions need in it, and the wire on which calls to it can fail."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import boto3
import botocore.session
import pytest
from moto import mock_aws

from tests.faults.premises import Premises, premises
from tests.faults.wire import Wire
from tests.functions.captured import captured_output
from tests.functions.entry_files import environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import StringIO


@contextmanager
def imitation() -> Iterator[tuple[Premises, Wire, StringIO]]:
    """The premises, the wire, and everything that is written meanwhile."""
    wire, session = _wired()
    with mock_aws(), environment(), captured_output() as output, pytest.MonkeyPatch.context() as patched:
        patched.setattr(boto3, "DEFAULT_SESSION", session)
        # The SDK waits before it tries again. That it tries again is what is wanted here, not the waiting.
        patched.setattr("botocore.endpoint.time.sleep", lambda _seconds: None)
        wire.fault = None
        yield premises(), wire, output


@cache
def _wired() -> tuple[Wire, boto3.Session]:
    """One for all: a session reads what the SDK knows of a service once."""
    core, wire = botocore.session.Session(), Wire()
    wire.put_into(core)
    return wire, boto3.Session(botocore_session=core)
