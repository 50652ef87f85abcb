"""What articles of a story tell: statements, aligned by what they share; behind `helpers.stories`."""
