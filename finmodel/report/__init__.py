"""Views for readers: the terminal, charts and tables of a scenario or an allocation."""
