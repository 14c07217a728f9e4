"""Which numbers of a table have to be hidden so that nobody learns one that is under five, not even by subtracting.

A line is a sum: its margin equals its parts. Hiding a small number alone does not help, for the line gives it away. So
of every line at least two parts are hidden, that come to five together; what is hidden besides is the smallest that
helps. At last the lines are solved as the system of equations they are, as an attacker would, and more is hidden until
no number under five comes out. This is the cell suppression of official statistics, for several tables at once that
share margins. What it does not promise: bounds ("at most seven") can still be told. Pure, over plain values.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)
FEWEST = 5
"""The fewest municipalities that anything shown can be about, unless all may see all."""

Row = dict[Cell, int]
"""An equation between hidden cells: their coefficients."""

PRIME = 2**31 - 1
"""Equations are solved modulo a prime, which is exact enough for coefficients of one and much faster than fractions."""


def hidden(cells: Mapping[Cell, int], lines: Sequence[tuple[Cell, Sequence[Cell]]]) -> set[Cell]:
    """Choose the cells to hide; ``lines`` are margins with their parts. Nothing under five, zero included, is shown."""
    gone = {cell for cell, number in cells.items() if number < FEWEST}
    size = -1
    while size != len(gone):
        size = len(gone)
        for margin, parts in lines:
            while _gives_away(cells, margin, parts, gone):
                gone.add(_next(cells, parts, gone, margin))
        if size == len(gone):
            gone |= _more(cells, lines, gone)
    return gone


def _gives_away(cells: Mapping[Cell, int], margin: Cell, parts: Sequence[Cell], gone: set[Cell]) -> bool:
    """Say whether the shown cells of a line tell something about its hidden ones."""
    missing = [cell for cell in parts if cell in gone]
    if margin in gone:
        return bool(parts) and not missing
    return bool(missing) and (len(missing) == 1 or sum(cells[cell] for cell in missing) < FEWEST)


def _next(cells: Mapping[Cell, int], parts: Sequence[Cell], gone: set[Cell], margin: Cell) -> Cell:
    return min((cell for cell in parts if cell not in gone), key=cells.__getitem__, default=margin)


def _more(cells: Mapping[Cell, int], lines: Sequence[tuple[Cell, Sequence[Cell]]], gone: set[Cell]) -> set[Cell]:
    """Choose what else to hide because a small number can be calculated: one more of each of its lines."""
    known = {cell for cell in _calculable(lines, gone) if cells[cell] < FEWEST}
    touched = [line for line in lines if known & {line[0], *line[1]}]
    return {_next(cells, parts, gone, margin) for margin, parts in touched}


def _calculable(lines: Sequence[tuple[Cell, Sequence[Cell]]], gone: set[Cell]) -> set[Cell]:
    """Solve the lines for the hidden cells (Gauss and Jordan); gives those that have one solution."""
    solved: dict[Cell, Row[Cell]] = {}
    for margin, parts in lines:
        row: Row[Cell] = {cell: 1 for cell in parts if cell in gone}
        if margin in gone:
            row[margin] = PRIME - 1
        for pivot in [cell for cell in row if cell in solved]:
            _subtract(row, solved[pivot], row[pivot])
        if row:
            pivot, factor = next(iter(row.items()))
            inverse = pow(factor, -1, PRIME)
            row = {cell: number * inverse % PRIME for cell, number in row.items()}
            for other in solved.values():
                _subtract(other, row, other.get(pivot, 0))
            solved[pivot] = row
    return {pivot for pivot, row in solved.items() if len(row) == 1}


def _subtract(row: Row[Cell], other: Row[Cell], times: int) -> None:
    """Subtract one equation from another in place; what becomes zero goes."""
    if times:
        for cell, number in other.items():
            left = (row.get(cell, 0) - times * number) % PRIME
            if left:
                row[cell] = left
            else:
                row.pop(cell, None)
