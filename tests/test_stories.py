"""Facts aligned, numbers related, versions compared. The texts are about a place that does not exist."""

import pytest

from helpers.copies.reuse import Text
from helpers.spans import sentences
from helpers.stories import facts, numbers, versions


def article(name, text, outlet=None, **more):
    settings = {"published": None, "complete": True, **more}
    return Text(name, f"page-{name}", outlet or name, text=text, sentences=tuple(sentences(text)), **settings)


GULL = article(
    "gull",
    "The Orsk lighthouse fell into the bay on Monday night, taking two boats with it. "
    "Keeper Tamsin Vole rowed ashore with her parrot. Nobody was hurt. "
    "The lamp had been repaired with a hairpin in spring.",
)
HERALD = article(
    "herald",
    "On Monday night the lighthouse of Orsk fell into the bay and took two boats along. "
    "Its keeper, Tamsin Vole, rowed ashore carrying a parrot. "
    "Insurers put the loss at 40 million crowns.",
)


def relations(*texts):
    found = numbers(texts)
    return {(r.article_id, round(r.value)): r.relation for r in found.itertuples()}


def test_what_both_tell_and_what_one_tells():
    found = facts([GULL, HERALD])
    told = found[found["verdict"] == "states"].groupby("fact_id")["article_id"].apply(list)
    assert sorted(told.map(tuple)) == [("gull",), ("gull", "herald"), ("gull", "herald"), ("herald",)]
    by_name = {"gull": GULL, "herald": HERALD}
    for row in found[found["start"].notna()].itertuples():
        assert (row.start, row.end) in by_name[row.article_id].sentences
    only = found.groupby("fact_id").filter(lambda f: (f["verdict"] == "states").sum() == 1)
    assert set(only["verdict"]) == {"states", "left_out"}
    assert only.loc[only["verdict"] == "left_out", "start"].isna().all()


def test_absence_is_typed():
    cut = article("cut", HERALD.text[:140], complete=False)
    short = article("short", "The bay of Orsk is deep.", complete=None)
    found = facts([GULL, cut, short]).groupby("article_id")["verdict"].apply(set)
    assert "cut_off" in found["cut"] and "left_out" not in found["cut"]
    assert found["short"] <= {"states", "unknown"}


def test_one_article_or_none():
    assert set(facts([GULL])["verdict"]) == {"states"}
    assert facts([]).empty and numbers([]).empty
    assert set(numbers([HERALD])["relation"]) == {"one_only"}


def test_another_figure_for_the_same_thing_differs():
    a = article("a", "The storm at Orsk broke the windows of 412 greenhouses along the northern canal.")
    b = article("b", "The storm at Orsk broke the windows of 96 greenhouses along the northern canal.")
    assert facts([a, b])["verdict"].tolist() == ["differs", "differs"]


def test_many_articles_keep_single_facts_to_one_row():
    texts = [article(f"a{k:02}", f"{GULL.text} Witness{k} heard{k} bells{k} and horns{k}.") for k in range(41)]
    found = facts(texts)
    assert (found["fact_id"].value_counts() == 1).sum() == 41
    assert (found["fact_id"].value_counts() == 41).sum() >= 3


def test_a_weak_match_with_one_of_many_articles_is_kept_where_another_outlet_prints_it():
    demand = " The guild of pilots demanded buoys for the eastern channel."
    mend = " A rival guild mended the nets of the northern channel, the hulls of nine herring boats and a shed."
    more = {0: demand, 1: mend}
    for outlets in (("gull", "herald"), ("gull", "gull")):
        texts = [article(f"a{k:02}", GULL.text + more.get(k, ""), outlet=outlets[k] if k < 2 else f"o{k}")
                 for k in range(41)]  # fmt: skip
        found = facts(texts)
        weak = found[found["candidate_start"].notna()]
        assert set(weak["article_id"]) == ({"a00", "a01"} if outlets[1] == "herald" else set())


HOMES = "The sea broke the dyke at Marl and flooded {} homes in the lower town on Tuesday night."


@pytest.mark.parametrize(("said", "relation"), [
    ("412", "same"), ("about 400", "rounding"), ("fewer than 450", "bound"), ("hundreds of", "vague"),
    ("nearly 500", "conflict"), ("more than 600", "conflict"), ("9,000", "different_object"),
])  # fmt: skip
def test_relations_to_an_exact_number(said, relation):
    texts = [article("a", HOMES.format("412")), article("b", HOMES.format("412")), article("c", HOMES.format(said))]
    found = numbers(texts)
    of_homes = found[found["about"] == "home"].set_index("article_id")["relation"]
    assert of_homes["a"] == of_homes["b"] == "same"
    assert of_homes["c"] in ((relation, "one_only") if relation == "different_object" else (relation,))


def test_two_against_one_another_are_both_marked():
    found = numbers([article("a", HOMES.format("412")), article("b", HOMES.format("350"))])
    assert found[found["about"] == "home"]["relation"].tolist() == ["conflict", "conflict"]


def test_views_of_two_films_do_not_conflict():
    a = article("a", "The new drill film, shown at schools since May, has had 240,000 views, the ministry said.")
    b = article("b", "A clip in which a cartoon crab falls off a pier has had 1.9 million views on phones.")
    assert "conflict" not in set(numbers([a, b])["relation"])


