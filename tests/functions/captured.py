"""Everything a function writes while it runs: its log lines and its metrics."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from logging import StreamHandler

from functions import telemetry


@contextmanager
def captured_output() -> Iterator[io.StringIO]:
    """Standard output, standard error and the logger, which keeps the stream it was made with."""
    output = io.StringIO()
    handlers = [each for each in telemetry._logger.handlers if isinstance(each, StreamHandler)]
    before = [handler.setStream(output) for handler in handlers]
    try:
        with redirect_stdout(output), redirect_stderr(output):
            yield output
    finally:
        for handler, stream in zip(handlers, before, strict=True):
            handler.setStream(stream)
