import gzip
import hashlib
import json
import os
import pickle
from pathlib import Path

import pytest

from helpers import captures
from helpers.captures import Page, Problem
from helpers.errors import UserError
from helpers.pages.decoding import PAGE_LIMIT


def put(folder: Path, **files) -> Path:
    """Files by name (two underscores for a slash, one before the ending)."""
    for name, content in files.items():
        stem, _, ending = name.replace("__", "/").rpartition("_")
        write(folder / f"{stem}.{ending}", content)
    return folder


def write(place: Path, content: str | bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def everything(corpus) -> tuple[list[Page], list[Problem]]:
    listing = captures.listing(corpus)
    items = [item for path in listing.files for item in captures.read(listing.only(path), path)]
    problems = [item for item in items if isinstance(item, Problem)]
    return [item for item in items if isinstance(item, Page)], [*listing.problems, *problems]


def test_files_are_found_in_order_and_the_rest_is_accounted_for(tmp_path):
    put(
        tmp_path,
        b_txt="Rain.",
        a__z_html="<p>Sun",
        a__y_jsonl='{"text": "Wind."}',
        a__truth__x_txt="no",
        README_md="no",
        a__README_txt="no",
        columns_toml="",
        a__manifest_csv="file,outlet\nz.html,Whelk\n",
        pic_png=b"\x89PNG\r\n\x1a\n\0\0",
        crawl_warc=b"WARC/1.0",
    )
    write(tmp_path / ".hidden.txt", "no")
    write(tmp_path / ".git/x.txt", "no")
    write(tmp_path / "crawl.warc.gz", gzip.compress(b"WARC/1.0", mtime=0))
    write(tmp_path / "page", "No ending, but text.")
    write(tmp_path / "page.php?id=3", "<!doctype html><p>Saved")
    write(tmp_path / "style.css", "p {}")
    listing = captures.listing(tmp_path)
    assert listing.files == ("a/y.jsonl", "a/z.html", "b.txt", "page", "page.php?id=3")
    assert listing.manifest == {"a/z.html": {"outlet": "Whelk"}}
    assert [(p.path, p.severity) for p in listing.problems] == [
        ("crawl.warc", "error"),
        ("crawl.warc.gz", "error"),
        ("pic.png", "warning"),
        ("style.css", "warning"),
    ]


def test_a_text_capture_is_kept_character_for_character(tmp_path):
    text = "\u00a0Gate\r\nopened e\u0301\u00ad\rnow\n\n"
    data = b"\xef\xbb\xbf" + text.encode("utf-8")
    put(tmp_path, a__b_txt=data)
    (page,), problems = everything(tmp_path)
    assert page == Page(
        page_id="p" + hashlib.sha256(b"a/b.txt\n0").hexdigest()[:12],
        path="a/b.txt",
        record=0,
        source_id=None,
        sha256=hashlib.sha256(data).hexdigest(),
        format="text",
        encoding="utf-8",
        encoding_basis="bom",
        url=None,
        page_host=None,
        captured_at=None,
        text=text,
    )
    assert not problems and pickle.loads(pickle.dumps(page)) == page


def test_html_by_ending_and_by_content(tmp_path):
    page = (
        '<html><head><link rel="canonical" href="https://www.whelk.example/gate"><body><p>Gate <i>open</i></p><p>Rain'
    )
    put(tmp_path, a_html=page, b_txt=page, c_html="No tags here.\nJust lines.", d_txt="5 < 6 and <b>so</b> on\nmore")
    pages, problems = everything(tmp_path)
    assert [(p.format, p.text) for p in pages] == [
        ("html", "Gate open\nRain"),
        ("html", "Gate open\nRain"),
        ("text", "No tags here.\nJust lines."),
        ("text", "5 < 6 and <b>so</b> on\nmore"),
    ]
    assert (pages[0].url, pages[0].page_host) == ("https://www.whelk.example/gate", "whelk.example")
    assert (pages[0].html, pages[3].html, problems) == (page, None, [])


def test_records_of_every_format_and_packed(tmp_path):
    rows = [{"id": i, "title": f"T{i}", "text": f"Rain {i}.", "source": "Whelk"} for i in range(3)]
    lines = "\n".join(json.dumps(row) for row in rows)
    table = "id,title,text,source\n" + "\n".join(",".join(str(v) for v in row.values()) for row in rows)
    wrapped = json.dumps({"status": "ok", "articles": rows})
    put(
        tmp_path,
        a_json=wrapped,
        b_jsonl=lines,
        c_csv=table,
        d_ndjson=lines,
        e_txt=lines,
        f_json=lines,
        g_jsonl=json.dumps(rows),
    )
    for name in list(tmp_path.iterdir()):
        write(tmp_path / f"z{name.name}.gz", gzip.compress(name.read_bytes()))
    pages, problems = everything(tmp_path)
    assert not problems and len(pages) == 2 * 7 * 3
    for page in pages:
        assert (page.text, page.source_id) == (f"Rain {page.record}.", str(page.record))
        assert page.record_says == {"outlet": "Whelk", "headline": f"T{page.record}"}
        assert page.sha256 == hashlib.sha256((tmp_path / page.path).read_bytes()).hexdigest()
    formats = {page.path: page.format for page in pages}
    assert list(formats.values()) == ["json", "jsonl", "csv", "jsonl", "jsonl", "jsonl", "json"] * 2
    assert len({page.page_id for page in pages}) == len(pages)


def test_a_broken_record_is_listed_and_counted_and_the_rest_is_used(tmp_path):
    put(tmp_path, a_jsonl='{"text": "One."}\n\n{"text": \n{"title": "no"}\n[1]\n{"text": "Two \\ud83d."}\n')
    pages, problems = everything(tmp_path)
    assert [(page.record, page.text) for page in pages] == [(0, "One."), (4, "Two \ufffd.")]
    assert [(p.path, p.record, p.severity) for p in problems] == [("a.jsonl", i, "error") for i in (1, 2, 3)]


def test_very_many_problems_are_counted(tmp_path):
    put(tmp_path, a_jsonl='{"text": ""}\n' * 5_000 + '{"text": "Rain."}')
    pages, problems = everything(tmp_path)
    assert [page.record for page in pages] == [5_000]
    assert len(problems) == captures.PROBLEMS_LIMIT + 1 and problems[-1].message.startswith("4,000 more")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.html", b" \n\t", "empty"),
        ("a.html", b"<html><script>x</script></html>", "no text"),
        ("a.txt", b"GIF\0\1\2", "NUL"),
        ("a.csv", b"\0\1\2\n\xff\0\n", "NUL"),
        ("a.txt", b"x" * (PAGE_LIMIT + 1), "10 MB"),
        ("a.html.gz", gzip.compress(b" " * 45_000_000, mtime=0), "40 MB"),
        ("a.txt.gz", gzip.compress(b"Rain fell all day.", mtime=0)[:-6], "damaged"),
        ("a.json", b'{"text": ', "JSON"),
        ("a.json", b"[" * 100_000, "JSON"),
        ("a.json", b"7", "object"),
        ("a.csv", b"a,b\n1,2\n", "columns.toml"),
        ("a.csv", b"text\n", "no records"),
        ("a.jsonl", b"\n \n", "no records"),
        ("a.json", b"[]", "no records"),
    ],
)
def test_what_cannot_be_read_is_a_problem(tmp_path, name, content, says):
    write(tmp_path / name, content)
    write(tmp_path / "good.txt", "Rain.")
    pages, (problem,) = everything(tmp_path)
    assert [page.path for page in pages] == ["good.txt"]
    assert (problem.path, problem.record, problem.severity) == (name, 0, "error") and says in problem.message


