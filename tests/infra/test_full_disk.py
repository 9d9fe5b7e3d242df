"""A disk that is full for a while, where nobody may mount one of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from infra.faults.disk import Disk

WRITES = """
import errno, sys
with open(sys.argv[1], "ab", buffering=0) as file:
    for _line in sys.stdin:
        try:
            file.write(bytes(2 << 20))
            print("written", flush=True)
        except OSError as refused:
            print(errno.errorcode[refused.errno], flush=True)
"""


def test_where_nobody_may_mount_no_file_grows_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no mount is found there
    with subprocess.Popen(
        [sys.executable, "-c", WRITES, tmp_path / "file"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as writer:  # fmt: skip
        disk = Disk(tmp_path / "disk", lambda: [writer.pid])
        assert disk.how == "file size limit"
        assert asked_to_write(writer) == "written"
        disk.fill()
        assert asked_to_write(writer) == "EFBIG"
        disk.free()
        assert asked_to_write(writer) == "written"
        assert writer.stdin is not None
        writer.stdin.close()


def asked_to_write(writer: subprocess.Popen[str]) -> str:
    assert writer.stdin is not None
    assert writer.stdout is not None
    print(file=writer.stdin, flush=True)
    return writer.stdout.readline().strip()
