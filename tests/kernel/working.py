"""A worker process with one job of the tests' own: `python -m tests.kernel.working`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from jointhall.kernel.jobs import REGISTER, Job, Work, job
from jointhall.kernel.who import SYSTEM
from jointhall.records.journal import record

if "probe.worked" not in REGISTER:

    @job("probe.worked", queue="urgent")
    async def _worked(work: Work, *, number: int, mark: str = "", wait: float = 0) -> None:
        """Writes a journal line; `mark` is a file that shows it has begun, `wait` in seconds."""
        record(work.session, "probe.worked", who=SYSTEM, subject=f"probe:{number}", words="做好了")
        await work.session.flush()
        if mark:
            await asyncio.to_thread(Path(mark).touch)
        await asyncio.sleep(wait)


WORKED: Job = REGISTER["probe.worked"]


def main() -> None:
    """The platform's own worker, and nothing of it put differently."""
    from jointhall.settings import read_settings
    from jointhall.worker import work

    settings = read_settings()
    assert settings.database_url is not None
    asyncio.run(work(settings, settings.database_url))


if __name__ == "__main__":
    main()
