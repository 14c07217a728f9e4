"""Everything `make demo` needs that a real deployment does not: a homeserver of our own and people to act on it."""
