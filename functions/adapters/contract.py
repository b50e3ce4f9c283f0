"""Reads the published contract, which lies beside the code in the repository and in the package alike."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Final

from functions.service.contract import Contract

PUBLISHED: Final = Path(__file__).parents[2] / "docs" / "openapi.json"


def published_contract() -> Contract:
    """Raises OSError or ValueError for a package without it, which the caller sees as our failure."""
    content = PUBLISHED.read_bytes()
    return Contract(json.loads(content), sha256(content).hexdigest())
