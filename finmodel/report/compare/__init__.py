"""What a reader sees of a comparison: facts, terminal, Markdown."""
