"""How well the site suggests plan items for commitments, on pairs marked by readers; `python -m bench.matching`.

README.md beside this file tells how the set was made. The untouched halves are those that nobody looks at while
tuning: whoever changes the ranking measures it there last, and changes nothing after.
"""

TUNING = (1, 2)
UNTOUCHED = (3, 4)
MISSING_TUNING = (5,)
"""Wordings of the kinds that were missed most when the first four pools were all there was."""
MISSING_UNTOUCHED = (6,)
FRESH_TUNING = (7,)
"""The same kinds again, by one who had not read the lists of affairs."""
FRESH_UNTOUCHED = (8,)
