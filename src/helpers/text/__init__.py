"""Words of a text, as all that is said of it needs them; beside `helpers.spans`."""
