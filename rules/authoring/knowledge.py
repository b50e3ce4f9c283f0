"""Knowledge the rules interpret answers with, each kind read from its own folder of the content."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rules.authoring.free_text_content import read_free_text
from rules.authoring.instrument_content import read_instruments
from rules.authoring.medicine_content import read_medicines
from rules.authoring.trial_content import read_trials

KNOWLEDGE: Mapping[str, Callable[[Path], Any]] = {
    "free_text": read_free_text,
    "instruments": read_instruments,
    "medicines": read_medicines,
    "trials": read_trials,
}


def read_knowledge(root: Path) -> dict[str, Any]:
    """What each folder says, by the folder's name. Raises ContentError naming every entry whose form is wrong."""
    return {name: read(root) for name, read in sorted(KNOWLEDGE.items()) if (root / name).is_dir()}
