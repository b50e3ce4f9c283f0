"""What a run has found so far, on disk, so that a run that was ended goes on where it stood.

A file belongs to one content or one source: its first line is the digest of what was mutated, and for anything else
it is begun anew. What was caught is not tried again, because tests are added and seldom taken away; what lived is.
Delete it after a test was taken away.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any


class Progress:
    """The mutants that were caught, each with what noticed it; without a path nothing is remembered."""

    def __init__(self, path: Path | None, mutated: Any) -> None:
        digest = sha256(json.dumps(mutated, sort_keys=True, default=str).encode()).hexdigest()
        first, *lines = _lines(path)
        self._path = path
        self.caught: dict[str, str] = dict(json.loads(line) for line in lines) if first == digest else {}
        if path is not None and first != digest:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{digest}\n", encoding="utf-8")

    def add(self, name: str, noticed_by: str) -> None:
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([name, noticed_by], ensure_ascii=False) + "\n")


def _lines(path: Path | None) -> list[str]:
    if path is None or not path.exists():
        return [""]
    return path.read_text(encoding="utf-8").splitlines() or [""]
