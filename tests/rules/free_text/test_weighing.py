"""The points of resemblance follow from the sentences they were learnt from, byte for byte."""

from tests.rules.free_text.weigh import TARGET, all_samples, learnt, written


def test_the_points_follow_from_the_sentences_they_were_learnt_from() -> None:
    assert written(learnt(all_samples())) == TARGET.read_text(encoding="utf-8")
