"""Same Story: from a folder of captured news pages to an evidence-linked comparison."""
