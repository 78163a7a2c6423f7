"""Prepares a notebook to draw charts without a network."""

from __future__ import annotations


def draw_offline() -> None:
    """Draw Altair charts with the libraries that are installed, not from the internet."""
    import altair as alt

    alt.renderers.enable("jupyter", offline=True)
