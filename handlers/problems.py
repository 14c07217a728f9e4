"""What a person is told when something they wrote cannot be taken as it is."""

from __future__ import annotations


class Problem(Exception):  # noqa: N818 - it is what the person has, not what the program did wrong
    """Something in a message cannot be taken; ``key`` names the sentence that says what to do instead."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
