"""/ndryshimet: the record as people read it."""
