"""Several processes write the portions of a release, where there are enough of them to be worth it.

Each works on one portion at a time, puts its lines on a shelf of its own and keeps nothing: what goes back
through the pipe is what is said of them. A worker ends when this process does, however that ends: its side of
the pipe closes, and nobody's data stays in a memory that nobody asks.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, closing, suppress
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait

from tawthiq.core.collector import uncollected
from tawthiq.journey.releases.folder import Shelf
from tawthiq.journey.releases.writing import Portion, Writer, Written

ALONE = 20
"""Portions that one process writes sooner than others would have started."""
MOST_HANDS = 8


def written(
    writer: Writer, portions: Iterable[Portion], *, new_shelf: Callable[[], Shelf], alone: int = ALONE
) -> Generator[Written]:
    """Put the lines of portions on shelves, and yield what is said of each, in no order.

    The last that comes is of no portion, and says what places were seen.

    Raises:
        ValueError: A row is not one of its table.
        OSError: A shelf takes no more.
    """
    coming = iter(portions)
    first = list(islice(coming, alone))
    if len(first) < alone:
        with closing(new_shelf()) as shelf:
            for portion in first:
                yield writer.written(portion).put_on(shelf)
        yield Written(places=writer.places())
    else:
        yield from _by_many(writer, chain(first, coming), new_shelf)


def _by_many(
    writer: Writer, portions: Iterable[Portion], new_shelf: Callable[[], Shelf]
) -> Generator[Written]:
    with ExitStack() as ending:
        hands = min(os.cpu_count() or 1, MOST_HANDS)
        idle = [_hire(writer, new_shelf(), ending) for _ in range(hands)]
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


def _hire(writer: Writer, shelf: Shelf, ending: ExitStack) -> Connection:
    # spawned, not forked: a fork would share the open database, and other systems do not fork
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there, writer, shelf), daemon=True)
    process.start()
    there.close()
    ending.callback(process.join)
    ending.callback(here.close)
    return here


def work(boss: Connection, writer: Writer, shelf: Shelf) -> None:
    """Write portions until there are no more, or nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that is asked to stop closes the pipe
    with uncollected(), suppress(EOFError, BrokenPipeError, ConnectionResetError):  # portions hold no cycles
        while (portion := boss.recv()) is not None:
            boss.send(_answer(writer, portion, shelf))
        boss.send(_last_answer(writer, shelf))


def _answer(writer: Writer, portion: Portion, shelf: Shelf) -> Written | Exception:
    try:
        return writer.written(portion).put_on(shelf)
    except Exception as error:  # it is raised where the portion came from
        return error


def _last_answer(writer: Writer, shelf: Shelf) -> Written | Exception:
    try:
        shelf.close()
    except OSError as error:  # what was buffered found no place
        return error
    return Written(places=writer.places())
