"""The index of 5-grams: the pairs that counting every pair gives, however the index is parted."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from helpers.text import gram_index, stacked
from helpers.text.gram_index import Index, candidates
from helpers.text.ngrams import Text, within


def counted(texts, crowd):
    """Pairs and their counts, by looking at every 5-gram of every text."""
    holders = {}
    for k, grams in enumerate(texts):
        for g in set(grams.tolist()):
            holders.setdefault(g, []).append(k)
    found = Counter()
    for held in holders.values():
        found.update(combinations(held, 2) if len(held) <= crowd else ((held[0], k) for k in held[1:]))
    return sorted((i, j, n) for (i, j), n in found.items())


@pytest.mark.parametrize("parts", [
    {}, {"AT_ONCE": 7, "SORTED": 16, "LINKED": 3}, {"CROWD": 3, "LINKED": 20}, {"AT_HAND": 9, "CROWD": 5},
])
@pytest.mark.parametrize("seed", range(4))
def test_pairs_are_those_that_counting_gives(monkeypatch, parts, seed):
    for name, value in parts.items():
        monkeypatch.setattr(gram_index, name, value)
    rng = np.random.default_rng(seed)
    spread = np.uint64(2**59 + 1)  # over several shelves
    texts = [rng.integers(0, 30, rng.integers(0, 25)).astype(np.uint64) * spread for _ in range(20)]
    expected = counted(texts, gram_index.CROWD)
    assert expected
    for least in (1, 3):
        found = candidates(iter(texts), lambda i, j, count: count >= least)  # noqa: B023
        assert list(zip(*(a.tolist() for a in found), strict=True)) == [row for row in expected if row[2] >= least]


def test_more_texts_are_sorted_and_compared_in_more_parts_no_larger(monkeypatch):
    """What lies in memory at a time is set by the room for it, not by the number of texts."""
    monkeypatch.setattr(gram_index, "AT_ONCE", 300)
    monkeypatch.setattr(gram_index, "SORTED", 400)
    monkeypatch.setattr(gram_index, "AT_HAND", 900)
    monkeypatch.setattr(gram_index, "LINKED", 200)

    def parts(n):
        rng = np.random.default_rng(0)
        half = [rng.integers(0, 2**64, 20, np.uint64) for _ in range(n // 2)]
        texts = [grams for own in half for grams in (own, own)]
        shelves = gram_index._Shelves(None)
        assert shelves.put(texts) == n
        sorted_at_once = [len(text) for text, *_ in shelves.repeated()]
        compared = []
        monkeypatch.setattr(gram_index, "_above", lambda counts, *_: compared.append(counts.nnz))
        assert list(gram_index.nominated(texts, lambda i, j, count: count > 0)) == [None] * len(compared)
        assert sum(sorted_at_once) == 20 * n and 1.5 * n <= sum(compared) <= 2 * n  # with itself, with its double
        blocks = [right.nnz for *_, right in gram_index._Shared(texts, None).blocks()]
        return sorted_at_once, blocks, compared

    small, large = parts(200), parts(800)
    for few, many in zip(small, large, strict=True):
        assert 3 * len(few) < len(many) and max(many) <= 1.3 * max(few)


def test_numbers_are_found_among_others_in_order():
    rng = np.random.default_rng(0)
    for size in (0, 1, 40):
        some, others = rng.integers(0, 50, 30), rng.integers(0, 50, size)
        assert within(some, np.sort(others)).tolist() == np.isin(some, others).tolist()


def test_no_texts_have_no_pairs():
    for texts in ([], [np.zeros(0, np.uint64)] * 3, [np.array([1], np.uint64), np.array([2], np.uint64)]):
        assert [len(a) for a in candidates(iter(texts), lambda i, j, count: count > 0)] == [0, 0, 0]


def test_a_text_read_again_has_the_same_grams(monkeypatch, tmp_path):
    told = "The gate of pier {} was shut at noon on Monday."
    texts = [Text(str(k), str(k), None, None, None, told.format(k), ()) for k in range(5)]
    expected = [Index(texts).grams(k).tolist() for k in range(5)]
    monkeypatch.setattr(gram_index, "WORDS", 3)
    monkeypatch.setattr(stacked, "IN_MEMORY", 10)
    index = Index(texts, tmp_path)
    assert [index.grams(k).tolist() for k in (4, 0, 3, 1, 2)] == [expected[k] for k in (4, 0, 3, 1, 2)]
    assert [index.grams(k).tolist() for k in range(5)] == expected
