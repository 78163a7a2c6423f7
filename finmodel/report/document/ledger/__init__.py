"""Where each number of a report comes from, and what it must be, told apart from its chapters."""
