"""Where the desk's work is kept: one SQLite file, its lock file, its schema, its copies."""
