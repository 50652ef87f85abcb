"""What limits a number: where, when, how surely, and what is told of the things it counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.numbers.quantities import quantities
from helpers.numbers.scope import scope


def of(sentence):
    q = next(q for q in quantities(sentence) if q["kind"] != "date")
    return scope(sentence, q["start"], q["end"], q["kind"], (0, len(sentence)))


@pytest.mark.parametrize(("sentence", "frame"), [
    ("A fire killed 14 workers in Orsk.", "dead"),
    ("Fourteen people died in the fire.", "dead"),
    ("In all 14 people were badly hurt.", "injured"),
    ("The police arrested at least 31 people.", "arrested"),
    ("The 1,200 evacuated citizens slept in a church.", "evacuated"),
    ("The bell gave them 45 minutes.", "notice"),
    ("They had two hours in which to leave.", "notice"),
    ("The sea took 412 homes, and nobody was killed.", ""),
    ("They hurt the horse and about 90 people laughed.", ""),
])  # fmt: skip
def test_what_is_told_of_the_things_counted(sentence, frame):
    assert of(sentence).frame == frame


@pytest.mark.parametrize(("sentence", "limit"), [
    ("The port had planned to hire 300 dockers.", "plan"),
    ("The dyke could flood 300 homes.", "open"),
    ("They freed 12 more otters.", "part"),
    ("They saw 31 otters, nine of them asleep.", None),
    ("Tenants get 9,000 crowns for each boat.", "rate"),
    ("In the vote 24 members opposed the tram.", "against"),
    ("There were never 71 otters.", "denied"),
])  # fmt: skip
def test_limits(sentence, limit):
    limits = of(sentence)
    assert {name for name in ("plan", "open", "part", "rate", "against", "denied") if getattr(limits, name)} == (
        {limit} if limit else set()
    )


@pytest.mark.parametrize(("sentence", "replaced"), [
    ("The count replaces an estimate of about 300 otters.", "update"),
    ("The first estimate, which was 61 million crowns, was too low.", "update"),
    ("An earlier version of this article said that 312 otters had drowned.", "correction"),
    ("The insurers’ first estimate is of the street where 412 otters drowned.", ""),
])  # fmt: skip
def test_what_another_number_replaces(sentence, replaced):
    assert of(sentence).replaced == replaced


def test_only_what_is_of_one_place_and_time_can_contradict():
    here = of("The fire took 40 houses in the village of Aske.")
    assert not here.can_be_one(of("The fire took 75 houses in the town of Berrin."))
    now, then = of("Beetles ate 5,200 elms."), of("Last year beetles ate 3,100 elms.")
    assert now.can_be_one(then) and not now.surely_one(then)
    june, may = of("The survey of 600 adults was made in June."), of("The survey of 900 adults was made in May.")
    assert not june.surely_one(may)
    assert of("On Monday some 40 houses burned.").surely_one(of("On Monday night some 75 houses burned."))


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(alphabet="0123456789 ,.of themkildwasInJan\n“”’", max_size=120), st.integers(0, 120), st.integers(0, 9))
def test_any_text(text, start, length):
    start = min(start, len(text))
    end = min(start + length, len(text))
    for kind in ("count", "duration", "money", "date"):
        scope(text, start, end, kind, (0, len(text)))
