"""A report as data, and the formats that write it."""
