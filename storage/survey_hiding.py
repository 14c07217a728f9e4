"""Which numbers of a table have to be hidden so that nobody learns one that is under five, not even by subtracting.

A line is a sum: its margin equals its parts. Hiding a small number alone does not help, for the line gives it away. So
of every line at least two parts are hidden, that come to five together; what is hidden besides is the smallest that
helps. This is the cell suppression of official statistics (Statistisches Bundesamt, Zellsperrung), here for several
tables at once that share margins. Pure, over plain values.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from storage.survey_ballots import FEWEST

Cell = TypeVar("Cell", bound=Hashable)


def hidden(cells: Mapping[Cell, int], lines: Sequence[tuple[Cell, Sequence[Cell]]]) -> set[Cell]:
    """Choose the cells to hide; ``lines`` are margins with their parts. Nothing under five, zero included, is shown."""
    gone = {cell for cell, number in cells.items() if number < FEWEST}
    size = -1
    while size != len(gone):
        size = len(gone)
        for margin, parts in lines:
            while _gives_away(cells, margin, parts, gone):
                shown = [cell for cell in parts if cell not in gone]
                gone.add(min(shown, key=cells.__getitem__) if shown else margin)
    return gone


def _gives_away(cells: Mapping[Cell, int], margin: Cell, parts: Sequence[Cell], gone: set[Cell]) -> bool:
    """Say whether the shown cells of a line tell something about its hidden ones."""
    missing = [cell for cell in parts if cell in gone]
    if margin in gone:
        return bool(parts) and not missing
    return bool(missing) and (len(missing) == 1 or sum(cells[cell] for cell in missing) < FEWEST)
