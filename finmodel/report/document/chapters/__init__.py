"""Chapters of a report, each made from what a saved allocation says."""
