"""Speakers: who is one person, who stays two, and what kind of speaker it is. All texts are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.saying import cast
from helpers.saying.names import read
from helpers.saying.speakers import identify, link, speakers
from helpers.sources import attributions


def who(text):
    """Names of the speakers, attribution by attribution (None: unknown)."""
    people, index = speakers(text, attributions(text))
    return [None if i is None else people[i]["name"] for i in index]


def people(text):
    return speakers(text, attributions(text))[0]


def test_one_person_under_name_surname_role_and_pronoun():
    text = (
        "Harbour Director Orla Venn said the pier was safe. “It will hold,” Venn said. "
        "“I walked it myself,” she said.\n\nThe director said tests go on."
    )
    assert who(text) == ["Orla Venn"] * 4
    [person] = people(text)
    assert person["role"] == "Harbour Director" and person["kind"] == "named person"
    assert "Venn" in person["aliases"] and "The director" in person["aliases"]


def test_full_name_may_stand_where_nobody_is_quoted():
    assert who("Mayor Orla Venn opened the pier in May. “It will hold,” Venn said.") == ["Orla Venn"]


def test_two_people_who_share_a_role_stay_two():
    text = (
        "A harbour official said the pier was safe. “It will hold,” the official said.\n\n"
        "A customs official said the vault was empty. “We looked twice,” the official said."
    )
    assert who(text) == ["A harbour official"] * 2 + ["A customs official"] * 2


def test_two_with_one_surname_are_not_merged():
    text = "Orla Venn said the pier was safe. Pol Venn said it was not. “It will hold,” Venn said."
    assert who(text)[:2] == ["Orla Venn", "Pol Venn"]
    assert who(text)[2] not in ("Orla Venn", "Pol Venn")


def test_pronoun_is_left_alone_when_somebody_else_is_named():
    text = "Orla Venn said the pier was safe. Pol Reyk laughed. Ivo Tarn wept. Later he said it was not."
    assert who(text)[-1] is None


def test_pronoun_means_the_one_who_acts_in_between():
    text = "Orla Venn said the pier was safe. Pol Reyk laughed. Later he said it was not."
    assert who(text) == ["Orla Venn", "Pol Reyk"]


def test_pronoun_the_text_itself_rules_out():
    text = "Mr. Venn said the pier was safe. “It will hold,” she said."
    assert who(text) == ["Venn", None]


def test_somebody_brought_in_takes_the_pronoun():
    text = "Orla Venn said the pier was safe.\n\nA customs official waited outside. He said the vault was empty."
    assert who(text) == ["Orla Venn", "A customs official"]


def test_gloss_in_another_script_is_an_alias_and_the_first_word_a_surname():
    text = "Mayor Han Seo-ri (한서리) said the pier was safe. “It will hold,” Han said."
    [person] = people(text)
    assert person["name"] == "Han Seo-ri" and "한서리" in person["aliases"]


def test_figures_of_a_film_are_kept_apart_from_people():
    text = (
        "A harbour official said the pier was safe.\n\n"
        "In the film, an official portrayed as a dreamer counts boats. “I want to go home,” the official says.\n\n"
        "The film opened in May. “We checked,” the official said."
    )
    first, figure, last = speakers(text, attributions(text))[1]
    assert first == last != figure


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("Orla Venn", "named person"),
        ("Mr. Reyk", "named person"),
        ("Sen. Orla Venn", "named person"),
        ("a customs official", "unnamed person"),
        ("a spokesman for the Harbour Ministry", "unnamed person"),
        ("two officials", "group"),
        ("residents", "group"),
        ("Officials", "group"),
        ("Orla Venn and Pol Reyk", "group"),
        ("the Harbour Ministry", "organisation"),
        ("the company", "organisation"),
        ("HPA", "organisation"),
        ("the report", "document"),
        ("a statement on the vault", "document"),
        ("he", "pronoun"),
    ],
)
def test_kinds(phrase, kind):
    assert read(phrase).kind == kind


@pytest.mark.parametrize(
    ("phrase", "side"),
    [
        ("a spokeswoman for the police", "police"),
        ("a union leader", "union"),
        ("a customs official", "government"),
        ("a local resident", "resident"),
        ("a spokesman", None),
        ("Orla Venn", None),
    ],
)
def test_side_is_what_the_text_states(phrase, side):
    [person] = people(f"“No,” said {phrase}.")
    assert person["side"] == side


def test_no_speaker_without_a_source():
    assert who("It was reported that the pier had closed.") == [None]


def row(article, name, kind="named person", role=None, **more):
    return {"article_id": article, "name": name, "kind": kind, "role": role, **more}


def test_link_joins_a_named_person_across_articles():
    ids = link([row("a", "Orla Venn"), row("b", "Orla B. Venn"), row("c", "Pol Venn")])
    assert ids[0] == ids[1] != ids[2]


def test_link_joins_a_surname_within_a_story_only_where_one_person_fits():
    rows = [row("a", "Orla Venn", story_id="s"), row("b", "Venn", story_id="s"), row("c", "Venn", story_id="t")]
    ids = link(rows)
    assert ids[0] == ids[1] != ids[2]
    ids = link([*rows, row("d", "Pol Venn", story_id="s")])
    assert ids[1] not in (ids[0], ids[3])


def test_link_joins_a_surname_with_the_same_role():
    ids = link([row("a", "Orla Venn", role="harbour director"), row("b", "Venn", role="Harbour Director")])
    assert ids[0] == ids[1]


def test_unnamed_people_never_merge_and_ids_are_unique():
    ids = link(
        [
            row("a", "the official", "unnamed person"),
            row("b", "the official", "unnamed person"),
            row("a", "officials", "group"),
            row("b", "officials", "group"),
        ]
    )
    assert len(set(ids)) == 4


def test_organisations_go_by_name():
    ids = link([row("a", "Harbour Ministry", "organisation"), row("b", "Harbour Ministry", "organisation")])
    assert ids[0] == ids[1]


def test_odd_text_raises_nothing():
    for text in ("", "“", "he said he said he said", "\ue000", "A an the, who said", "(東) said. " * 50):
        found = attributions(text)
        assert len(speakers(text, found)[1]) == len(found)


# --- bodies, offices, epithets, transcripts ------------------------------------------------------------------


def test_a_body_is_known_by_the_end_of_its_name_where_one_body_has_it():
    text = "The Harbour Commission said the pier was safe. The Commission said tests go on. Both were right."
    assert who(text)[:2] == ["Harbour Commission"] * 2


def test_two_bodies_with_one_last_word_stay_two():
    text = (
        "The Harbour Commission said the pier was safe. The Audit Commission said it was not.\n\n"
        "The Commission said tests go on."
    )
    first, second, third = speakers(text, attributions(text))[1]
    assert len({first, second, third}) == 3


def test_a_body_is_known_by_its_initials():
    text = "The Tern Ferry Union said the pier was safe. “It will hold,” the TFU said."
    assert len(set(speakers(text, attributions(text))[1])) == 1


def test_an_office_held_by_one_person_in_the_text():
    text = "Gov. Orla Venn opened the pier.\n\n“It will hold,” the governor said."
    assert who(text) == ["Orla Venn"]


def test_an_epithet_right_behind_somebody_s_words():
    text = "Orla Venn said the pier was safe. “It will hold,” the Arton businesswoman said."
    assert who(text) == ["Orla Venn"] * 2


def test_somebody_s_spokesman_is_not_that_somebody():
    text = "Orla Venn said the pier was safe. “It will hold,” Venn’s spokesman said."
    first, second = speakers(text, attributions(text))[1]
    assert first != second


def test_names_in_capitals_in_a_transcript():
    text = "Governor Orla Venn spoke to Pol Reyk.\n\nVENN: The pier is safe.\n\nREYK: It is not.\n\nVENN: It will hold."
    assert who(text) == ["Orla Venn", "Pol Reyk", "Orla Venn"]


def test_what_a_link_rests_on():
    text = "Orla Venn, a diver, said the pier was safe. “It will hold,” she said. “I dived,” the diver said."
    assert [link.basis for link in identify(text, attributions(text))[1]] == ["name", "pronoun", "role"]


@pytest.mark.parametrize(
    ("phrase", "name", "kind"),
    [
        ("Orla Venn of the divers' union", "Orla Venn", "named person"),
        ("the director-general, Professor Orla Venn", "Orla Venn", "named person"),
        ("a tenant on Pitch Row", "", "unnamed person"),
        ("a person close to the talks", "", "unnamed person"),
        ("one gran in the queue", "", "unnamed person"),
        ("Tern Works, which built the pier", "Tern Works", "organisation"),
        ("Tern Hollow, a ferry company", "Tern Hollow", "organisation"),
        ("Orla King", "Orla King", "named person"),
        ("the Arton Republican", "", "unnamed person"),
        ("the ministry's timeline", "", "document"),
    ],
)
def test_phrases_taken_apart(phrase, name, kind):
    m = read(phrase)
    assert (m.name, m.kind) == (name, kind)


def test_the_head_of_a_phrase_with_a_clause_of_its_own():
    assert read("a timeline the office issued at dawn").kind == "document"


def test_link_joins_a_first_name_and_an_office_within_a_story():
    rows = [
        row("a", "Orla Venn", role="interior minister", story_id="s"),
        row("b", "Orla", story_id="s"),
        row("c", "the Minister of the Interior", "unnamed person", "Minister of the Interior", story_id="s"),
        row("d", "the Minister of the Interior", "unnamed person", "Minister of the Interior", story_id="t"),
        row("e", "a minister of the interior", "unnamed person", "minister of the interior", story_id="s"),
    ]
    ids = link(rows)
    assert ids[0] == ids[1] == ids[2] and len(set(ids)) == 3


def test_link_joins_a_short_name_of_a_body_where_its_story_has_one():
    rows = [
        row("a", "Harbour Commission", "organisation", story_id="s"),
        row("b", "Commission", "organisation", story_id="s"),
    ]
    assert len(set(link(rows))) == 1
    assert len(set(link([*rows, row("c", "Audit Commission", "organisation", story_id="s")]))) == 3


@given(st.text(alphabet="AaBb .,“”\"'’\n()heSOsidtx東é", max_size=300))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_no_text_raises_and_every_link_has_a_speaker(text):
    found = attributions(text)
    people, links = identify(text, found)
    assert len(links) == len(found)
    assert all(link.speaker is None or 0 <= link.speaker < len(people) for link in links)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The Fen Post rang the Harbour Board twice, and it did not immediately respond to a request for comment.",
         "Harbour Board"),
        ("The Tide rang Ida Brandt twice, and it did not respond to a request for comment.", None),
    ],
)  # fmt: skip
def test_a_body_that_was_asked_in_the_same_sentence_is_who_did_not_answer(text, asked):
    rows = attributions(text)
    people, who = speakers(text, rows)
    found = [people[k]["name"] if k is not None else None for k, r in zip(who, rows, strict=True)
             if r["type"] == "non_response"]  # fmt: skip
    assert found == [asked]


def test_words_with_a_small_letter_are_found_one_by_one_as_all_at_once():
    text = "The hill-top hall, O'hill; hills hill's (hall) ’hill U.hill xhill. hAll «hull» well-to-do"
    small = cast.read_cast(text).common
    listed = set(cast._SMALL.findall(text))
    asked = ["hill", "hall", "hills", "hill's", "hull", "hill-top", "to", "do", "all", "Hall", "h", "", "well-to-do"]
    assert {word for word in asked if word in small} == listed & set(asked) == {
        "hall", "hills", "hill's", "hull", "hill-top", "well-to-do"}  # fmt: skip
    for _ in range(cast._FEW):  # asked often, it reads the text once
        assert "hall" in small and "hill" not in small


def test_a_role_counts_right_before_a_name_only():
    told = cast.read_cast("Yesterday the harbour director Ann Hill met (editor) Bo Reed. Later Kit Moss came.")
    assert {key: sorted(p.roles) for key, p in told.people.items()} == {
        "ann hill": ["director", "harbour"], "bo reed": [], "kit moss": []}  # fmt: skip
