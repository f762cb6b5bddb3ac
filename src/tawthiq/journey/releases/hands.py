"""Several processes write the portions of a release, where there are enough of them to be worth it.

Each works on one portion at a time and keeps nothing. A worker ends when this process does, however that
ends: its side of the pipe closes, and nobody's data stays in a memory that nobody asks.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator, Iterable
from contextlib import ExitStack
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait

from tawthiq.journey.releases.writing import Portion, Writer, Written

ALONE = 20
"""Portions that one process writes sooner than others would have started."""
MOST_HANDS = 8


def written(writer: Writer, portions: Iterable[Portion], *, alone: int = ALONE) -> Generator[Written]:
    """Yield what is written of portions, in no order; the last has no lines and says what places were seen.

    Raises:
        ValueError: A row is not one of its table.
    """
    coming = iter(portions)
    first = list(islice(coming, alone))
    if len(first) < alone:
        yield from map(writer.written, first)
        yield Written(places=writer.places())
    else:
        yield from _by_many(writer, chain(first, coming))


def _by_many(writer: Writer, portions: Iterable[Portion]) -> Generator[Written]:
    with ExitStack() as ending:
        idle = [_hire(writer, ending) for _ in range(min(os.cpu_count() or 1, MOST_HANDS))]
        busy: list[Connection] = []
        for portion in portions:
            if not idle:
                idle = [one for one in wait(busy) if isinstance(one, Connection)]
                busy = [one for one in busy if one not in idle]
                yield from map(_received, idle)
            hand = idle.pop()
            hand.send(portion)
            busy.append(hand)
        yield from map(_received, busy)
        for hand in (*idle, *busy):
            hand.send(None)
            yield _received(hand)


def _received(hand: Connection) -> Written:
    answer: Written | Exception = hand.recv()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _hire(writer: Writer, ending: ExitStack) -> Connection:
    # spawned, not forked: a fork would share the open database, and other systems do not fork
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there, writer), daemon=True)
    process.start()
    there.close()
    ending.callback(process.join)
    ending.callback(here.close)
    return here


def work(boss: Connection, writer: Writer) -> None:
    """Write portions until there are no more, or nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that is asked to stop closes the pipe
    gc.disable()  # portions hold no cycles
    try:
        while (portion := boss.recv()) is not None:
            boss.send(_answer(writer, portion))
        boss.send(Written(places=writer.places()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _answer(writer: Writer, portion: Portion) -> Written | Exception:
    try:
        return writer.written(portion)
    except Exception as error:  # it is raised where the portion came from
        return error
