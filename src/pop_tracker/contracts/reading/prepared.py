"""Imported where a contract is about to be read and no file may be opened afterwards: what would be loaded when it is
asked for the first time is asked for here.
"""

from simplemma import is_known

is_known("libër", lang="sq")
