"""A contract as a table: taken away, changed in a spreadsheet, and brought in again."""
