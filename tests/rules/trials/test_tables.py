"""The tables fit each other, the derived facts, and the sources."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rules.authoring.problems import ContentError
from rules.authoring.trial_content import read_trials
from rules.engine.trials.profiles import Criteria
from rules.engine.trials.reading import Written
from rules.engine.trials.stimulation import Course
from rules.engine.trials.therapies import Therapy
from rules.engine.trials.trial import Trial
from tests.rules.intakes import released

_DERIVED = {fact["id"]: fact for fact in released().document["derived"]}
_TABLES: Mapping[str, Any] = released().document["knowledge"]["trials"]
_ITEMS = {item.fact: item for item in released().items}


@pytest.mark.parametrize(("fact", "row"), [("trials_read", Trial), ("resistance_criteria", Criteria)])
def test_a_group_has_one_column_for_each_field(fact: str, row: Any) -> None:
    assert len(_DERIVED[fact]["fields"]) == len(row._fields)


@pytest.mark.parametrize(
    ("fact", "row"), [("trials", Written), ("therapies", Therapy), ("ect", Course), ("tms", Course)]
)
def test_what_is_asked_is_what_is_read(fact: str, row: Any) -> None:
    assert len(_ITEMS[fact].fields) == len(row._fields)


def test_the_columns_of_the_history_are_read_in_their_order() -> None:
    columns = [f"trials.{part.fact}" for part in _ITEMS["trials"].fields]
    assert _DERIVED["trials_read"]["of"][: len(columns)] == columns


def test_every_source_of_a_table_is_among_the_sources() -> None:
    entries = [*_TABLES["agents"], *_TABLES["profiles"], _TABLES["staging"]]
    cited = {part["key"] for entry in entries for part in entry["sources"] if "key" in part}
    assert cited <= released().document["sources"].keys()


def test_a_definition_names_only_medicines_and_therapies_that_exist() -> None:
    agents = {agent["id"] for agent in _TABLES["agents"]}
    classes = {agent["class"] for agent in _TABLES["agents"]}
    kinds = _ITEMS["therapies"].fields[0].options
    for profile in _TABLES["profiles"]:
        assert set(profile["drugs"]) <= agents
        assert set(profile["drug_classes"]) <= classes
        assert set(profile["therapy"]) <= kinds


def test_every_antidepressant_has_a_minimum_dose() -> None:
    assert all("standard" in agent["minima"] for agent in _TABLES["agents"] if agent["antidepressant"])


def test_one_definition_of_a_condition_is_the_default() -> None:
    defaults = [profile["indication"] for profile in _TABLES["profiles"] if profile["default"]]
    assert sorted(defaults) == ["anxiety", "bipolar", "depression"]


_AGENT = "- {id: one, names: [One], class: SSRI, thaseRush: SSRI, sources: [{strength: default}]}\n"
_PROFILE = "- {id: p, indication: ocd, says: Words, sources: [{strength: default}]}\n"


def written(root: Path, agents: str, profiles: str, staging: str | None = None) -> Path:
    folder = root / "trials"
    for name, text in (("agents/a.yaml", agents), ("definitions/a.yaml", profiles)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    real = Path(__file__).parents[3] / "rules" / "content" / "trials" / "staging.yaml"
    (folder / "staging.yaml").write_text(real.read_text() if staging is None else staging)
    return root


def test_small_tables_can_be_read(tmp_path: Path) -> None:
    found = read_trials(written(tmp_path, _AGENT, _PROFILE))
    assert [agent["near"] for agent in found["agents"]] == ["one"]


@pytest.mark.parametrize(
    ("agents", "profiles", "staging", "reason"),
    [
        (_AGENT + _AGENT.replace("id: one", "id: two").replace("[One]", "[ONE]"), _PROFILE, None, "claimed twice"),
        (_AGENT.replace("class: SSRI", "klass: SSRI"), _PROFILE, None, "class"),
        (_AGENT, _PROFILE + _PROFILE, None, "claimed twice"),
        (
            _AGENT,
            _PROFILE + "- {id: q, like: nothing, says: Words, sources: [{strength: default}]}\n",
            None,
            "not defined",
        ),
        (_AGENT, _PROFILE.replace("says", "enabled: false, says"), None, "says why"),
        (_AGENT, _PROFILE, "maudsley: {}\n", "mgh_s"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    tmp_path: Path, agents: str, profiles: str, staging: str | None, reason: str
) -> None:
    with pytest.raises(ContentError, match=reason):
        read_trials(written(tmp_path, agents, profiles, staging))
