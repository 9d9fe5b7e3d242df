"""A disk of a deployment's own that can be full for a while: for database and files alike.

Root mounts a small one in memory. Where nobody may mount, the processes are forbidden to make
their files any longer, which their writes meet in the same places.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

BYTES = 3 << 30
LONGEST_WHEN_FULL = 1 << 20


class Disk:
    """A folder on a disk that `fill` fills up and `free` makes roomy again."""

    def __init__(self, folder: Path, at_work: Callable[[], Iterable[int]]) -> None:
        self.folder = folder
        self._at_work = at_work
        folder.mkdir(exist_ok=True)
        self.is_mounted = _said(
            "mount", "-t", "tmpfs", "-o", f"size={BYTES},mode=755", "tmpfs", str(folder)
        )

    @property
    def how(self) -> str:
        """How it is made full, for whoever reads the figures."""
        return "no space left" if self.is_mounted else "file size limit"

    def fill(self) -> None:
        """Leaves no byte, neither to the owner nor to root."""
        if self.is_mounted:
            while not self._resize(_used(self.folder)):
                pass  # somebody wrote between the two: what is used now is more
        else:
            self._limit(LONGEST_WHEN_FULL)

    def free(self) -> None:
        if self.is_mounted:
            assert self._resize(BYTES), "the disk could not be made larger again"
        else:
            self._limit(None)

    def leave(self) -> None:
        """Takes the disk away with all that is on it."""
        if self.is_mounted:
            _said("umount", "--lazy", str(self.folder))
            self.is_mounted = False

    def _resize(self, size: int) -> bool:
        return _said("mount", "-o", f"remount,size={size}", str(self.folder))

    def _limit(self, longest: int | None) -> None:
        if sys.platform != "linux":
            raise RuntimeError("neither a mount nor a limit to full disks is known here")
        for number in self._at_work():
            _as_its_owner(number, longest)


def _as_its_owner(number: int, longest: int | None) -> None:
    # Root may be forbidden to limit another user's process (a container); its owner never is.
    child = os.fork()
    if child == 0:
        with suppress(OSError):  # it ended meanwhile
            owner = Path(f"/proc/{number}").stat()
            if owner.st_uid != os.getuid():
                os.setgroups([])
                os.setresgid(owner.st_gid, owner.st_gid, owner.st_gid)
                os.setresuid(owner.st_uid, owner.st_uid, owner.st_uid)
            _soft, hard = resource.prlimit(number, resource.RLIMIT_FSIZE)
            resource.prlimit(number, resource.RLIMIT_FSIZE, (longest or hard, hard))
        os._exit(0)
    os.waitpid(child, 0)


def _used(folder: Path) -> int:
    told = os.statvfs(folder)
    return (told.f_blocks - told.f_bfree) * told.f_frsize


def _said(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
