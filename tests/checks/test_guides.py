"""Decision guides: every path ends, every outcome can be reached."""
from __future__ import annotations

import pytest
from conftest import ROOT

from mingbai.cache import Cache
from mingbai.edition import read_edition
from mingbai.problems import Problems


@pytest.fixture(scope="module")
def guides():
    edition = read_edition(ROOT, Cache(None), Problems())
    assert edition is not None
    return list(edition.library.records["guide"].values())


def test_every_answer_of_our_guides_leads_to_an_outcome(guides):
    assert guides
    for guide in guides:
        steps = {step.id: step for step in guide.steps}
        ends = {outcome.id for outcome in guide.outcomes}
        paths = [[guide.steps[0].id]]
        walked = 0
        while paths:
            path = paths.pop()
            for answer in steps[path[-1]].answers:
                assert answer.next not in path
                if answer.next in ends:
                    walked += 1
                else:
                    paths.append([*path, answer.next])
        assert walked >= len(ends)


def test_every_outcome_says_who_and_on_what_basis(guides):
    for guide in guides:
        for outcome in guide.outcomes:
            assert outcome.body.get("zh") and outcome.body.get("en")
            assert outcome.legal_basis or outcome.level in ("self", "police"), outcome.id
            assert outcome.if_fails, outcome.id
