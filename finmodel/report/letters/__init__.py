"""Ceiling letters: what each region and each spending body may count on, on one page each."""
