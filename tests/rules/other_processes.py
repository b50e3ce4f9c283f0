"""The same program in processes that hash differently: whatever they print must not depend on it."""

import os
import subprocess
import sys


def printed_under_other_hash_seeds(program: str) -> set[str]:
    """Everything the program prints under three hash seeds; one text when nothing depends on them."""
    return {
        subprocess.run(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
