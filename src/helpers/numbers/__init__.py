"""Quantities: read from a text, and related across the articles of a story; behind `helpers.stories`."""
