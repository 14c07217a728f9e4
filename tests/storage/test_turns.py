"""Turns: whoever comes first goes first, and whoever comes again goes to the end of the line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest

from storage.database import Database
from storage.turns import Turns

ASKED, TAKES = 20, 0.01
"""How often somebody asks for something, and the seconds of each transaction that goes on meanwhile."""


def test_they_follow_each_other_in_the_order_they_came() -> None:
    """Each waits for those before, and nobody has a turn at the same time as another."""
    turns, order, inside = Turns(), list[int](), list[int]()

    def take(number: int) -> None:
        with turns.turn():
            inside.append(number)
            assert len(inside) == 1
            order.append(number)
            inside.remove(number)

    with ThreadPoolExecutor(8) as threads:
        with turns.turn():
            waiting = []
            for number in range(8):
                waiting.append(threads.submit(take, number))
                while len(turns._line) < number + 2:
                    sleep(0.001)
        for each in waiting:
            each.result()
    assert order == list(range(8))


def test_a_failure_ends_a_turn() -> None:
    """Whoever fails keeps nobody waiting."""
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn():
        _ = 1 / 0
    with turns.turn():
        assert len(turns._line) == 1


def test_a_turn_within_a_turn_fails_at_once(sqlite_database: Database) -> None:
    """It would wait for itself for ever."""
    with sqlite_database.transaction(), pytest.raises(RuntimeError), sqlite_database.transaction():
        pass
    with sqlite_database.transaction():
        pass


def test_an_answer_waits_for_one_batch_only(sqlite_database: Database) -> None:
    """While one thread writes batch after batch, another gets in behind the next: SQLite alone lets it look seldom."""
    done, over, passed = list[int](), Event(), list[int]()

    def write_on() -> None:
        while not over.is_set():
            with sqlite_database.transaction() as session:
                session.connection()
                sleep(TAKES)
                done.append(1)

    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(write_on)
        for _ in range(ASKED):
            sleep(TAKES)
            before = len(done)
            with sqlite_database.transaction() as session:
                session.connection()
                passed.append(len(done) - before)
        over.set()
        writing.result()
    assert max(passed) <= 2
