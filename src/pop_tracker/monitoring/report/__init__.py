"""The report of a published round: what it holds, its charts, its files, and their versions."""
