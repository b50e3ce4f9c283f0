"""Figures are made of everything a clinic stores, and hold nothing anybody entered."""

from tests.functions.captured import captured_output
from tests.privacy.scanner import leaks
from tests.privacy.watching import Watched


def test_nothing_a_person_entered_is_in_figures_or_in_what_counting_writes(watched: Watched) -> None:
    with captured_output() as output:
        assert watched.service.submit(watched.canaries.body()).status == 201
        (row,) = watched.service.read("/v1/cases").body["cases"]
        watched.service.work(row["id"], "contacts", {"result": "reached", "note": watched.canaries.tokens[0]})
        assert watched.service.count().failed == 0
        said = watched.service.oversee()
    assert (said.body["forms"], said.body["uncounted"]) == (1, 0)
    assert len(said.body["rules"]) > 100
    assert leaks(watched.canaries.tokens, said.text + output.getvalue()) == []
