"""Tests of the tests: known values, exact ties, error rates under the null, the three sentences."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as reference_stats

from helpers import permutation, significance, stats

small = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3, 1 / 3, 2 / 3, 1.0]), min_size=1, max_size=5)


@pytest.mark.parametrize(
    "sizes, answer",
    [((3, 3), False), ((3, 4), False), ((4, 4), True), ((3, 18), True), ((0, 50), False), ((30_000, 9), True)],
)
def test_reachable(sizes, answer):
    assert stats.reachable(*sizes) is answer


@given(small, small)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_permutation_counts_ties_as_fractions_would(a, b):
    from fractions import Fraction

    third = {1 / 3: Fraction(1, 3), 2 / 3: Fraction(2, 3)}
    pool = [third.get(v, Fraction(v).limit_denominator(100)) for v in a + b]
    total, n_a, n_b = sum(pool), len(a), len(b)

    def apart(s):
        return abs(s / n_a - (total - s) / n_b)

    seen = apart(sum(pool[:n_a]))
    deals = [apart(sum(c)) >= seen for c in combinations(pool, n_a)]
    assert stats.permutation_p(a, b) == pytest.approx(sum(deals) / len(deals), abs=1e-12)


def test_permutation_is_the_same_whichever_side_is_named_first():
    a, b = [1, 5, 2, 8, 4, 4], [3, 9, 9, 7]
    assert stats.permutation_p(a, b) == stats.permutation_p(b, a)
    long_a, long_b = list(np.linspace(0, 1, 40)), list(np.linspace(0.2, 1.3, 30))
    assert stats.permutation_p(long_a, long_b) == stats.permutation_p(long_a, long_b)
    assert stats.permutation_p(long_a, long_b) < 0.05


def test_permutation_without_variance_or_values():
    assert stats.permutation_p([0.1 + 0.2] * 50, [0.3] * 50) == 1.0  # these floats differ in the last place
    assert stats.permutation_p([2] * 9, [2] * 9) == 1.0
    assert stats.permutation_p([], [1, 2]) == 1.0
    assert stats.permutation_p([math.nan, 1], [math.inf, 1]) == 1.0


def test_drawn_permutations_agree_with_fisher_and_are_never_zero():
    a, b = [1] * 30 + [0] * 20, [1] * 15 + [0] * 35
    assert stats.permutation_p(a, b) == pytest.approx(stats.fisher_p(30, 50, 15, 50), abs=0.003)
    assert stats.permutation_p([9.0] * 50, [1.0] * 50) == stats.resolution(50, 50) == 0.0001


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_fisher_agrees_with_scipy(k_a, more_a, k_b, more_b):
    n_a, n_b = k_a + more_a, k_b + more_b
    expected = reference_stats.fisher_exact([[k_a, more_a], [k_b, more_b]])[1]
    assert stats.fisher_p(k_a, n_a, k_b, n_b) == pytest.approx(expected, abs=1e-9)


def test_fisher_with_large_counts_and_wrong_ones():
    assert 0 < stats.fisher_p(2000, 2000, 0, 2000) < 1e-300
    with pytest.raises(ValueError, match="not shares"):
        stats.fisher_p(4, 3, 0, 3)


def test_corrections_agree_with_reference():
    ps = [0.01, 0.6, 0.001, 0.04, 0.04, 0.2]
    expected = reference_stats.false_discovery_control(ps, method="bh")
    assert stats.benjamini_hochberg(ps) == pytest.approx(expected.tolist())
    assert stats.holm(ps) == pytest.approx([0.05, 0.6, 0.006, 0.16, 0.16, 0.4])
    assert stats.holm([]) == stats.benjamini_hochberg([]) == []


def test_wilson_and_bootstrap():
    expected = reference_stats.binomtest(4, 50).proportion_ci(method="wilson")
    assert stats.wilson(4, 50) == pytest.approx((expected.low, expected.high), abs=1e-6)
    assert stats.wilson(0, 0) == (0.0, 1.0)
    assert stats.wilson(0, 9)[0] == 0.0 and stats.wilson(9, 9)[1] == 1.0
    assert all(math.isnan(x) for x in stats.bootstrap_interval([1.0]))
    rng = np.random.default_rng(5)
    covered = 0
    for seed in range(60):
        low, high = stats.bootstrap_interval(rng.normal(0, 1, 12), seed=seed, rounds=400)
        covered += low <= 0 <= high
    assert 52 <= covered <= 60  # 95 % of 60 is 57


def test_max_t_finds_what_is_there_and_seldom_what_is_not():
    rng = np.random.default_rng(0)
    labels = [True] * 20 + [False] * 20
    false = 0
    for seed in range(40):
        noise = (rng.random((40, 60)) < rng.random(60)).astype(int)
        false += bool((stats.max_t(noise, labels, rounds=199, seed=seed) <= 0.05).any())
    assert false <= 5  # 5 % of 40 is 2
    noise[:, 7] = labels
    p = stats.max_t(noise, labels)
    assert p[7] == p.min() == 0.001


def test_max_t_step_down_and_columns_without_variance():
    labels = np.array([True] * 10 + [False] * 10)
    x = np.column_stack([labels, labels, np.ones(20), np.zeros(20), np.arange(20) % 2])
    p = stats.max_t(x, labels)
    assert p[0] == p[1] <= 0.002
    assert p[2] == p[3] == 1.0
    assert p[4] > 0.5
    assert stats.max_t(np.ones((4, 2)), [True] * 4).tolist() == [1.0, 1.0]


def test_three_sentences():
    more = stats.compare("Tide", [30.5, 31, 29, 33], "Fen", [12, 11, 13, 15], "sentence length", "words")
    assert more.verdict == "more" and more.p == pytest.approx(2 / 70)
    assert more.sentence == (
        "sentence length: Tide clearly more than Fen "
        "(30.9 words on average over 4 articles against 12.8 over 4, p = .029)"
    )
    lone = stats.compare("Tide", [90], "Fen", [*range(40)], "sentence length", "words").sentence
    assert lone.startswith("sentence length: Tide clearly more than Fen (90 words in one article against 19.5 over 40")
    other = stats.compare("Tide", [*range(40)], "Fen", [20], "sentence length", "words").sentence
    assert "(19.5 words on average over 40 articles against 20 in one, p = " in other
    less = stats.compare_shares("Tide", 4, 50, "Fen", 31, 50, "")
    assert less.verdict == "less"
    assert less.sentence == "Fen clearly more than Tide (31 of 50 articles against 4 of 50, p < .001)"
    none = stats.compare_shares("Tide", 5, 10, "Fen", 4, 10, "")
    assert none.sentence == ("no clear difference between Tide and Fen (5 of 10 articles against 4 of 10, p = 1)")
    few = stats.compare("Tide", [1, 2, math.nan], "Fen", [4], "length")
    assert (few.verdict, few.sentence) == ("too few", "length: too few articles to say (Tide 2, Fen 1)")
    assert math.isnan(few.p)


def test_against_rest_corrects_and_leaves_small_outlets_out():
    found = stats.against_rest(
        {"Tide": [8, 9, 9, 8, 9], "Fen": [1, 2, 1, 2, 1], "Moor": [5, 4, 6, 5, 4], "Dell": []}, "quotes"
    )
    assert [c.verdict for c in found] == ["more", "less", "none", "too few"]
    tested = found[:3]
    assert [c.p_adjusted for c in tested] == stats.holm([c.p for c in tested])
    assert all("corrected" in c.sentence for c in tested)
    assert len(stats.against_rest({"Tide": [1], "Fen": [2]}, "quotes")) == 1
    assert stats.against_rest({"Tide": [1]}, "quotes") == []
    assert len(stats.shares_against_rest({"Tide": (9, 9), "Fen": (0, 9), "Moor": (4, 9)}, "x")) == 3


def test_everything_drawn_is_drawn_again():
    values = list(np.random.default_rng(1).random(30))
    assert stats.bootstrap_interval(values) == stats.bootstrap_interval(values)
    x = np.random.default_rng(2).integers(0, 2, (30, 9))
    labels = [i < 15 for i in range(30)]
    assert significance.max_t(x, labels).tolist() == significance.max_t(x, labels).tolist()


def test_many_articles_are_judged_by_the_limit_of_their_deals(monkeypatch):
    rng = np.random.default_rng(4)
    a, b = rng.random(600) ** 3, rng.random(900) ** 3
    for shift in (0, 0.02, 0.03):
        limit = significance.permutation_p(a, b + shift)
        with monkeypatch.context() as m:
            m.setattr(permutation, "MANY", 10**6)
            dealt = significance.permutation_p(a, b + shift)
        assert limit == pytest.approx(dealt, abs=0.02)
    assert significance.permutation_p(a + 9, b) == significance.resolution(600, 900)


def test_deals_are_drawn_once_for_tests_of_the_same_sizes():
    permutation._deals.cache_clear()
    permutation._orders.cache_clear()
    for row in np.random.default_rng(5).random((6, 30)):
        significance.permutation_p(row[:12], row[12:])
    for row in np.random.default_rng(5).random((6, 60)):
        significance.permutation_p(row[:25], row[25:] + 1)
    assert permutation._deals.cache_info().misses == permutation._orders.cache_info().misses == 1


@pytest.mark.parametrize("k", [1, 30, 200, 399])
def test_fisher_by_logarithms_says_what_whole_numbers_say(k, monkeypatch):
    exact, least = significance.fisher_table(k, 150, 250), significance.least_fisher_p(k, 150, 250)
    monkeypatch.setattr(significance, "WHOLE_NUMBERS", 0)
    assert significance.fisher_table(k, 150, 250) == pytest.approx(exact, rel=1e-8)
    assert significance.least_fisher_p(k, 150, 250) == pytest.approx(least, rel=1e-8)


def test_max_t_of_several_deals_is_max_t_of_each(monkeypatch):
    rng = np.random.default_rng(6)
    x = (rng.random((24, 40)) < rng.random(40)).astype(float)
    x[:12, :4], x[12:, :4] = 1, 0
    deals = [np.arange(24) < 12, rng.permutation(24) < 12]
    alone = [significance.max_t(x, d, rounds=199) for d in deals]
    assert (significance.max_t_of_deals(x, deals, rounds=199) == alone).all()
    monkeypatch.setattr(significance, "TOGETHER", 7)
    # Two are fewer than are sure: the others have to be judged as well.
    some = significance.max_t_of_deals(x, deals, rounds=199, asked=np.zeros((2, 40), bool), first=2)
    assert ((some <= 0.05) == (np.array(alone) <= 0.05)).all() and (some <= alone).all()


def test_two_numbers_are_dealt_exactly_and_every_number_by_sums_along_the_same_orders(monkeypatch):
    a, b = [1.0] * 22 + [0.0] * 18, [1.0] * 9 + [0.0] * 31
    distribution = reference_stats.hypergeom(80, 31, 40)
    exact = sum(distribution.pmf(k) for k in range(41) if abs(k - 15.5) >= 6.5)
    assert significance.permutation_p(a, b) == pytest.approx(exact, rel=1e-9)
    values = np.random.default_rng(7).exponential(size=90)
    side = values > np.quantile(values, 0.75)
    side[np.flatnonzero(~side)[:30]] = True
    alone = significance.permutation_p(values[side], values[~side])
    pool = significance.Pool([*values, math.nan])
    some = [np.arange(91) % 5 == k for k in range(5)]
    several = [pool.p(s) for s in some]
    assert pool.p([*side, True]) == pytest.approx(alone, abs=0.005) and pool.sizes([*side, True]) == (53, 37)
    monkeypatch.setattr(permutation, "FAR", 1.1)  # draw whatever the limit says
    assert [pool.p(s) for s in some] == pytest.approx(several, abs=0.03)
    drawn = significance.Pool(values)
    assert [drawn.p(s[:90]) for s in reversed(some)] == [pool.p(s) for s in reversed(some)]


def test_what_is_far_from_a_finding_by_the_limit_is_none_by_drawing(monkeypatch):
    rng, far = np.random.default_rng(8), []
    for trial in range(40):
        n = int(rng.integers(61, 90))
        values = rng.exponential(size=n) ** (1 + trial % 3)
        side = np.arange(n) < rng.integers(4, 30)
        if significance.Pool(values).p(side) > permutation.FAR:
            with monkeypatch.context() as m:
                m.setattr(permutation, "FAR", 1.1)
                far.append(significance.Pool(values).p(side))
    assert len(far) > 20 and min(far) > 0.05


def test_ps_against_rest_are_those_of_the_comparisons():
    values = {"Tide": [8, 9, 9, 8, 9], "Fen": [1, 2, 1, math.nan, 2, 1], "Moor": [5, 4, 6, 5, 4], "Dell": [1]}
    home = [k for k, own in enumerate(values.values()) for _ in own]
    ps = stats.ps_against_rest(stats.Pool([v for own in values.values() for v in own]), home)
    assert ps == [c.p for c in stats.against_rest(values, "quotes") if c.verdict != "too few"]
    few = {k: values[k] for k in ("Tide", "Fen")}
    ps = stats.ps_against_rest(stats.Pool([*few["Tide"], *few["Fen"]]), [0] * 5 + [1] * 6)
    assert ps == [c.p for c in stats.against_rest(few, "quotes")]
    assert stats.ps_against_rest(stats.Pool([]), []) == []
