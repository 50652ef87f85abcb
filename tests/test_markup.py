import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.pages.markup import looks_like_html, text_and_address, visible_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("Rain.", "Rain."),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<div>One<p>Two</p>three</div>", "One\nTwo\nthree"),
        ("<p>a <b>b</b>\n\t c</p>", "a b c"),
        ("<p>a<br>b<br/><br>c</p>", "a\nb\nc"),
        ("<p>\u00a0a\u00a0 b\u00adc</p><p>&nbsp;</p>", "\u00a0a\u00a0 b\u00adc"),
        ("<p>Fish &amp; chips &lt;5&gt; &#8211; &#xD800;</p>", "Fish & chips <5> – \ufffd"),
        (
            "<table><tr><th>Bell</th><td>22:55</td></tr><tr><td>Gate</td><td>23:40</td></tr></table>",
            "Bell 22:55\nGate 23:40",
        ),
        ("<table><tr><td><p>Left</p></td><td><p>Right</p></td></tr></table>", "Left\nRight"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<pre>one\r\n  two\nthree</pre><p>four\nfive</p>", "one\ntwo\nthree\nfour five"),
        ("<p>a<!-- no -->b<script>no()</script>c<style>no</style>d</p>", "abcd"),
        ("<head><title>No</title></head><body><noscript>no</noscript><p>Yes</p></body>", "Yes"),
        ("<p>a<select><option>no</option></select>b<svg><text>no</text></svg>c<iframe>no</iframe></p>", "abc"),
        ("<p hidden>no</p><p>yes<span style='color:red; DISPLAY : none'>no <b>no</b></span> too</p>", "yes too"),
        ("<div style='visibility:hidden'>no</div><div style='x-display:none'>yes</div>", "yes"),
        ("<body style='display:none'><p>shown by script</p></body>", "shown by script"),
        ("<p><img alt='no' src='x'>yes<input value='no'></p>", "yes"),
        ("<template><p>no</p></template><object>no</object><canvas>no</canvas><p>yes", "yes"),
        ("<?xml version='1.0' encoding='latin-1'?><html><p>é</p></html>", "é"),
    ],
)
def test_visible_text(html, text):
    assert visible_text(html) == text


def test_hidden_pre_does_not_change_what_follows():
    assert visible_text("<pre hidden>a\nb</pre><p>c\nd</p>") == "c d"


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ("<link rel='canonical' href=' https://a.example/1 '>", "https://a.example/1"),
        (
            "<link rel='stylesheet' href='x'><meta property='og:url' content='https://a.example/2'>",
            "https://a.example/2",
        ),
        ("<meta property='og:url' content='https://a.example/2'><link rel=canonical href='/1'>", "/1"),
        ("<link rel=canonical>", None),
    ],
)
def test_address(head, address):
    assert text_and_address(f"<html><head>{head}</head><p>x</p></html>")[1] == address


@pytest.mark.parametrize("errors", [0, 500])
@pytest.mark.parametrize("tag", ["div", "b", "span", "blockquote"])
def test_nesting_without_end_loses_no_text(tag, errors):
    deep = 100_000
    html = (
        "</nothing>" * errors
        + "<title>no</title><p>first</p>"
        + f"<{tag}>" * deep
        + "deep &amp; dark<script>no</script>"
    )
    html += f"</{tag}>" * deep + "<!-- no --><p>last"
    assert visible_text(html) == ("first\ndeep & dark\nlast")


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "<!",
        "<p",
        "<div ",
        "&",
        "&#",
        "<script>",
        "<object>",
        "</",
        "<a href='",
        " \t",
        "<!-- -->",
        "<b><i></b>",
        "&#9",
    ],
)
def test_time_is_linear_whatever_the_markup(piece):
    html = piece * (400_000 // len(piece))
    start = time.process_time()
    visible_text(html)
    visible_text("<div>" * 3_000 + html)
    assert time.process_time() - start < 5


def test_a_reference_of_thousands_of_digits():
    assert visible_text("<div>" * 3_000 + "a &#" + "9" * 6_000 + "; b").startswith("a ")


_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div hidden>",
        "</div>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<td>",
        "<pre>",
        "\n",
        "&lt;",
        "<br",
        ">",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=8), max_size=40))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_any_markup_gives_clean_lines(pieces):
    html = "".join(pieces)
    for page in (html, "<div>" * 2_100 + html):
        text = visible_text(page)
        text.encode("utf-8")
        for line in text.split("\n") if text else []:
            assert line.strip() and line == line.strip(" \t\r\n\f") and "  " not in line


@pytest.mark.parametrize(
    ("head", "is_html"),
    [
        ("\n <!-- saved --><!doctype HTML>", True),
        ("<?xml version='1.0'?>\n<html xmlns='x'>", True),
        ("<div class='story'>", True),
        ("<3 from the harbour", False),
        ("<b>", False),
        ("The tag <html> opens a page", False),
        ("<?xml version='1.0'?><rss>", False),
        ("", False),
    ],
)
def test_looks_like_html(head, is_html):
    assert looks_like_html(head) is is_html
