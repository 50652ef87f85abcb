"""Sentences and clauses told alike by several articles. The texts are about a place that does not exist."""

from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.copies.reuse import Text
from helpers.facts import aligning, likeness, rows, statements
from helpers.facts.aligning import align
from helpers.facts.grouping import TOGETHER, going_on, grouped, tellings
from helpers.facts.likeness import ALIGNED, Near, Unit, scored
from helpers.facts.rows import Sets, Units
from helpers.facts.senses import root, sense
from helpers.facts.statements import Voice, clauses, keys, wording
from helpers.facts.story import Story
from helpers.spans import sentences
from helpers.stories import facts

REST = {  # what else the two papers tell, so that the words in question are rare
    "gull": " The bakers of Marl sold bread from a raft until noon. Rain is forecast for the weekend regatta. A "
    "clarinet was found in the reeds. The old ferry has a new funnel painted in green stripes.",
    "herald": " Three swans nested behind the customs shed. The choir rehearses a cantata on Sundays. Cabbages were "
    "dear at the autumn fair. The chess club moved into the cellar of the museum.",
}


def article(name, text, **more):
    text += REST.get(name, "")
    settings = {"published": None, "complete": True, **more}
    return Text(name, f"page-{name}", name, text=text, sentences=tuple(sentences(text)), **settings)


def pairs(a, b, voices=None):
    """What is counted as told by both, as texts."""
    texts = [article("gull", a), article("herald", b)]
    found = align(texts, voices, ALIGNED)
    said = [texts[u.article].text[u.start : u.end] for u in found.units]
    return [(said[i], said[j]) for i, j in sorted(found.near)]


@pytest.mark.parametrize(("a", "b"), [
    ("The harbour council postponed the purchase of two dredgers until April.",
     "Buying two dredgers was delayed by the harbor council until April."),
    ("Keeper Tamsin Vole rowed ashore with her parrot after the lamp exploded.",
     "Carrying a parrot, Vole, the keeper, rowed ashore following an explosion of the lamp."),
    ("The surge broke the windows of 412 greenhouses along the canal.",
     "Along the canal the windows of some 400 greenhouses were broken."),
    ("Nobody died when the pier at Orsk collapsed.", "No deaths were reported after Orsk's pier collapsed."),
])  # fmt: skip
def test_the_same_in_other_words(a, b):
    assert pairs(a, b) == [(a, b)]


@pytest.mark.parametrize(("a", "b"), [
    ("“And it is going to be soggy,” Tamsin Vole said.", "She added: “And it’s — it is going to be soggy.”"),
    ("“They should just mend it,” said Vole.", "“They should just mend it.”"),
])  # fmt: skip
def test_the_same_words_however_little_they_say(a, b):
    assert pairs(a, b) == [(a, b)]


def test_the_same_words_for_who_speaks_are_not_what_is_said():
    who = "acting Orsk harbour master Odile Marchbank told reporters."
    a, b = f"“My parrot likes plums,” {who}", f"“The dredger is late,” {who}"
    texts = (("gull", a), ("herald", b))
    said = {name: [Voice(t.index(who), t.index(" told"), "source", "odile")] for name, t in texts}
    assert pairs(a, b, said) == []


@pytest.mark.parametrize(("a", "b"), [
    # one person, two facts; however fully the name is given
    ("Interior minister Ilse Brandt Pardo announced an inquiry into the leak on Friday.",
     "Ilse Brandt Pardo, the interior minister, keeps bees behind the ministry."),
    # a list of places is not yet a fact
    ("Eel Street, Rope Lane, Tar Yard and Salt Row will be paved.",
     "Salt Row, Rope Lane, Tar Yard and Eel Street take turns to watch the lamp."),
    # a formula of the trade
    ("A spokesman for the embassy did not immediately respond to a request for comment.",
     "A spokesman for the ministry did not immediately respond to a request for comment."),
])  # fmt: skip
def test_what_looks_alike_and_is_not(a, b):
    assert pairs(a, b) == []


def test_a_sentence_that_holds_two_statements_is_cut():
    first = "The Orsk lighthouse fell into the bay on Monday night"
    second = "keeper Tamsin Vole rowed ashore with a parrot"
    a = f"{first}, and {second}."
    b = "On Monday night the lighthouse of Orsk fell into the bay. Her keeper rowed ashore: Tamsin Vole with a parrot."
    found = pairs(a, b)
    assert {x for x, _ in found} == {first, f"and {second}."}
    assert len({y for _, y in found}) == 2


