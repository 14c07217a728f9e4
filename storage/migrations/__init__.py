"""The database's history: one file a change, named pre or post, for before or after the new code runs."""
