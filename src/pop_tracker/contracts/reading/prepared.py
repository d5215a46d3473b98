"""All that reads contracts, for a process in which no file may be opened afterwards (`web/forking.py`): what would be
loaded when it is asked for the first time is asked for here.
"""

from importlib import import_module

from simplemma import is_known

from pop_tracker.contracts.reading.formats.opening import READERS, WITHOUT_A_PASSWORD

for _reader in READERS.values():
    import_module(f"pop_tracker.contracts.reading.formats.{_reader}")
import_module(WITHOUT_A_PASSWORD)
import_module("pop_tracker.contracts.reading.outline")
is_known("libër", lang="sq")