def test_one_statement_stays_whole():
    a = "The lighthouse of Orsk, which was built by a baker, fell into the bay on Monday, taking two boats along."
    b = "Built by a baker, the Orsk lighthouse fell into the bay on Monday and took along two boats."
    assert pairs(a, b) == [(a, b)]


def test_of_two_matches_the_closer_counts():
    a = "The guild of pilots demanded new buoys for the eastern channel."
    b = "New buoys for the eastern channel were demanded by the guild of pilots."
    c = " Buoys in the eastern channel are painted on Sundays by volunteers, the guild said."
    found = pairs(a, b + " Nobody was surprised. The tide turned. Gulls cried." + c)
    assert [y for _, y in found] == [b]


def weights_in(texts, *voices):
    """What the keys of the first text's sentences and of its first 34 characters weigh, as dictionaries."""
    voices = [*voices, *([()] * (len(texts) - len(voices)))]
    story = Story(texts, [keys(t.text) for t in texts], voices, [wording(t.text) for t in texts])
    places = [*texts[0].sentences, (0, 34)]
    sets = story.keys(Units.of([Unit(0, s, e, k) for k, (s, e) in enumerate(places)]))
    out = [{} for _ in places]
    for row, number, value in zip(sets.row.tolist(), sets.number.tolist(), sets.value.tolist(), strict=True):
        out[row][story.names[number]] = value
    return out


def test_who_says_it_is_not_what_is_said():
    a = "Odile Marchbank, the harbour master, told the Evening Gull: “The dredger is late.”"
    b = "“My parrot likes plums,” Odile Marchbank, the harbour master, told the Evening Gull."
    texts = [article("gull", a), article("herald", b)]
    *_, source = weights_in(texts, [Voice(0, 34, "source", "odile"), Voice(58, 80, "content", "odile")])
    whole, *_ = weights_in(texts, [Voice(0, 34, "source", "odile"), Voice(58, 80, "content", "odile")])
    assert source and all(weight < 1 for weight in source.values()) and whole["dredg"] == 1


def test_names_count_once():
    text = "Harbour master Odile Marchbank spoke. Odile Marchbank left. She knows Odile Marchbank."
    t = article("x", text)
    *said, _ = weights_in([t])
    assert [s["marchbank"] for s in said] == [1, 1, 1] and max(s.get("odil", 0) for s in said) < 1


def test_two_words_that_stand_side_by_side_are_one_term():
    t = article("x", "The spring tide rose. A spring tide fell. No spring tide came. The tide turned.")
    assert [s["spring"] for s in weights_in([t])[:3]] == [statements.COMPOUND] * 3


def test_voice_and_position_of_a_telling():
    said = "The dredger will be late and the channel stays shut"
    a, b = f"“{said},” Odile Vole said.", f"{said}."
    texts = [article("gull", a), article("herald", b)]
    told = facts(texts, {"gull": [Voice(0, len(said) + 3, "content", "vole")]})
    first = told[(told["fact_id"] == 0) & told["start"].notna()].set_index("article_id")
    assert first["voice"].to_dict() == {"gull": "attributed", "herald": "own"}
    assert first.loc["gull", "speaker_id"] == "vole" and first["position"].tolist() == [0.0, 0.0]
    assert facts(texts)["voice"].isna().all()


def test_a_weak_match_is_shown_and_not_counted():
    a = article("gull", "The guild of pilots demanded buoys for the eastern channel.")
    b = article("herald", "A rival guild painted the buoys of the northern channel, the hulls of nine herring "
                "boats and the door of the customs shed last spring.")
    found = facts([a, b])
    weak = found[found["candidate_start"].notna()]
    assert set(weak["verdict"]) == {"unknown"} and weak["start"].isna().all()
    assert (weak["score"] < ALIGNED).all()


VIEWS = "The film about the crabs of Orsk was seen {} times."