def test_a_file_that_went_away(tmp_path):
    put(tmp_path, a_txt="Rain.")
    listing = captures.listing(tmp_path)
    (tmp_path / "a.txt").unlink()
    (problem,) = captures.read(listing, "a.txt")
    assert "No such file" in problem.message and str(tmp_path) not in problem.message


def test_records_before_the_damage_are_used(tmp_path):
    lines = "".join(json.dumps({"text": hashlib.sha256(b"%d" % i).hexdigest() * 9}) + "\n" for i in range(2_000))
    packed = gzip.compress(lines.encode())
    write(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])
    pages, problems = everything(tmp_path)
    assert 500 < len(pages) < 1_500 and [problem.record for problem in problems] == [0]


def test_manifests_in_any_folder(tmp_path):
    put(
        tmp_path,
        manifest_csv="\ufefffile,outlet,url,published,story\na/x.txt,Whelk,https://www.whelk.example/x,2031-10-15,gate\n",
        a__manifest_csv="File; Outlet ;Story\r\nx.txt;Gazette;\r\ny.txt;;gate\r\n;;\r\n",
        a__x_txt="Rain.",
        a__y_txt="Sun.",
    )
    (x, y), _ = everything(tmp_path)
    assert x.manifest_says == {"outlet": "Gazette", "published": "2031-10-15", "story": "gate"}
    assert (x.url, x.page_host) == ("https://www.whelk.example/x", "whelk.example")
    assert (y.manifest_says, y.url) == ({"story": "gate"}, None)


