"""The clock of a deployment, database and people included, which may run a day ahead for a while.

The code that is tested knows nothing of it, and the machine's own clock is left alone.
Debian and Ubuntu: apt-get install gcc libc6-dev
"""

from __future__ import annotations

import mmap
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from shutil import which
from unittest.mock import patch

from infra.rabbitmq import CannotStart
from jointhall.kernel import postgres_place

SOURCE = Path(__file__).with_name("clock.c")
EXACT = timedelta()


class Clock:
    """Its lead lies in a file that every process of the deployment has before its eyes."""

    def __init__(self, folder: Path) -> None:
        library, lead = folder / "clock.so", folder / "clock.lead"
        _build(library)
        lead.write_bytes(bytes(8))
        lead.chmod(0o644)
        with lead.open("r+b") as file:
            self._lead = mmap.mmap(file.fileno(), 8)
        self.env = {"LD_PRELOAD": str(library), "CLOCK_LEAD": str(lead)}

    def go(self, ahead: timedelta) -> None:
        """From now on it is so much later for everybody."""
        self._lead[:] = struct.pack("l", round(ahead.total_seconds()))


@contextmanager
def database_by(clock: Clock) -> Iterator[None]:
    """A private PostgreSQL that is started meanwhile goes by this clock."""
    own = postgres_place._environment
    with patch.object(postgres_place, "_environment", lambda: own() | clock.env):
        yield


def _build(library: Path) -> None:
    compiler = which("cc") or which("gcc") or which("clang")
    if compiler is None:
        raise CannotStart("no C compiler is installed (apt-get install gcc libc6-dev)")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    library.chmod(0o755)