def score(a, b, more_a="", more_b=""):
    """How close the first sentences of two papers are, with what follows them there."""
    texts = [article("gull", a + more_a), article("herald", b + more_b)]
    found = align(texts, None, 0.0)
    at = {(u.article, u.start): k for k, u in enumerate(found.units)}
    return found.near.get((at[0, 0], at[1, 0]), 0.0)


def test_numbers_of_one_thing_that_cannot_both_hold_speak_against_a_pair():
    seen = VIEWS.format("5,000")
    assert score(seen, VIEWS.format("more than 4,000")) > score(seen, VIEWS.format("90,000"))


def test_what_stands_beside_a_close_pair_is_closer():
    a, b = "The guild of pilots wants buoys for the channel.", "Pilots asked the council for lamps and buoys by spring."
    follows = " Keeper Tamsin Vole rowed ashore with her parrot after the lamp exploded."
    assert score(a, b, follows, follows) > score(a, b, follows)


@pytest.mark.parametrize(("score", "end"), [(0.7, 60), (0.4, 30)])
def test_what_goes_on_with_a_fact_is_told_with_it(score, end):
    """One sentence of the first article (0) and three of the second (1 to 3): the third tells the same, or goes on."""
    units = [Unit(0, 0, 50, 0), Unit(1, 0, 30, 1), Unit(1, 30, 60, 2), Unit(1, 60, 90, 3)]
    near = {(0, 1): 0.9, (0, 2): score, (0, 3): 0.1}
    links = {0: [(j, x) for (_, j), x in near.items()], **{j: [(0, x)] for (_, j), x in near.items()}}
    groups = going_on(grouped(units, near), units, links)
    told = tellings(groups[0], units, links)
    assert (told[1].start, told[1].end, told[1].score) == (0, end, 0.9) and told[0].end == 50
    assert sorted(k for g in groups for k in g) == [0, 1, 2, 3] and [3] in groups


def test_clauses_cover_the_sentence_and_do_not_overlap():
    text = (
        "The mayor of Orsk had promised the ringers a louder bell; the guild of bakers refused to lend the town money."
    )
    found = clauses(text, 0, len(text), keys(text))
    assert found and found[0][0] == 0 and found[-1][1] == len(text)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_senses():
    assert sense("postponed") == sense("delay") and sense("dwellings") == sense("house")
    assert root("organised") == root("organisation") and root("supervised") != root("superb")
    assert root("inspections") == root("inspected") and sense("interior") != sense("international")


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.text(alphabet="aB1 .,;—'’“”\n£%-", max_size=80), min_size=1, max_size=3))
def test_any_text(bodies):
    texts = [Text(str(k), str(k), str(k), None, None, b, tuple(sentences(b))) for k, b in enumerate(bodies)]
    found = align(texts)
    assert all(0 <= u.start <= u.end <= len(bodies[u.article]) for u in found.units)
    assert all(found.units[i].article != found.units[j].article for i, j in found.near)


@pytest.mark.parametrize("text", [", and " * 5000, "A" * 20_000, "(" * 5000, "A.B." * 5000, "Aa " * 5000])
def test_hostile_text_is_read_in_linear_time(text):
    assert keys(text) is not None and clauses(text, 0, len(text), keys(text)) is not None


def plainly(units, near):
    """Average linkage as it is defined: two groups become one where all pairs of different articles score enough."""
    groups = [[k] for k in range(len(units))]
    scores = {p: round(x * 10_000) for p, x in near.items()}
    for _, (i, j) in sorted((-x, p) for p, x in near.items() if x >= ALIGNED):
        a, b = (next(g for g in groups if k in g) for k in (i, j))
        across = [tuple(sorted(p)) for p in product(a, b) if units[p[0]].article != units[p[1]].article]
        if a is b or units[i].article == units[j].article:
            continue
        if sum(scores.get(p, 0) for p in across) >= TOGETHER * 10_000 * len(across):
            groups = [g for g in groups if g is not a and g is not b] + [sorted(a + b)]
    return sorted(groups)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_groups_are_those_of_average_linkage(data):
    articles = sorted(data.draw(st.lists(st.integers(0, 5), min_size=2, max_size=12)))
    units = [Unit(a, 9 * k, 9 * k + 9, k) for k, a in enumerate(articles)]
    pairs = [(i, j) for i, j in combinations(range(len(units)), 2) if articles[i] != articles[j]]
    score = st.integers(4_500, 10_000).map(lambda x: x / 10_000)
    near = {p: x for p in pairs if (x := data.draw(st.none() | score)) is not None}
    assert grouped(units, near) == plainly(units, near)