def test_one_file_as_corpus(tmp_path):
    put(tmp_path, manifest_csv="file,outlet\na.txt,Whelk\nother.txt,Gazette\n", a_txt="Rain.", b_txt="Sun.")
    (page,), problems = everything(tmp_path / "a.txt")
    assert (page.path, page.manifest_says, problems) == ("a.txt", {"outlet": "Whelk"}, [])


def test_columns_of_the_nearest_folder(tmp_path):
    put(
        tmp_path,
        columns_toml='text = "Body Copy"',
        a_csv="Body Copy,text\nRain.,no\n",
        b__columns_toml='text = "story.words"\noutlet = "paper"',
        b__c__x_jsonl='{"story": {"words": "Sun."}, "paper": "Whelk"}',
    )
    pages, problems = everything(tmp_path)
    assert [(page.text, page.record_says) for page in pages] == [("Rain.", {}), ("Sun.", {"outlet": "Whelk"})]
    assert not problems


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "no captures"),
        ({"pic_png": b"\x89PNG\0"}, "no captures"),
        ({"a_txt": "x", "manifest_csv": "outlet\nWhelk\n"}, "lacks the column `file`"),
        ({"a_txt": "x", "manifest_csv": ""}, "lacks the column `file`"),
        ({"a_txt": "x", "manifest_csv": "file\nb.txt\n"}, "names b.txt, which is not there"),
        ({"a_txt": "x", "b__manifest_csv": "file\n../a.txt\n"}, "outside its folder"),
        ({"a_txt": "x", "manifest_csv": "file\n/etc/passwd\n"}, "outside its folder"),
        ({"a_txt": "x", "manifest_csv": "file\nC:\\a.txt\n"}, "outside its folder"),
        ({"a_txt": "x", "manifest_csv": "file,outlet\na.txt,A\na.txt,B\n"}, "twice"),
        ({"a_txt": "x", "manifest_csv": "file,outlet\n,A\n"}, "names no file in row 1"),
        ({"a_txt": "x", "manifest_csv": 'file,outlet\na.txt,"A\n'}, "quotes"),
        ({"a_txt": "x", "manifest_csv": "file,outlet\na.txt,Ledger, Quay\n"}, "more cells in row 1"),
        ({"a_txt": "x", "manifest_csv": b"file\0"}, "cannot be read"),
        ({"a_txt": "x", "columns_toml": "text = "}, "not valid TOML"),
        ({"a_txt": "x", "columns_toml": 'txet = "body"'}, "unknown field txet"),
        ({"a_txt": "x", "columns_toml": "text = 3"}, "one column in quotes"),
    ],
)
def test_user_errors_are_one_sentence(tmp_path, files, says):
    put(tmp_path, **files)
    with pytest.raises(UserError) as error:
        captures.listing(tmp_path)
    assert says in str(error.value) and str(error.value).endswith(".") and "\n" not in str(error.value)


def test_no_such_folder(tmp_path):
    with pytest.raises(UserError, match=r"There is no .*nowhere"):
        captures.listing(tmp_path / "nowhere")


def test_links_in_circles_and_out_of_the_folder(tmp_path):
    root = put(tmp_path / "root", a_txt="Rain.", sub__b_txt="Sun.")
    put(tmp_path / "other", c_txt="Secret.")
    (root / "sub" / "up").symlink_to(root)
    (root / "round1.txt").symlink_to(root / "round2.txt")
    (root / "round2.txt").symlink_to(root / "round1.txt")
    (root / "out.txt").symlink_to(tmp_path / "other" / "c.txt")
    (root / "out").symlink_to(tmp_path / "other")
    (root / "in.txt").symlink_to("sub/b.txt")
    os.mkfifo(root / "pipe.txt")
    listing = captures.listing(root)
    assert listing.files == ("a.txt", "in.txt", "sub/b.txt")
    assert [p.path for p in listing.problems] == ["out", "out.txt", "pipe.txt", "round1.txt", "round2.txt", "sub/up"]
    link = tmp_path / "link"
    link.symlink_to(root)
    assert captures.listing(link).files == listing.files


