"""What a person is told when something they wrote cannot be taken as it is."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.messages import Attachment


class Problem(Exception):  # noqa: N818 - it is what the person has, not what the program did wrong
    """Something in a message cannot be taken; ``key`` names the sentence that says what to do instead."""

    listed: Sequence[Problem] = ()
    """Single faults, each said in a line of its own below the sentence."""
    attachment: Attachment | None = None
    """What is too long to say."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class ManyProblems(Problem):
    """Several things at once, so that nobody corrects one only to hear of the next."""

    def __init__(
        self, key: str, listed: Sequence[Problem], attachment: Attachment | None = None, **values: object
    ) -> None:
        super().__init__(key, **values)
        self.listed = listed
        self.attachment = attachment
