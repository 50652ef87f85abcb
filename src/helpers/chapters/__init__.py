"""One module for each numbered notebook: its tables and its sentences, made from a `Corpus`."""
