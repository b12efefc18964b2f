"""Calls in other processes, by the interface of `concurrent.futures`: each process warm, and lost ones replaced."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

TICK = 0.1  # seconds between two looks at Ctrl-C while nothing ends

# What a process imports before it is asked for anything; the command line is imported as the main module anyway.
_PRELOADED = [
    "packgen.cli.main",
    "packgen.batch.building",
    "packgen.writers.docx.writer",
    "packgen.writers.pdf.slides",
    "packgen.writers.pptx.writer",
]


class WorkerLost(Exception):
    """The process that ran a call was ended from outside twice, by want of memory most often."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Where packs are built: `open` starts workers for a number of packs; `count` is how many there are at most.

    `losses` are what its futures raise for a pack whose workers were lost. `task` is what builds a pack there, when it
    is not what builds one here. `check` is called now and then while a pack is awaited; what it raises ends the batch.
    """

    count: int
    open: Callable[[int], AbstractContextManager[Executor]]
    losses: tuple[type[BaseException], ...] = (WorkerLost,)
    task: Callable[[Any], Any] | None = None
    check: Callable[[], None] = lambda: None


def processes(count: int) -> Workers:
    """At most `count` processes of this machine."""
    return Workers(count, lambda calls: _open(min(count, calls)))


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def results(
    function: Callable[[Job], Result], jobs: Sequence[Job], workers: Workers, tick: Callable[[Sequence[Job]], None]
) -> Generator[tuple[Job, Result | None]]:
    """What `function` gives for each job, as they end; None for one whose workers were lost.

    So few are under way at a time that their results stay few, so many that no worker waits. `tick` is told them, at
    least every TICK seconds; what it raises ends all. Raises what `function` raises.
    """
    with workers.open(len(jobs)) as executor:
        waiting = iter(jobs)
        under_way: dict[Future[Result], Job] = {}
        while True:
            while len(under_way) < 2 * workers.count and (job := next(waiting, None)) is not None:
                under_way[executor.submit(function, job)] = job
            if not under_way:
                return
            tick(list(under_way.values()))
            workers.check()
            done, _ = wait(under_way, TICK, FIRST_COMPLETED)
            for future in done:
                job = under_way.pop(future)
                try:
                    result = future.result()
                except workers.losses:
                    yield job, None
                else:
                    yield job, result


@contextmanager
def _open(count: int) -> Iterator[Executor]:
    executor = ProcessExecutor(count)
    try:
        yield executor
    except BaseException:
        executor.kill()
        raise
    finally:
        executor.shutdown()


class ProcessExecutor(Executor):
    """A number of processes, each started when it is first needed and kept for the calls after it.

    Unlike ProcessPoolExecutor, which breaks with all that is under way, it knows which call lost its process, and
    makes that call once more in another one. And no pipe has a third end: a process that is killed in the middle of a
    long answer is noticed, and one whose parent is killed ends after its call.
    """

    def __init__(self, count: int) -> None:
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._workers = [_Worker() for _ in range(count)]
        resource_tracker.ensure_running()  # here: it unblocks the signals that _serve() blocks
        self._threads = [Thread(target=self._serve, args=(each,), daemon=True) for each in self._workers]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See Executor. The future raises WorkerLost when the call lost its process twice."""
        call = _Call(Future(), (fn, args, kwargs))
        self._calls.put(call)
        return call.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """See Executor."""
        while cancel_futures and not self._calls.empty():
            with contextlib.suppress(Exception):
                call = self._calls.get_nowait()
                if call:
                    call.future.cancel()
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def kill(self) -> None:
        """Ends all processes now, whatever they do; calls that did not end are cancelled or raise WorkerLost."""
        self.shutdown(wait=False, cancel_futures=True)  # first, so that no call is begun that waits
        for worker in self._workers:
            worker.close()

    def _serve(self, worker: _Worker) -> None:
        """Makes calls in one process until there are no more."""
        if hasattr(signal, "pthread_sigmask"):  # Ctrl-C is for the parent: processes started here never get it
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while call := self._calls.get():
            if call.future.set_running_or_notify_cancel():
                call.make(worker)
        worker.stop()


@dataclass(frozen=True, slots=True)
class _Call:
    future: Future[Any]
    content: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

    def make(self, worker: _Worker) -> None:
        """Makes the call, once more when its process is lost."""
        for _ in range(2):
            try:
                succeeded, value = worker.ask(self.content)
            except (EOFError, OSError):
                continue
            except Exception as error:  # what cannot be pickled
                self.future.set_exception(error)
            else:
                self.future.set_result(value) if succeeded else self.future.set_exception(value)
            return
        self.future.set_exception(WorkerLost())


class _Worker:
    """One process at a time, used by one thread; `close` may come from another."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._closed = False
        self._process: BaseProcess | None = None
        self._connection: Connection[Any, Any] | None = None

    def ask(self, content: object) -> tuple[bool, Any]:
        """Whether the call succeeded, and its value or exception. Raises EOFError or OSError for a lost process."""
        connection = self._started()
        try:
            connection.send(content)
            answer: tuple[bool, Any] = connection.recv()
        except (EOFError, OSError):
            self._end()
            raise
        return answer

    def _started(self) -> Connection[Any, Any]:
        with self._lock:
            if self._closed:
                raise EOFError
            if self._connection is None:
                context = _context()
                self._connection, theirs = context.Pipe()
                self._process = context.Process(  # type: ignore[attr-defined]
                    target=_work, args=(theirs, gc.get_threshold()), daemon=True
                )
                self._process.start()
                theirs.close()
            return self._connection

    def stop(self) -> None:
        """Lets the process end, and waits for it."""
        self._end(kill=False)

    def close(self) -> None:
        """Kills the process; no other is started."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def _end(self, *, kill: bool = True) -> None:
        with self._lock:
            if self._process is not None and self._connection is not None:
                self._connection.close()
                if kill:
                    self._process.kill()
                self._process.join()
            self._process = self._connection = None


def _context() -> BaseContext:
    """How processes are started: clean, never as a copy of this one, which has threads."""
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _work(connection: Connection[Any, Any], garbage: tuple[int, int, int]) -> None:
    """What a process does: answers calls until its parent closes the pipe, or is gone.

    `garbage`: how often it looks for garbage (`gc.set_threshold`).
    """
    gc.set_threshold(*garbage)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows tells every process of the console
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, arguments, named = connection.recv()
            try:
                answer = True, function(*arguments, **named)
            except Exception as error:
                answer = False, error
            try:
                data = pickle.dumps(answer)
            except Exception as error:
                data = pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
            connection.send_bytes(data)
