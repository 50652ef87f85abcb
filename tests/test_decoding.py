import gzip
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.pages.decoding import (
    FILE_LIMIT,
    UNDECODABLE,
    Decoded,
    Lines,
    LineTooLong,
    Refused,
    decode,
    looks_like_text,
    opened,
    without_surrogates,
)

SEA = "La marée est montée à l’aube ; le port a fermé. " * 6


@pytest.mark.parametrize(
    ("data", "encoding", "basis"),
    [
        (SEA.encode("utf-8"), "utf-8", "utf-8"),
        (b"plain", "utf-8", "utf-8"),
        (b"\xef\xbb\xbf" + SEA.encode("utf-8"), "utf-8", "bom"),
        (b"\xff\xfe" + SEA.encode("utf-16-le"), "utf-16-le", "bom"),
        (b"\xfe\xff" + SEA.encode("utf-16-be"), "utf-16-be", "bom"),
        (b"\xff\xfe\0\0" + SEA.encode("utf-32-le"), "utf-32-le", "bom"),
        (SEA.encode("cp1252"), "cp1252", "detected"),
        ("São João não dormiu: as marés e as soluções. ".encode("cp1252"), "cp1252", "detected"),
        ("A víz éjjel öntötte el a várost, erősen őrizték. ".encode("cp1250") * 4, "cp1250", "detected"),
        ("Вода пришла в порт ночью, и город не спал до утра. ".encode("cp1251") * 4, "cp1251", "detected"),
        ("潮水在夜里进入港口，老城的居民一夜未眠。".encode("gb18030") * 8, "gb18030", "detected"),
        ("夜のうちに潮が港に入り、町の人々は眠れなかった。".encode("cp932") * 8, "cp932", "detected"),
    ],
)
def test_encoding_and_its_basis(data, encoding, basis):
    decoded = decode(data)
    assert (decoded.encoding, decoded.basis, decoded.warnings) == (encoding, basis, ())
    assert decoded.text == data.decode(encoding).removeprefix("\ufeff")


def test_only_the_mark_at_the_start_is_dropped_and_nothing_else_changes():
    text = "a\r\nb\rc\u00a0d\u00ade\ufefff\u2028g e\u0301"
    assert decode(b"\xef\xbb\xbf" + text.encode("utf-8")).text == text


def test_what_the_markup_declares_is_believed_as_browsers_believe_it():
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>„Flut“ – die Brücke</p>'
    decoded = decode(page.encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.basis) == (page, "cp1252", "declared")
    page = '<?xml version="1.0" encoding="koi8-r"?><html><p>Вода</p></html>'
    assert decode(page.encode("koi8-r")).text == page


@pytest.mark.parametrize("name", ["zip", "hex", "unicode_escape", "rot13", "utf-16", "nonsense", "idna", "."])
def test_a_declared_encoding_that_no_page_has_is_not_believed(name):
    assert decode(f'<meta charset="{name}"><p>Fl\udce4che'.encode("utf-8", "surrogateescape")).basis == "detected"


def test_a_utf8_page_with_a_damaged_letter_stays_utf8():
    data = SEA.encode("utf-8")
    decoded = decode(data[:60] + b"\xe9" + data[60:] + "é".encode()[:1])
    assert (decoded.encoding, decoded.warnings) == ("utf-8", (UNDECODABLE,))
    assert decoded.text.count("\ufffd") == 2
    assert decoded.text.replace("\ufffd", "") == SEA


def test_nul_bytes_are_refused_but_not_in_utf16():
    with pytest.raises(Refused):
        decode(b"GIF\0\1\2")
    assert decode("\ufeffa\0b".encode("utf-16-le")).text == "a\0b"


