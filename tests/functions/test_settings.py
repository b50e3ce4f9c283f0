"""A function that is not told everything does not start."""

import pytest

from functions.settings import CatalogSettings, IntakeSettings, ReviewsSettings, SettingMissingError, Settings
from tests.functions.entry_files import VARIABLES

ALL = (IntakeSettings, ReviewsSettings, CatalogSettings)


@pytest.mark.parametrize("settings", ALL)
def test_every_variable_is_needed(settings: type[Settings]) -> None:
    complete = settings.parse(VARIABLES)
    assert complete.token_issuer == VARIABLES["TOKEN_ISSUER"]
    for name in settings.__dataclass_fields__:
        for value in ({}, {name.upper(): ""}):
            incomplete = {key: text for key, text in VARIABLES.items() if key != name.upper()} | value
            with pytest.raises(SettingMissingError, match=name.upper()):
                settings.parse(incomplete)
