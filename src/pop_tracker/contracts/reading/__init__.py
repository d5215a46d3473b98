"""A contract from a file: what the file says in blocks, then what of it is a priority, a point, or neither."""
