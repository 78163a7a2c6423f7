"""What a reader sees of a comparison: facts and terminal."""
