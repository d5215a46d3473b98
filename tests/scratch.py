"""Where tests put what they throw away: in memory where there is room, because a run makes thousands of databases.

One on PostgreSQL is eight hundred files, and on a disk each new file may wait until what others wrote is written.
"""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""In bytes. In a container it is often a hundredth of that."""


@cache
def scratch() -> Path:
    """Where any user may walk, as the one must whom PostgreSQL runs as."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    return MEMORY if has_room else Path("/tmp")


def begin() -> None:
    """All temporary files of this process and of those that it starts lie there, unless TMPDIR says where."""
    tempfile.tempdir = os.environ.setdefault("TMPDIR", str(scratch()))