def test_broken_utf16_is_replaced_with_a_warning():
    decoded = decode(b"\xff\xfea\0\x00\xd8b\0x")
    assert "\ufffd" in decoded.text and decoded.warnings == (UNDECODABLE,)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_bytes_decode_or_are_refused(data):
    try:
        decoded = decode(data)
    except Refused:
        assert b"\0" in data
        return
    assert isinstance(decoded, Decoded)
    decoded.text.encode("utf-8")  # no lone surrogates
    assert ("\ufffd" in decoded.text) or not decoded.warnings


def test_ten_megabytes_in_no_encoding_are_detected_in_seconds():
    decode(random.Random(0).randbytes(200_000).replace(b"\0", b"\x81") * 50)


def test_surrogates():
    assert without_surrogates("a\ud83d\ude00b\udcff") == "a\ufffd\ufffdb\ufffd"


@pytest.mark.parametrize("head", [b"%PDF-1.7\n", b"\x7fELF\2\1", b"PK\x03\x04", b"\xff\xd8\xff\xe0\0\x10JFIF"])
def test_what_is_no_text(head):
    assert not looks_like_text(head)


def test_packed_files_are_known_by_content(tmp_path):
    (tmp_path / "a.txt").write_bytes(gzip.compress(b"Rain."))
    with opened(tmp_path / "a.txt", 100) as stream:
        assert stream.read() == b"Rain."
    (tmp_path / "b.gz").write_bytes(b"Rain.")
    with opened(tmp_path / "b.gz", 100) as stream:
        assert stream.read() == b"Rain."


def test_a_packed_file_is_refused_as_soon_as_it_is_too_large(tmp_path):
    place = tmp_path / "bomb.gz"
    place.write_bytes(gzip.compress(b" " * 3_000_000, 9))
    with opened(place, 1_000_000) as stream, pytest.raises(Refused, match="more than 1 MB"):
        stream.read()
    with opened(place, 1_000_000) as stream:
        assert len(stream.read(100_000)) == 100_000
    bomb, sound = gzip.compress(b" " * 45_000_000, 9), gzip.compress(random.Random(1).randbytes(600_000))
    place.write_bytes(bomb + sound)  # less than 100 times the size of it all, but not of what was read by then
    given = 0
    with opened(place, 10 * FILE_LIMIT) as stream, pytest.raises(Refused, match="100 times"):
        while piece := stream.read(1_000_000):
            given += len(piece)
    assert given <= FILE_LIMIT


@pytest.mark.parametrize("cut", [4, 30, -9, -4])
def test_a_damaged_packed_file_is_refused(tmp_path, cut):
    (tmp_path / "a.gz").write_bytes(gzip.compress(random.Random(1).randbytes(500))[:cut])
    with opened(tmp_path / "a.gz", 10_000) as stream, pytest.raises(Refused, match="damaged"):
        stream.read()


def test_lines_in_mixed_encodings(tmp_path):
    (tmp_path / "a").write_bytes("Où\n".encode() + b"plain\n" + (SEA + "\n").encode("cp1252") * 3)
    with Lines(tmp_path / "a") as lines:
        assert (next(lines), *lines.taken()) == ("Où\n", "utf-8", "utf-8", ())
        assert (next(lines), *lines.taken()) == ("plain\n", "utf-8", "utf-8", ())
        assert (next(lines), *lines.taken()) == (SEA + "\n", "cp1252", "detected", ())


def test_lines_of_utf16_and_of_a_marked_file(tmp_path):
    for encoding in ("utf-16", "utf-8-sig"):
        (tmp_path / "a").write_bytes("Où\nÉté\n".encode(encoding))
        with Lines(tmp_path / "a") as lines:
            assert list(lines) == ["Où\n", "Été\n"]
            assert lines.taken()[1] == "bom"


def test_a_line_too_long_is_skipped(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.pages.decoding.LINE_LIMIT", 10)
    (tmp_path / "a").write_bytes(b"short\n" + b"x" * 50 + b"\nshort again"[:11])
    with Lines(tmp_path / "a") as lines:
        assert next(lines) == "short\n"
        with pytest.raises(LineTooLong):
            next(lines)
        assert next(lines) == "short agai"
