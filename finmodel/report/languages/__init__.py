"""Languages of reports: fixed words from catalogues, numbers and money as each has them."""
