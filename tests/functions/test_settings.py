"""A function that is not told everything does not start."""

import pytest

from functions.settings import (
    AnswersSettings,
    CatalogSettings,
    DeliverSettings,
    IntakeSettings,
    NotifySettings,
    RecordsSettings,
    RescreenSettings,
    ReviewsSettings,
    SealSettings,
    SettingMissingError,
    Settings,
    SweepSettings,
)
from tests.functions.entry_files import VARIABLES

ALL = (
    IntakeSettings,
    AnswersSettings,
    RescreenSettings,
    ReviewsSettings,
    RecordsSettings,
    SealSettings,
    CatalogSettings,
    NotifySettings,
    SweepSettings,
    DeliverSettings,
)


@pytest.mark.parametrize("settings", ALL)
def test_every_variable_is_needed(settings: type[Settings]) -> None:
    complete = settings.parse(VARIABLES)
    assert complete.service_stage == VARIABLES["SERVICE_STAGE"]
    for name in settings.__dataclass_fields__:
        for value in ({}, {name.upper(): ""}):
            incomplete = {key: text for key, text in VARIABLES.items() if key != name.upper()} | value
            with pytest.raises(SettingMissingError, match=name.upper()):
                settings.parse(incomplete)
