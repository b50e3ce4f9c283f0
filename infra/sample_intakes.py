"""Three sample intakes for the demo and the end-to-end tests. Their recent dates move with the calendar."""

import json
import re
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "samples"
SAMPLE_NAMES = ("nothing_found", "needs_review", "contact_now")

_DAYS_AGO = re.compile(r'"today-(\d+)"')


def sample_intake(name: str, today: date) -> dict[str, Any]:
    """The body of `POST /v1/screenings` for a sample, `"today-2"` in it replaced by that day's date."""
    text = (SAMPLES / f"{name}.json").read_text(encoding="utf-8")
    intake: dict[str, Any] = json.loads(_DAYS_AGO.sub(partial(_dated, today), text))
    return intake


def _dated(today: date, match: re.Match[str]) -> str:
    return f'"{today - timedelta(days=int(match[1]))}"'
