"""How hard a text reads: counts, syllables, word lists, formulas, intervals; behind `helpers.readability`."""
