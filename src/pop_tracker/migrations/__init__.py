"""Schema changes, forward only (Alembic). The first makes every table; the second makes history append-only."""
