"""How citizens and offices name the same affair of a municipality, in Albanian.

A line is one affair: the code of its budget programme (as Albanian municipalities number them; "-" where none fits),
then its expressions, separated by commas; a line that is set in goes on with the one above. A word stands for all
words that begin so ("ndriç" is ndriçim, ndriçues, ndriçohet); with a full stop, or of two letters, it is that word
alone; a slash parts alternatives. The words of an expression may stand in any order with others between them. Two
texts that use a line, each by whatever expression, speak of the same affair. Narrow affairs have lines of their own
beside the wide ones: sharing both weighs more than sharing one.

Each file is a field of life. To teach the site a word, add it to the line it belongs to, and see with `make bench`
that nothing got worse.
"""

from pop_tracker.matching.affairs.care import CARE
from pop_tracker.matching.affairs.leisure import LEISURE
from pop_tracker.matching.affairs.offices import OFFICES
from pop_tracker.matching.affairs.schools import SCHOOLS
from pop_tracker.matching.affairs.streets import STREETS
from pop_tracker.matching.affairs.work import WORK

AFFAIRS = "\n".join(field.strip() for field in (SCHOOLS, CARE, WORK, STREETS, LEISURE, OFFICES))
