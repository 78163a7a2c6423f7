"""Notebook controls: thin, over the allocation and its charts."""
