"""Who acts, what qualifies them, how sure the outlet sounds, and what gets room: plain rules on invented sentences."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import framing
from helpers.choices.deeds import roles

WORDS = ["red", "old", "new", "wet", "far", "big", "low", "dry", "odd", "raw"]

DEEDS = {
    "The council evicted the tenants.": {("council", "acts", "active"), ("tenants", "acted upon", "active")},
    "The tenants were evicted on Monday.": {("tenants", "acted upon", "agent left out")},
    "The tenants had not been evicted by Monday.": {("tenants", "acted upon", "agent left out")},
    "Two tenants were quietly evicted by the Corra council.": {
        ("tenants", "acted upon", "passive"), ("council", "acts", "passive")},
    "The ferry was hit by a trawler.": {("ferry", "acted upon", "passive"), ("trawler", "acts", "passive")},
    "Mayor Rook will close the gate.": {("Rook", "acts", "active"), ("gate", "acted upon", "active")},
    "Officers have broken the lock.": {("Officers", "acts", "active"), ("lock", "acted upon", "active")},
    "The pilot is closing the gate.": {("pilot", "acts", "active"), ("gate", "acted upon", "active")},
    "The rooms of the tenants were searched.": set(),  # whose rooms: the head stands further off
    "Tenants evicted in May have returned.": set(),  # a past or a participle: not said
    "“The council evicted the tenants,” Ada Quill said.": {("Quill", "says", "active")},
    "The council said tenants could stay.": {("council", "says", "active"), ("tenants", "acts", "active")},
    "It was closed.": set(),
    "The council is interested in the gate.": set(),  # how it is, not what was done to it
    "Members on both sides are waiting.": set(),
    "Firms that insure boats are waiting.": set(),  # not the boats
    "The setback for the New Quay came late.": set(),
    "A man entered a Corra, Me., bakery.": {("man", "acts", "active")},
    "The crew is working hard.": {("crew", "acts", "active")},
    "The rates are going to rise.": set(),
    "Quill shaped the U.S. plan.": {("Quill", "acts", "active"), ("plan", "acted upon", "active")},
}  # fmt: skip


@pytest.mark.parametrize("text", DEEDS)
def test_roles(text):
    found = roles(text)
    assert {(r.actor, r.part, r.form) for r in found} == DEEDS[text]
    for r in found:
        assert r.actor in text[r.start : r.end] and r.verb in text[r.start : r.end]


def test_main_actors_act_in_several_articles():
    texts = ["The council closed the gate. Rook left the town.", "The council sold the gate. A gull took the bread."]
    assert framing.main_actors([*texts, "", ""]) == ["council"]
    assert framing.main_actors(texts[:1]) == ["council", "Rook"]
    assert framing.main_actors([]) == [] and framing.main_actors(["", ""]) == []


def test_deeds_and_shares_count_articles():
    texts = ["The council closed the gate. The council was sued.", "The councils were fined.", "Rain fell on Corra."]
    found = framing.deeds(texts, ["council"])
    assert found[["text_index", "part", "verb"]].values.tolist() == [
        [0, "acts", "closed"], [0, "acted upon", "sued"], [1, "acted upon", "fined"]]  # fmt: skip
    shares = framing.shares_acted_upon(texts, "council")
    assert shares[:2] == [0.5, 1.0] and math.isnan(shares[2])
    text = "The gate was closed. The gate was opened by Rook. The council sold the gate."
    assert framing.left_out(["Rain.", text]) == [(0, 0), (1, 3)]


def test_modifiers():
    text = (
        "The reckless council met. An embattled Mayor Rook left. The council was very cautious. "
        "“A shameful council,” she said. He accused the council. They praised council members. "
        "Those who passed council rules left. The obscure council committee met. The rival Rook won."
    )
    found = framing.modifiers([text], ["council", "Rook"])
    got = {(r.actor, r.modifier, r.place) for r in found.itertuples()}
    assert got == {
        ("council", "reckless", "before"), ("Rook", "embattled", "before"), ("council", "cautious", "said of")}
    for r in found.itertuples():
        assert r.modifier in text[r.start : r.end] and r.actor in text[r.start : r.end]


def test_claims_tell_the_outlets_own_voice_from_others():
    text = "The wall may give way. It was clearly old. It held. Rook thinks it is unsafe. May was wet."
    at = text.index("Rook")
    voices = [voice for _, _, voice in framing.claims(text, [(at, at + 10)])]
    assert voices == ["hedged", "certain", "plain", "attributed", "plain"]
    assert [text[s:e][:3] for s, e, _ in framing.claims(text)] == ["The", "It ", "It ", "Roo", "May"]


def test_subjects_room_lead_and_order():
    text = "The ferry sank. Rain fell. Crews searched. The ferries were old. Rain stopped."
    rows = framing.subjects([text, ""], ["ferry", "rain", "gate"]).set_index(["text_index", "subject"])
    assert rows.loc[(0, "ferry"), ["sentences", "of", "in_lead", "first"]].tolist() == [2, 5, True, 0.0]
    assert rows.loc[(0, "rain"), ["sentences", "in_lead", "first"]].tolist() == [2, True, 0.25]
    assert rows.loc[(0, "gate"), "sentences"] == 0 and math.isnan(rows.loc[(0, "gate"), "first"])
    assert math.isnan(rows.loc[(1, "ferry"), "share"])


@given(st.text(alphabet="The wasd by.,“”’\nRed\x00é-", max_size=150))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_any_text_is_taken(text):
    for r in roles(text):
        assert 0 <= r.start < r.end <= len(text)
    framing.modifiers([text], ["the", "red"])
    framing.subjects([text], ["red"])
    assert all(0 <= s < e <= len(text) for s, e, _ in framing.claims(text, [(0, 3)]))


def test_two_articles_are_read_side_by_side_and_never_tested(tmp_path, monkeypatch):
    from helpers.chapters import telling
    from helpers.corpus import load_corpus

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "pages"
    folder.mkdir()
    pages = {
        "tide": "The council evicted the tenants. It rained all week on the moor above the town, and the road to the "
        "harbour stayed shut until noon on Friday.\n\nNobody was hurt, and the bus runs again from Monday.",
        "fen": "The tenants were evicted on Monday. Their furniture stands in the school hall, where the caretaker has "
        "put up forty beds.\n\nWho will pay for the night is open, and the hall is needed for a wedding.",
    }
    rest = " ".join(f"The tenants of number {n} carried {w} chairs over the moor." for n, w in enumerate(WORDS))
    pages["tide"] += rest
    pages["fen"] += " ".join(f"A {w} cart stood in the hall for an hour." for w in WORDS)
    rows = [{"url": f"https://{name}.example/1", "title": "Corra", "text": text} for name, text in pages.items()]
    (folder / "pages.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    corpus = load_corpus(folder)
    assert len(corpus.counted) == 2
    who = telling.actors(corpus)
    plain = telling.side_by_side(corpus, who).plain
    assert "The council evicted the tenants." in plain and "does not name it" in plain
    found = telling.deeds(corpus, who)
    for r in found.itertuples():
        assert r.verb in corpus.quote(r.page_id, r.start, r.end)
    names = telling.subjects(corpus, who)
    values = telling.measures(corpus, who, names, telling.voices(corpus))
    (said,) = telling.findings(corpus, values)
    assert "Too few articles to say" in said.text and " p " not in said.text
    assert telling.placebo(corpus, values) == [] and "enough articles" in telling.pair_table(corpus, values).plain


def test_sentences_that_name_a_subject_are_found_by_their_folded_words():
    from helpers.choices.emphasis import naming
    from helpers.spans import sentences
    from helpers.text.terms import content_terms

    text = "The ferries’ crew rested. A FERRY sank. Ferrying is hard. The old gate held. Gates of Old Corra fell."
    names = ["ferry", "old gates", "Corra"]
    found = naming([text], names)
    for name, wanted in zip(names, ({"ferry"}, {"old", "gate"}, {"corra"}), strict=True):
        read = [k for k, (s, e) in enumerate(sentences(text)) if wanted <= set(content_terms(text[s:e]))]
        assert found.loc[found["subject"] == name, "number"].tolist() == read


def test_words_inside_quotations_have_no_part_in_deeds():
    said = "The council “closed the gate” and evicted the tenants."
    assert [(r.actor, r.verb) for r in roles(said) if "gate" in r.actor or r.verb == "closed"] == []


def test_two_by_two_the_largest_outlets_are_compared_and_the_table_says_so():
    from types import SimpleNamespace

    import pandas as pd

    from helpers.chapters import telling

    names = [f"Paper {k}" for k in range(10) for _ in range(4 + (k > 1))]
    corpus = SimpleNamespace(counted=pd.DataFrame({"teller": names}))
    values = {"length": [float(7 * k % 11) for k in range(len(names))], "hedges": [math.nan] * len(names)}
    shown = telling.pair_table(corpus, values).plain
    assert "Every two of the 8 outlets with most articles on every measure" in shown and "of 28 rows" in shown
    assert "Paper 0" not in shown and "Paper 1 " not in shown and "Paper 9" in shown
    fewer = SimpleNamespace(counted=corpus.counted[18:])
    assert "Every two outlets on every measure" in telling.pair_table(fewer, {"length": values["length"][18:]}).plain
