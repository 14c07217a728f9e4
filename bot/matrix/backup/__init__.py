"""The backup of the room keys: kept by the homeserver, which cannot read them, so that a lost disk loses no history."""
