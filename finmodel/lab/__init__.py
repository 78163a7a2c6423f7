"""Notebook helpers: thin, over the allocation and its charts."""
