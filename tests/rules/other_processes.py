"""The same program in processes that hash differently: whatever they print must not depend on it."""

import os
import subprocess
import sys


def printed_under_other_hash_seeds(program: str) -> set[str]:
    """Everything the program prints under two hash seeds; one text when nothing depends on them."""
    return {_printed(program, PYTHONHASHSEED=seed) for seed in ("0", "4242")}


def printed_in_other_time_zones(program: str) -> set[str]:
    """Everything the program prints where it is already tomorrow, and where it is still yesterday."""
    return {_printed(program, TZ=zone) for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")}


def _printed(program: str, **variables: str) -> str:
    return subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", program],
        env={**os.environ, **variables},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
