"""Reading an XLSForm in a process of its own: the library that reads them takes 28 MB, which no service should keep.

The child gets the name as JSON on a line and then the file; it gives the form as JSON, or the faults with their values.
"""

from __future__ import annotations

import json
import sys

from handlers.children import ChildError, run_child
from handlers.problems import Problem
from handlers.xlsform_files import BadForm
from handlers.xlsforms import read_xlsform
from storage.survey_forms import Form

READS_WITHIN = 20.0
"""Seconds; the largest file that is read at all takes a few."""


def read_in_child(content: bytes, name: str, within: float = READS_WITHIN) -> Form:
    """Read a survey as :func:`handlers.xlsforms.read_xlsform` does. Raises BadForm, also where that takes too long."""
    try:
        said = json.loads(run_child(__name__, "main", json.dumps(name).encode() + b"\n" + content, within))
    except ChildError:
        raise BadForm(Problem("xlsform-not-read")) from None
    if "faults" in said:
        raise BadForm(*(Problem(key, **values) for key, values in said["faults"]))
    return Form.model_validate(said["form"])


def main() -> None:
    """Read what comes in."""
    name, content = json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read()
    try:
        said: dict[str, object] = {"form": read_xlsform(content, name).model_dump(mode="json", exclude_defaults=True)}
    except BadForm as bad:
        said = {"faults": [(problem.key, problem.values) for problem in bad.problems]}
    sys.stdout.write(json.dumps(said))
