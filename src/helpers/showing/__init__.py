"""Results as one sees them: safe markup, evidence, figures, pages of the report."""