def test_a_manifest_that_is_a_link_or_a_pipe_is_not_opened(tmp_path):
    root = put(tmp_path / "root", a_txt="Rain.", sub__b_txt="Sun.")
    put(tmp_path, other_csv="file\nnowhere.txt\n")
    (root / "manifest.csv").symlink_to(tmp_path / "other.csv")
    os.mkfifo(root / "sub" / "columns.toml")
    listing = captures.listing(root)
    assert [p.path for p in listing.problems] == ["manifest.csv", "sub/columns.toml"] and not listing.manifest
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UserError, match="neither a file nor a folder"):
        captures.listing(tmp_path / "pipe.txt")


def test_names_with_line_ends_and_bytes_that_are_no_text(tmp_path):
    write(tmp_path / "a\nb.txt", "Rain.")
    try:
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/tide\xff.txt")), "Sun.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    write(tmp_path / "tide\\xff.txt", "Wind.")
    pages, problems = everything(tmp_path)
    assert sorted(page.path for page in pages) == ["a\nb.txt", "tide\\xff.txt"]
    assert [problem.path for problem in problems] == ["tide\\xff.txt"]
    pages[1].path.encode("utf-8")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Whelk.example:8080/a?b#c", "whelk.example"),
        ("whelk.example/a", "whelk.example"),
        ("javascript:alert(1)", None),
        ("javascript:1@a.example", None),
        ("javascript://a.example/%0aalert(1)", None),
        ("mailto:ada@whelk.example", None),
        ("https://a.example/\u202ex", None),
        ("whelk", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https://[::1", None),
        ("https://a.b:port/", None),
        ("http://", None),
        ("https://a.example/ x", None),
        ("", None),
    ],
)
def test_web_addresses(url, host):
    assert captures.web_address(url) == ((url, host) if host else (None, None))


def test_nothing_is_written(tmp_path):
    put(tmp_path, a_txt="Rain.", b_jsonl='{"text": "x"}', manifest_csv="file\na.txt\n")
    before = sorted((p, p.stat().st_mtime_ns) for p in tmp_path.rglob("*"))
    everything(tmp_path)
    assert sorted((p, p.stat().st_mtime_ns) for p in tmp_path.rglob("*")) == before


def test_reference_corpora(reference):
    seeds, problems = everything(reference / "corpus" / "seeds")
    assert not problems and len(seeds) == 2
    for page in seeds:
        assert page.text.encode("utf-8") == (reference / "corpus" / "seeds" / page.path).read_bytes()
    pages, problems = everything(reference / "corpus" / "html-pages")
    assert not problems and len(pages) == 12 and all(page.manifest_says or page.url for page in pages)
    pages, problems = everything(reference / "corpus" / "event-triples")
    assert not problems and [page.record for page in pages] == list(range(150))
    assert all(page.record_says.keys() >= {"outlet", "headline", "published"} for page in pages)


def test_the_manifest_says_when_a_page_was_captured(tmp_path):
    (tmp_path / "a.txt").write_text("Gate opened\n18 minutes ago\nThe council of Port Hale opened the old river gate.")
    (tmp_path / "manifest.csv").write_text("file,captured_at\na.txt,2031-10-15T12:00:00Z\n")
    (page,), problems = everything(tmp_path)
    assert (page.captured_at, page.manifest_says, problems) == ("2031-10-15T12:00:00Z", {}, [])


def test_a_date_of_the_manifest_that_is_not_used_is_told(tmp_path):
    rows = "a.txt,Friday,2031-10-15T12:00Z\nb.txt,15 October 2031,yesterday\n"
    rows += "c.txt,,2031-02-30\nd.txt,,2031-10-15 99:00\n"
    put(tmp_path, a_txt="Rain.", b_txt="Sun.", c_txt="Hail.", d_txt="Fog.",
        manifest_csv="file,published,captured_at\n" + rows)  # fmt: skip
    pages, problems = everything(tmp_path)
    assert len(pages) == 4
    assert [(p.path, p.severity, p.message.split()[3:6]) for p in problems] == [
        ("a.txt", "warning", ["published", "as", "“Friday”,"]),
        ("b.txt", "warning", ["captured_at", "as", "“yesterday”,"]),
        ("c.txt", "warning", ["captured_at", "as", "“2031-02-30”,"]),
        ("d.txt", "warning", ["captured_at", "as", "“2031-10-15"]),
    ]
