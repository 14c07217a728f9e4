"""What a benchmark is: a name, what it compares, and the tables and figures it comes to. New ones only register."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.bench.surroundings import Surroundings

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading; ``columns`` name what stands in them."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def lines(self) -> Iterator[str]:
        """Write the table as aligned text, numbers to the right."""
        cells = [[str(cell) for cell in row] for row in [self.columns, *self.rows]]
        widths = [max(len(row[place]) for row in cells) for place in range(len(self.columns))]
        yield self.heading
        for row in cells:
            first, *others = zip(row, widths, strict=True)
            yield "  ".join(["  " + first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])


@dataclass(frozen=True, slots=True)
class Result:
    """What a benchmark found. ``figures`` are the keys that issues name, with what those must stay under or reach."""

    tables: Sequence[Table]
    figures: dict[str, float]
    under: dict[str, float] = field(default_factory=dict)
    at_least: dict[str, float] = field(default_factory=dict)


Run = Callable[[Surroundings], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark. ``compares`` says what was measured against what, in a sentence.

    One that takes long runs only when it is named.
    """

    name: str
    compares: str
    run: Run
    only_named: bool = False


BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(name: str, compares: str, *, only_named: bool = False) -> Callable[[Run], Run]:
    """Register a function as a benchmark."""

    def register(run: Run) -> Run:
        BENCHMARKS[name] = Benchmark(name, compares, run, only_named)
        return run

    return register
