"""How well the site suggests plan items for commitments, on pairs marked by two readers; `python -m bench.matching`.

README.md beside this file tells how the set was made. Pools 1 and 2 are for tuning. Pools 3 and 4 are the half that
nobody looks at while tuning: whoever changes the ranking measures it there last, and changes nothing after.
"""

TUNING = (1, 2)
UNTOUCHED = (3, 4)
