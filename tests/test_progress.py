"""One bar on long work, for people only."""

import io
import sys

from helpers.engine.progress import Progress, Watched


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def work() -> None:
    with Progress() as bar:
        for k in range(4):
            bar.part(0, 0.5).to(k / 4, f"reading {k}\x1b[2J.txt")
        bar.part(0.5, 1).to(1, "comparing")
        bar.part(0, 0.5).to(0.1, "late")


def test_nothing_is_drawn_where_nobody_looks(capsys):
    work()
    assert capsys.readouterr() == ("", "")


def test_one_bar_that_never_goes_back_and_cannot_steer_the_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    work()
    drawn = sys.stderr.getvalue()
    shares = [int(line.split("%")[0].split()[-1]) for line in drawn.split("\r") if "%" in line]
    assert shares == sorted(shares) and shares[-1] == 100 and "comparing" in drawn
    assert "\x1b[2J" not in drawn


def test_reading_a_sequence_moves_the_bar_to_the_end_of_its_part(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Progress() as bar:
        bar.to(0, "reading")
        watched = Watched(range(20_000), bar.part(0, 0.5), times=2)
        assert sum(watched) == sum(range(20_000)) and 24.9 < bar._bar.n <= 25
        assert sum(watched) == sum(range(20_000)) and bar._bar.n == 50
        assert watched[3] == 3 and bar._bar.n == 50
    assert sys.stderr.getvalue().count("%") < 1_100, "drawn when there is something to see"
