"""A scenario laid out as labelled arrays; the only place where prices are applied."""
