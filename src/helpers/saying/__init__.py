"""Finding who says what: the shallow reader of clauses behind `helpers.sources`."""
