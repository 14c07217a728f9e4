"""A survey's questions out of the file that somebody has sent; what is wrong with it is said all at once."""

from __future__ import annotations

import re
from pathlib import PurePath

from handlers.messages import Attachment
from handlers.problems import ManyProblems, Problem
from handlers.turn import Turn
from handlers.xlsform_child import read_in_child
from handlers.xlsform_files import BadForm
from storage.survey_forms import Form

SIGNS = re.compile(r"\\(.)|[*`]")
"""The signs of our Markdown, which mean nothing in a plain file."""

MOST_SAID = 20
"""Faults said in the chat; what is more is in a file."""


def sent_form(turn: Turn) -> Form:
    """Read the file that came. Raises :class:`Problem` with everything that is wrong with it."""
    name = PurePath(turn.incoming.file.name if turn.incoming.file else "").stem.replace("_", " ")
    try:
        return read_in_child(turn.incoming.content or b"", name or turn.wording("survey-author-title"))
    except BadForm as bad:
        raise _problem(turn, bad) from None


def _problem(turn: Turn, bad: BadForm) -> Problem:
    first, *others = bad.problems
    if not others and "row" not in first.values:  # about the file as a whole
        return first
    said = bad.problems[:MOST_SAID]
    if len(said) == len(bad.problems):
        return ManyProblems("survey-author-file-faults", said, count=len(said))
    lines = "\n".join(SIGNS.sub(r"\1", turn.wording.problem(problem)) for problem in bad.problems)
    file = Attachment(turn.wording("survey-author-faults-file"), "text/plain", f"{lines}\n".encode())
    return ManyProblems("survey-author-file-many", said, file, count=len(bad.problems), shown=MOST_SAID)
