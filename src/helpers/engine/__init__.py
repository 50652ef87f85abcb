"""Running it: over pages and whole corpora, with a cache, on one core, all of them or a cluster."""