def test_units_are_converted():
    a = article("a", "The surge stood 3.9 metres above datum at the harbour mouth.")
    b = article("b", "The surge stood 12 ft 10 in above datum at the harbour mouth.")
    assert sorted(numbers([a, b])["relation"]) == ["same", "unit"]


def test_relative_dates_are_ranges():
    a = article("a", "Last year the guild posted sailing instructions in Orskian for foreign crews.")
    b = article("b", "Six months ago the guild posted sailing instructions in Orskian for crews.")
    assert "conflict" not in set(numbers([a, b])["relation"])
    dated = [Text(**{**t.__dict__, "published": "2031-05-02"}) for t in (a, b)]
    assert set(numbers(dated)["unit"]) == {"day"}


def test_two_clock_times_give_a_duration():
    a = article("a", "The bell of Marl gave the town 45 minutes before the dyke gate was opened.")
    b = article("b", "The bell of Marl rang at 22:55 and the dyke gate was opened at 23:40.")
    found = numbers([a, b])
    row = found[found["relation"] == "derivable"].iloc[0]
    assert b.text[row.start : row.end] == "22:55 and the dyke gate was opened at 23:40"


def test_parts_that_add_up():
    a = article("a", HOMES.format("412"))
    b = article("b", "In Marl the sea flooded 300 homes on the quay and 112 homes behind the dyke on Tuesday night.")
    found = numbers([a, b])
    assert "derivable" in set(found.loc[found["article_id"] == "b", "relation"])


def test_versions_are_updates_and_corrections_not_conflicts():
    rest = (
        " Boats were moored in the market square, and the bakers of Marl sold bread from a raft until noon. "
        "The mayor, who had slept through the bell, promised a louder one by spring."
    )
    old = article("old", HOMES.format("about 300") + rest, "Gull", published="2031-10-14")
    new = article("new", HOMES.format("412") + rest, "Gull", published="2031-10-15")
    other = article("other", HOMES.format("412"), "Herald")
    assert relations(old, new, other)["old", 300] == "update"
    note = article("new", new.text + " This article has been corrected.", "Gull", published="2031-10-15")
    assert relations(old, note, other)["old", 300] == "correction"
    assert "conflict" not in set(relations(old, new).values())


def test_what_changed_between_versions():
    old = article("old", "The sea took 300 homes in Marl. The mayor slept. Bread was sold from a raft.")
    new = article("new", "The sea took 412 homes in Marl. Bread was sold from a raft. A louder bell is promised.")
    found = versions(old, new)
    assert sorted(found["kind"]) == ["added", "changed", "removed"]
    changed = found[found["kind"] == "changed"].iloc[0]
    assert changed["numbers_changed"] == [["300 homes", "412 homes"]]
    assert new.text[changed.new_start : changed.new_end].startswith("The sea took 412")
    assert versions(old, old).empty


def test_order_and_repeats_change_nothing():
    first, second = facts([GULL, HERALD]), facts([GULL, HERALD])
    assert first.equals(second)
    assert numbers([GULL, HERALD]).equals(numbers([GULL, HERALD]))


def seeds(reference):
    import json

    from helpers.spans import Excerpt

    gold = json.loads((reference / "eval/seeds_reading.json").read_text(encoding="utf-8"))
    texts, bodies = [], {}
    for k in "AB":
        page = (reference / "corpus/seeds" / gold["docs"][k]["file"]).read_bytes().decode()
        bodies[k] = Excerpt.of(page, [(z["start"], z["end"]) for z in gold["zones"][k] if z["kind"] == "body"])
        texts.append(article(k, bodies[k].text))
    return gold, texts, bodies


def test_seed_numbers_agree_with_the_reading_and_none_conflicts(reference):
    gold, texts, bodies = seeds(reference)
    found = numbers(texts)
    assert "conflict" not in set(found["relation"])
    at = {(r.article_id, *bodies[r.article_id].to_page(r.start, r.end)[0]): r for r in found.itertuples()}

    def row(k, slot):
        start, end = slot[k]["span"]
        return next((r for (a, s, e), r in at.items() if a == k and s < end and start < e), None)

    for slot in gold["b_numbers"]:
        rows = [row(k, slot) for k in "AB" if slot[k]]
        if slot["relation"] == "agree":
            assert [r.relation for r in rows] == ["same", "same"] and rows[0].slot == rows[1].slot
        elif slot["relation"] in ("A_only", "B_only"):
            # Views of one video beside views of another are no counterpart of one another, and say so.
            assert {r.relation for r in rows} <= {"one_only", "different_object"}


def test_seed_facts_are_paired_rightly(reference):
    gold, texts, bodies = seeds(reference)
    found = facts(texts)
    told = found[found["start"].notna()]
    pairs = [g for _, g in told.groupby("fact_id") if g["article_id"].nunique() > 1]
    right = 0
    for group in pairs:
        hits = [
            {
                f["id"]
                for f in gold["a_facts"]
                for place in f[r.article_id]
                for s, e in bodies[r.article_id].to_page(r.start, r.end)
                if s < place["end"] and place["start"] < e
            }
            for r in group.itertuples()
        ]
        right += bool(set.intersection(*hits))
    assert right >= 4 and len(pairs) - right <= 2
