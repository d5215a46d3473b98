"""A plan as a table: its columns, a file of them, and what such a file would change."""
