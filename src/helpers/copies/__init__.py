"""Text that stands in more than one article."""
