"""What a teller chooses: words, labels, who acts, what comes first; behind `helpers.framing`."""
