"""What leads only to moments nobody may go back to is dropped; all else of the past stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from jointhall.kernel.postgres_past import STAMP, Archive, forget

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def an_archive(folder: Path) -> Archive:
    """Base backups of four days, each beginning two pieces of the log after the one before."""
    archive = Archive(folder, None)
    archive.log.mkdir()
    for day in range(4):
        base = archive.bases / (NOON - timedelta(days=day)).strftime(STAMP)
        base.mkdir(parents=True)
        start = f"0000000100000000{10 - 2 * day:08X}"
        (base / "backup_label").write_text(f"START WAL LOCATION: 0/0 (file {start})\n")
    for number in range(2, 12):
        (archive.log / f"0000000100000000{number:08X}.gz").touch()
    (archive.log / "00000002.history.gz").touch()
    return archive


def test_the_newest_backup_before_the_day_is_kept_with_the_log_behind_it(tmp_path: Path) -> None:
    archive = an_archive(tmp_path)
    assert forget(archive, before=NOON - timedelta(days=1, hours=12)) == 1
    assert archive.moments() == [NOON - timedelta(days=day) for day in (2, 1, 0)]
    left = sorted(piece.name for piece in archive.log.iterdir())
    assert left[0] == "000000010000000000000006.gz"
    assert left[-1] == "00000002.history.gz"


def test_a_single_backup_is_never_dropped(tmp_path: Path) -> None:
    archive = an_archive(tmp_path)
    forget(archive, before=NOON)
    assert archive.moments() == [NOON]
    assert forget(archive, before=NOON + timedelta(days=365)) == 0
    assert forget(archive, before=NOON - timedelta(days=365)) == 0
    assert archive.moments() == [NOON]
