"""What each side took of the processors: the crowd, the local cloud with its function processes, everybody else."""

import time
from dataclasses import dataclass, field
from threading import Event, Thread

import psutil

EVERY_SECONDS = 1.0


@dataclass(slots=True)
class Side:
    """One side's processes. Function processes come and go: each is remembered with the most it was seen to use."""

    root: int
    used: dict[int, float] = field(default_factory=dict)
    processes: int = 0

    def look(self) -> None:
        try:
            root = psutil.Process(self.root)
            family = [root, *root.children(recursive=True)]
        except psutil.Error:
            return
        self.processes = max(self.processes, len(family))
        for process in family:
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            self.used[process.pid] = times.user + times.system

    @property
    def seconds(self) -> float:
        return sum(self.used.values())


@dataclass(slots=True)
class Shares:
    """Processor time of a stretch of time, in processors: 1.0 is one processor, all the time."""

    crowd: float
    cloud: float
    machine: float
    processors: int
    processes: int

    @property
    def others(self) -> float:
        return max(self.machine - self.crowd - self.cloud, 0.0)


class Watch:
    """Looks at both sides once a second until it is stopped."""

    def __init__(self, crowd: int, cloud: int) -> None:
        self._sides = (Side(crowd), Side(cloud))
        self._stop = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._before = self._used()
        self._machine = _busy()
        self._began = time.monotonic()
        self._thread.start()

    def stop(self) -> Shares:
        self._stop.set()
        self._thread.join()
        seconds = time.monotonic() - self._began
        crowd, cloud = (now - before for now, before in zip(self._used(), self._before, strict=True))
        return Shares(
            crowd=crowd / seconds,
            cloud=cloud / seconds,
            machine=(_busy() - self._machine) / seconds,
            processors=psutil.cpu_count() or 1,
            processes=self._sides[1].processes,
        )

    def _watch(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            self._used()

    def _used(self) -> tuple[float, float]:
        for side in self._sides:
            side.look()
        crowd, cloud = self._sides
        return crowd.seconds, cloud.seconds


def _busy() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - getattr(times, "guest", 0.0))
