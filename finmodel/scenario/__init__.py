"""The scenario language: models, loading, inheritance, tables, checks, schema."""
