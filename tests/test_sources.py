"""Attributions: what is found, where it stands, of which type. All texts are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.saying.words import cue_forms
from helpers.sources import attributions


def found(text):
    """Source, cue and content as words, with form and type."""
    return [
        (*(" … ".join(text[s:e] for s, e in a[part]) for part in ("source", "cue", "content")), a["form"], a["type"])
        for a in attributions(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We close at noon,” the keeper said.", ("the keeper", "said", "“We close at noon,”", "direct", "source")),
        (
            "“Nobody asked us,” said Orla Venn, the mayor of Dunmere.",
            ("Orla Venn, the mayor of Dunmere", "said", "“Nobody asked us,”", "direct", "source"),
        ),
        (
            "The ferry will not run before May, harbour officials said.",
            ("harbour officials", "said", "The ferry will not run before May", "indirect", "source"),
        ),
        (
            "Venn said on Tuesday that the ferry would run in May, but nobody in Dunmere is sure.",
            ("Venn", "said", "that the ferry would run in May", "indirect", "source"),
        ),
        (
            "Pol Reyk, the dean of Arvik College, said the roof was sound.",
            ("Pol Reyk, the dean of Arvik College", "said", "the roof was sound", "indirect", "source"),
        ),
        (
            "According to the harbour office, the tide rose by two metres.",
            ("the harbour office", "According to", "the tide rose by two metres", "indirect", "source"),
        ),
        (
            "The tide rose by two metres, according to the harbour log.",
            ("the harbour log", "according to", "The tide rose by two metres", "indirect", "document"),
        ),
        ("Venn: Ferry will run in May", ("Venn", ":", "Ferry will run in May", "indirect", "source")),
        ("Reyk told reporters: “We are done here.”", ("Reyk", "told", "“We are done here.”", "direct", "source")),
        (
            "Reyk called the plan “a leaking boat” at the meeting.",
            ("Reyk", "called", "the plan “a leaking boat” at the meeting", "mixed", "source"),
        ),
        (
            "The islanders believe that the well is haunted.",
            ("The islanders", "believe", "that the well is haunted", "indirect", "thought"),
        ),
        ("The report said the dyke would hold.", ("The report", "said", "the dyke would hold", "indirect", "document")),
        ("“Why now?” Reyk asked.", ("Reyk", "asked", "“Why now?”", "direct", "source")),
        (
            "Reyk said that a clerk had told him the vault was empty.",
            ("Reyk", "said", "that a clerk had told him the vault was empty", "indirect", "hearsay"),
        ),
        (
            "Mr. Reyk wrote that Arvik had moved to the U.S. last year.",
            ("Mr. Reyk", "wrote", "that Arvik had moved to the U.S. last year", "indirect", "source"),
        ),
    ],
)
def test_one_attribution(text, expected):
    assert found(text) == [expected]


def test_a_sentence_that_is_cut_off_behind_any_cue_can_be_read():
    for form, (cue, _) in cue_forms().items():
        for word in ("", "out", *sorted(cue.takes)):
            for frame in ("The mayor {} residents {}", "Ann Hill, who {} {}", "“No,” she {} {} “"):
                text = frame.format(form, word)
                for a in attributions(text):
                    assert all(0 <= s < e <= len(text) for part in ("source", "cue", "content") for s, e in a[part])


def test_split_quotation_is_one_attribution():
    text = "“The pumps failed,” Reyk said, “and nobody came.” The harbour stayed shut."
    assert found(text) == [("Reyk", "said", "“The pumps failed,” … “and nobody came.”", "direct", "source")]


def test_quotation_goes_on_after_the_cue_and_in_the_next_paragraph():
    text = "“The pumps failed,” Reyk said. “Nobody came.”\n\n“We waited all night.”\n\nThe harbour stayed shut."
    [(source, _, content, _, _)] = found(text)
    assert (source, content) == ("Reyk", "“The pumps failed,” … “Nobody came.” … “We waited all night.”")


def test_words_announced_by_a_colon_stand_in_the_next_paragraph():
    [(source, _, content, form, _)] = found("The mayor went on to say:\n\n“We will rebuild the pier.”")
    assert (source, content, form) == ("The mayor", "“We will rebuild the pier.”", "direct")


def test_a_second_cue_shares_the_source():
    rows = found("Venn said the pier was safe and added that it would open in June.")
    assert [(r[0], r[2]) for r in rows] == [("Venn", "the pier was safe"), ("Venn", "that it would open in June")]


def test_participle_takes_the_subject_of_its_sentence():
    rows = found("“The pier is safe,” Venn said, adding that it would open in June.")
    assert [(r[0], r[2]) for r in rows] == [("Venn", "“The pier is safe,”"), ("Venn", "that it would open in June")]


def test_relative_clause_names_its_source_and_ends_at_its_comma():
    text = "Pol Reyk, who said the roof was sound, left Arvik in March."
    [(source, _, content, _, _)] = found(text)
    assert source == "Pol Reyk, who" and content == "the roof was sound"


@pytest.mark.parametrize(
    "quote", ["“It isn’t ours,”", "‘It isn’t ours,’", '"It isn\'t ours,"', "'It isn't ours,'", "''It isn't ours,''"]
)
def test_marks_of_every_kind(quote):
    assert found(f"{quote} the keeper said.") == [("the keeper", "said", quote, "direct", "source")]


@pytest.mark.parametrize(
    "text",
    [
        "The “smart pier” opened in May with a brass band.",
        "Visitors queued for the play “The Salt Road” at noon.",
        "The company's “partners” were two empty sheds near the 'old town' of Dunmere.",
    ],
)
def test_quotation_marks_that_are_not_speech(text):
    assert found(text) == []


def test_a_stray_mark_spoils_no_other_paragraph():
    text = "The “pier opened in May.\n\n“We are glad,” Venn said."
    assert ("Venn", "said", "“We are glad,”", "direct", "source") in found(text)


@pytest.mark.parametrize(
    ("text", "asked", "cue"),
    [
        (
            "The harbour office did not immediately respond to a request for comment.",
            "The harbour office",
            "did not immediately respond",
        ),
        ("A spokeswoman for Reyk declined to comment on the vault.", "A spokeswoman for Reyk", "declined"),
        ("Reyk could not be reached for comment.", "Reyk", "could not be reached"),
        ("Calls to the harbour office were not returned on Friday.", "the harbour office", "were not returned"),
    ],
)
def test_non_responses(text, asked, cue):
    [row] = found(text)
    assert (row[0], row[1], row[4]) == (asked, cue, "non_response")


def test_what_is_posted_may_be_a_document():
    assert [row[4] for row in found("The harbour office posted new guidelines on the pier. Venn posted a joke.")] == [
        "document",
        "source",
    ]


def test_no_answer_is_not_every_lack_of_answer():
    assert not any(row[4] == "non_response" for row in found("The engine did not respond to the controls."))


def test_figures_of_a_film_are_not_sources():
    text = (
        "In the film, a young clerk portrayed as a harbour official loses the vault key.\n\n"
        "“I only wanted to go home,” the official says. He fears that the mayor knows.\n\n"
        "The film opened in Dunmere in May.\n\n"
        "“We checked every key,” a harbour official said."
    )
    assert [(row[0], row[4]) for row in found(text)] == [
        ("the official", "character"),
        ("He", "character"),
        ("a harbour official", "source"),
    ]


def test_present_tense_alone_makes_nobody_a_figure():
    assert [row[4] for row in found("“We checked every key,” the official says. She adds that the vault is shut.")] == [
        "source",
        "source",
    ]


def test_confidence_falls_from_quotation_to_wish():
    sure, unsure = (attributions(t)[0]["confidence"] for t in ("“No,” Venn said.", "Venn wants a new pier."))
    assert 0 < unsure < sure <= 1


@pytest.mark.parametrize("text", ["According to the log, .", "The tide, according to the log, .", "“No,” Venn said, ."])
def test_nothing_follows_where_words_are_awaited(text):
    assert all(s < e for a in attributions(text) for s, e in a["content"])


def test_rows_are_in_order_and_slices_hold_words():
    text = "Venn: Pier safe\n\n“It is safe,” Venn said. Reyk denied the claim, and Orla Pell said it leaks.\n" * 3
    rows = attributions(text)
    first = [min(s for part in ("source", "cue", "content") for s, _ in a[part]) for a in rows]
    assert first == sorted(first) and len(rows) >= 9
    assert all(
        text[s:e].strip() == text[s:e] != "" for a in rows for p in ("source", "cue", "content") for s, e in a[p]
    )


PIECES = [
    *"ab.,:;!?\"'“”‘’ \n-—()",
    " said ",
    " Mr. ",
    " who ",
    " that ",
    "Venn",
    " told ",
    " according to ",
    " wants to ",
    " did not respond to a request",
    "\ue000",
    "é",
    "東",
    "In the film, ",
    "a clerk says ",
    "Venn wrote:\n",
    " posted a report",
    " calls were not returned",
    "As she noted, ",
    " told him:\n",
    ", adding ",
    "The clerk said the gate was shut",
    ", Venn said:",
    "He finds out",
    ".",
]


@pytest.mark.parametrize("text", ["The clerk said the gate was shut, Venn said:", "The clerk finds out"])
def test_a_cue_may_be_the_last_word(text):
    assert all(a["source"] for a in attributions(text))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_text_raises_and_offsets_hold(text):
    for a in attributions(text):
        assert a["content"] or a["type"] == "non_response"
        for part in ("source", "cue", "content"):
            assert all(0 <= s < e <= len(text) for s, e in a[part])


@pytest.mark.parametrize(
    "piece", ["Ann said no. ", "“", "'a ", "said, ", "Venn, the mayor, ", "and said ", "(", "did not ", ": “a” "]
)
def test_time_grows_with_length_not_faster(piece):
    import time

    def seconds(n):
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            attributions(piece * n)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(4000) < 30 * max(seconds(400), 0.005)
