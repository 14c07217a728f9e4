"""Reading forms in a process of its own: the same as in this one, in time or not at all, and nothing stays."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources

import pytest

from handlers.children import ChildError, run_child
from handlers.xlsform_child import read_in_child
from handlers.xlsform_files import BadForm
from handlers.xlsforms import read_xlsform

FORM = (resources.files("bot.demo") / "files" / "jahresumfrage.csv").read_bytes()
FAULTY = "type;name;label\ngeopoint;wo;Wo?\ninteger;;Wie viele?\ntext;was;Wofür „${nie}“?\n".encode()

TOUCHED = """
import sys
import bot.cli, bot.service
from handlers.spreadsheets import xlsx_file
from handlers.xlsform_child import read_in_child
from importlib import resources
read_in_child((resources.files("bot.demo") / "files" / "jahresumfrage.csv").read_bytes(), "x")
xlsx_file({"answers": [["ags"]]})
print(*sorted({"pyxform", "openpyxl", "matplotlib", "numpy"} & sys.modules.keys()))
"""


def faults(read: object) -> list[tuple[str, dict[str, object]]]:
    """List what a way of reading finds wrong with the faulty form."""
    assert callable(read)
    with pytest.raises(BadForm) as bad:
        read(FAULTY, "Umfrage")
    return [(problem.key, problem.values) for problem in bad.value.problems]


def test_a_form_is_the_same_wherever_it_is_read() -> None:
    """The name may be anything that a file can be called."""
    name = 'Jahres"\numfrage ü'
    assert read_in_child(FORM, name) == read_xlsform(FORM, name)


def test_faults_come_back_with_what_they_say() -> None:
    """Each fault has its sentence's key and values."""
    assert len(faults(read_xlsform)) > 1
    assert faults(read_in_child) == faults(read_xlsform)


def test_what_takes_too_long_is_given_up() -> None:
    """Whoever sent it is told that it could not be read."""
    with pytest.raises(BadForm) as bad:
        read_in_child(FORM, "Umfrage", within=0.01)
    assert [problem.key for problem in bad.value.problems] == ["xlsform-not-read"]


def test_a_child_that_fails_says_nothing_of_what_it_was_given() -> None:
    """What it was given may be secret; the error names the work alone."""
    with pytest.raises(ChildError, match=r"^handlers\.spreadsheets\.write_workbook: CalledProcessError$"):
        run_child("handlers.spreadsheets", "write_workbook", b"no json, but a secret", 30)


def test_what_is_large_stays_out_of_the_service() -> None:
    """Neither starting, nor reading a form, nor writing a workbook loads what children load."""
    done = subprocess.run([sys.executable, "-c", TOUCHED], capture_output=True, check=True, text=True)  # noqa: S603
    assert done.stdout.split() == []
