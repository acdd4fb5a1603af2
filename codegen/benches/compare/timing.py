"""Processes side by side: they take turns, so that a busy machine slows all of them, and each ratio is of one turn."""

import dataclasses
import os
import re
import resource
import statistics
import subprocess
import sys
import time


OURS = "ccc-api"


class Failed(Exception):
    """A program's own words on why it can't."""


def say(text):
    """Progress; the table alone goes to standard output."""
    print(text, file=sys.stderr, flush=True)


def run(command, **more):
    """Runs a program and returns what it printed."""
    words = [str(word) for word in command]
    try:
        ran = subprocess.run(words, capture_output=True, text=True, errors="replace", **more)
    except OSError as error:
        raise Failed(f"{words[0]}: {error.strerror}") from error
    if ran.returncode:
        raise Failed(reason(ran.stderr + "\n" + ran.stdout) or f"exit code {ran.returncode}")
    return ran.stdout


def reason(text):
    """The line that says why a program failed, as far as one can tell."""
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    for line, after in zip(lines, lines[1:] + [""]):
        if "panicked at" in line:
            return after
        if line.lower().startswith(("error", "exception", "message:")):
            return line
    return lines[-1] if lines else ""


def cpu(command, **more):
    """Seconds that a program and its children computed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall(command, **more):
    """Seconds until a program is done."""
    started = time.monotonic()
    run(command, **more)
    return time.monotonic() - started


def turns(ways, count):
    """Seconds of each way and turn, and why a way can't. A way is a function that returns seconds; ours has to do."""
    times, failures = {name: [] for name in ways}, {}
    for _ in range(count):
        for name, way in ways.items():
            if name in failures:
                continue
            try:
                times[name].append(way())
            except Failed as failure:
                failures[name] = str(failure)
    if OURS in failures:
        raise Failed(f"{OURS}: {failures[OURS]}")
    return {name: taken for name, taken in times.items() if name not in failures}, failures


def quartiles(values):
    if len(values) < 2:
        return values * 3
    return statistics.quantiles(values, method="inclusive")


@dataclasses.dataclass
class Row:
    """A line of the table: our times, and each peer's of the same turns or why there are none."""

    what: str
    ours: list
    peers: dict
    failures: dict = dataclasses.field(default_factory=dict)

    def cells(self):
        compared = [f"{name} {ratio(times, self.ours)}" for name, times in self.peers.items()]
        compared += [f"{name}: {why}" for name, why in self.failures.items()]
        return [self.what, spread(self.ours), "; ".join(compared) or "–"]


@dataclasses.dataclass
class Growth:
    """A line of the table: what one of many costs against one of few."""

    what: str
    ours: float
    peers: dict

    def cells(self):
        compared = "; ".join(f"{name} × {value:.2f}" for name, value in self.peers.items())
        return [self.what, f"× {self.ours:.2f}", compared or "–"]


def ratio(peer, ours):
    low, middle, high = quartiles([theirs / own for theirs, own in zip(peer, ours)])
    digits = 3 if middle < 0.1 else 2 if middle < 10 else 1 if middle < 100 else 0
    return f"{middle:.{digits}f} ± {(high - low) / 2:.{digits}f}"


def spread(times):
    low, middle, high = quartiles(times)
    scale, unit = next((pair for pair in ((1, "s"), (1e3, "ms")) if middle * pair[0] >= 1), (1e6, "µs"))
    shown = middle * scale
    return f"{shown:.{0 if shown >= 100 else 1 if shown >= 10 else 2}f} {unit} ± {(high - low) / middle * 50:.0f} %"


def table(rows):
    lines = ["| what | time | times as fast as |", "|---|---|---|"]
    escaped = ([cell.replace("|", "\\|") for cell in row.cells()] for row in rows)
    return "\n".join(lines + [f"| {' | '.join(cells)} |" for cells in escaped])


def environment(**more):
    return {**os.environ, **{name: str(value) for name, value in more.items()}}
