"""Types that only the text around tells: documents, figures, hearsay, excuses. All texts are invented."""

import pytest

from helpers.sources import attributions


def types(text):
    return [a["type"] for a in attributions(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The inspectors' report said the dyke would hold.",
        "The lawsuit says the pier was never tested.",
        "A timeline from the harbour office said the gate closed at six.",
        "The report came out on Monday. It says the dyke would hold.",
        "The letter is four lines long.\n\n“We are sorry for the noise,” it says.",
        "The council has put out its first report. “Nobody was asked,” it says.",
        "The Harbour Commission said in a statement that the dyke would hold.",
        "“The dyke will hold,” the Harbour Commission said in a statement on Monday.",
        "In a note to members, the Divers Union said the dyke would hold.",
    ],
)
def test_documents(text):
    assert types(text) == ["document"]


@pytest.mark.parametrize(
    "text",
    [
        "Orla Venn said in a statement that the dyke would hold.",
        "The Harbour Commission said the dyke would hold.",
        "The Harbour Commission said the statement in the Post was false.",
        "The Arton Post said the dyke would hold.",
        "Bill said the dyke would hold.",
        "Mark Page said the dyke would hold.",
        "The union met on Monday. It said the dyke would hold.",
        "The union read the report on Monday. It said the dyke would hold.",
        "Orla Venn said the ministry had offered to pay.",
        "The ministry said no deaths were reported and nine people were hurt.",
    ],
)
def test_people_and_bodies_are_no_documents_and_no_hearsay(text):
    assert types(text) == ["source"]


def test_a_figure_stays_one_where_it_is_named_again():
    text = (
        "The town laughed at a drill film. Its heroine, Auntie Newt, explains that stairs are friends.\n\n"
        "“Bag first,” Auntie Newt said. “The film is too long,” Orla Venn said."
    )
    assert types(text)[-2:] == ["character", "source"]


def test_the_star_of_a_film_just_named_speaks_in_it():
    text = "A drill film has turned up again.\n\nIts star is Auntie Newt, who has no shoes.\n\n“Bag first!” she says."
    assert types(text)[-1:] == ["character"]


def test_a_hero_of_the_night_is_no_figure():
    assert types("A hero of the night, Orla Venn, said the dyke would hold.") == ["source"]


def test_what_a_speaker_was_told_is_hearsay_inside_the_speech():
    text = "“My aunt told me the gate was shut,” Orla Venn said."
    first, second = attributions(text)
    assert (first["type"], second["type"]) == ("source", "hearsay")
    assert [text[s:e] for part in ("source", "cue", "content") for s, e in second[part]] == [
        "My aunt", "told me", "the gate was shut",
    ]  # fmt: skip


def test_an_argument_about_others_is_no_hearsay():
    assert types("“Ministers say the gate was shut,” Orla Venn said.") == ["source"]


@pytest.mark.parametrize(
    ("text", "excuse"),
    [
        ("The ministry did not respond on a public holiday.", "on a public holiday"),
        ("The ministry did not respond to a message on Friday, a national holiday.", "a national holiday"),
        ("Orla Venn declined to comment, citing the inquiry.", "citing the inquiry"),
        ("Orla Venn could not be reached because the line was down.", "because the line was down"),
        ("Orla Venn did not respond to questions sent after office hours.", "after office hours"),
        (
            "Orla Venn did not respond to a message. Her office was closed for Easter.",
            "Her office was closed for Easter",
        ),
        ("Citing the law, Orla Venn declined to comment.", "Citing the law"),
        ("Orla Venn did not respond to a message.", None),
        ("Orla Venn declined to comment. The pier stood.", None),
    ],
)
def test_the_excuse_of_a_non_response(text, excuse):
    [row] = attributions(text)
    assert row["type"] == "non_response"
    assert [text[s:e] for s, e in row["excuse"]] == ([excuse] if excuse else [])


def test_a_bare_did_not_respond_needs_somebody_who_asked():
    assert types("This newspaper put the question to the council twice.\n\nThe council did not respond.") == [
        "non_response"
    ]
    assert types("The engine did not respond. The patient did not respond.") == []
