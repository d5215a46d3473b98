"""Where: Albania's 61 municipalities and their administrative units, with other names they go by."""
