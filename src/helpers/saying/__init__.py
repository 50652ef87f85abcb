"""Who says what: the shallow reader of clauses behind `helpers.sources`, and who the speakers are."""