def test_what_was_scored_as_sentences_and_clauses_is_not_scored_anew(monkeypatch):
    told = [
        "The sea took the old lighthouse of Orsk at noon, and the keeper Tamsin Vole rowed ashore with her grey parrot "
        "while the choir sang a slow cantata in the cellar, and bakers sold warm bread from a raft. ",
        "Keeper Tamsin Vole rowed ashore with her grey parrot. The old lighthouse of Orsk fell into the sea at noon. ",
        "Bakers sold warm bread from a raft as the choir sang a slow cantata in the cellar. ",
    ]
    texts = [article(name, text) for name, text in zip(("gull", "herald", "tern"), told, strict=True)]
    short = align(texts)
    monkeypatch.setattr(aligning, "scored", lambda *given: scored(*given)._replace(crowded=True))
    assert short == align(texts)
    assert len({u.sentence for u in short.units}) < len(short.units) and short.near


def _pairs_of_sentences(data):
    """Statements of three articles, one or two to a sentence, and scores of some of their pairs."""
    articles = sorted(data.draw(st.lists(st.integers(0, 2), min_size=2, max_size=14)))
    sentence, units = -1, []
    for k, a in enumerate(articles):
        goes_on = units and units[-1].article == a and data.draw(st.booleans())
        sentence += not goes_on
        units.append(Unit(a, 9 * k, 9 * k + 9, sentence))
    score = st.integers(1_000, 10_000).map(lambda x: x / 10_000)
    pairs = [(i, j) for i, j in combinations(range(len(units)), 2) if articles[i] != articles[j]]
    return units, {p: x for p in pairs if (x := data.draw(st.none() | score)) is not None}


def _near(scores):
    i, j = (np.array([p[k] for p in scores], int) for k in (0, 1))
    return Near(i, j, np.array(list(scores.values()), float))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_scores_move_by_the_closest_pair_beside_them(data):
    units, scores = _pairs_of_sentences(data)

    def beside(i, j):
        best = 0.0
        for (a, b), x in scores.items():
            d, e = (abs(units[p].sentence - units[q].sentence) for p, q in ((a, i), (b, j)))
            same = (units[a].article, units[b].article) == (units[i].article, units[j].article)
            if same and 0 < max(d, e) <= 2:
                best = max(best, x if max(d, e) < 2 else 0.8 * x)
        return best

    by = np.array([1.6 * beside(i, j) for i, j in scores])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likeness, "CELLS", data.draw(st.sampled_from([1, 40, 2_000_000])))
        found = likeness.with_neighbours(_near(scores), Units.of(units))
    assert found.score.tolist() == _near(scores).moved(by).score.tolist()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_scores_move_by_closer_rivals(data):
    units, scores = _pairs_of_sentences(data)

    def rival(i, j, x):
        other = {(b if a == i else a): y for (a, b), y in scores.items() if i in (a, b)}
        there = [(-y, units[k].sentence) for k, y in other.items() if units[k].article == units[j].article]
        closest, sentence = min(there)
        return -closest > x and abs(sentence - units[j].sentence) > 1

    by = np.array([-1.27 * (rival(i, j, x) + rival(j, i, x)) for (i, j), x in scores.items()])
    found = likeness.against_rivals(_near(scores), Units.of(units))
    assert found.score.tolist() == _near(scores).moved(by).score.tolist()


def _many_sets(seed):
    rng = np.random.default_rng(seed)
    row, number = rng.integers(0, 40, 600), rng.integers(0, 25, 600)
    return Sets(row, number, 40, 25), np.sort(rng.integers(0, 40, 500)), rng.integers(0, 40, 500)


@pytest.mark.parametrize("seed", range(3))
def test_many_pairs_are_looked_up_with_the_result_of_searching(seed, monkeypatch):
    sets, a, b = _many_sets(seed)
    searched = [part.tolist() for part in sets.shared(a, b)]
    monkeypatch.setattr(rows, "FEW", 0)
    monkeypatch.setattr(rows, "CELLS", 100)  # four rows at a time
    assert [part.tolist() for part in sets.shared(a, b)] == searched and searched[0]
