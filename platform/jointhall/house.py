"""The house opened and closed: database, files, secrets, other parties, workers, tick."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from jointhall.cases.supervision.reminding import unread_reminders
from jointhall.kernel.brokers import Jobs, Workers, broker_for
from jointhall.kernel.clock import SystemClock
from jointhall.kernel.db import Database
from jointhall.kernel.files import FileStore, FolderStore
from jointhall.kernel.relay import Relay
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.ticking import Ticker
from jointhall.kernel.tools import Tools
from jointhall.messages.gateways import sms_gateway
from jointhall.messages.queries import count_news
from jointhall.people.interrupted import keep_form
from jointhall.people.sessions import Recogniser
from jointhall.settings import Settings
from jointhall.starting import check_files
from jointhall.tenancy.directory import TenantDirectory
from jointhall.tenancy.policy import PolicyBook
from jointhall.web.visit import House


def secrets_of(settings: Settings) -> Secrets:
    return Secrets.from_file(settings.master_key_file)


def files_of(settings: Settings, secrets: Secrets) -> FileStore:
    """MinIO where an address is given, otherwise the folder under the service's home."""
    if settings.store is None:
        return FolderStore(settings.home / "files", secret=secrets.token("files").encode())
    # Its SDK takes a while to load, and only who has such a store should wait for it.
    from jointhall.kernel.files.minio_store import MinioStore

    store = settings.store
    return MinioStore(
        store.url, access_key=store.access_key, secret_key=store.secret_key,
        bucket=store.bucket, region=store.region, public_url=store.public_url,
    )  # fmt: skip


def tools_of(settings: Settings, database_url: str, *, name: str, size: int) -> Tools:
    """The tools of one event loop: a pool of its own, everything else shared by value."""
    secrets = secrets_of(settings)
    database = Database(database_url, size=size, name=name)
    tools = Tools(
        database=database,
        clock=SystemClock(),
        files=files_of(settings, secrets),
        secrets=secrets,
        public_url=settings.public_url,
    )
    outside: dict[str, Any] = {
        "directory": TenantDirectory(database),
        "demo": settings.demo,
        "sms": sms_gateway(settings, secrets),
        "keys": settings.master_key_file.parent,
        "copies": settings.backup_home / "files",
    }
    return replace(tools, outside=outside)


class LazyTools:
    """Tools made in the loop that first asks: an asyncpg pool belongs to one event loop."""

    def __init__(self, settings: Settings, database_url: str, *, name: str, size: int) -> None:
        self._made: Tools | None = None
        self._lock = asyncio.Lock()
        self._how = (settings, database_url, name, size)

    async def __call__(self) -> Tools:
        async with self._lock:
            if self._made is None:
                settings, url, name, size = self._how
                self._made = tools_of(settings, url, name=name, size=size)
                await self._made.files.ready()
        return self._made


@asynccontextmanager
async def open_jobs(
    settings: Settings, database_url: str, *, work_here: bool
) -> AsyncIterator[Jobs]:
    """The broker, and the workers when they live in this process."""
    # Each piece of work may hold two connections at once: its own tenant's and the receiver's.
    size = settings.workers * 2 + 2
    tools = LazyTools(settings, database_url, name="hall worker", size=size)
    jobs = Jobs(broker_for(settings.broker_url), tools)
    workers = Workers(jobs, settings.workers) if work_here else None
    if workers is not None:
        workers.start()
    try:
        yield jobs
    finally:
        if workers is not None:
            await asyncio.to_thread(workers.stop)
        await asyncio.to_thread(jobs.close)


@asynccontextmanager
async def open_house(settings: Settings, database_url: str) -> AsyncIterator[House]:
    """Everything one service process holds; workers live in it unless there is a broker outside."""
    # A visit that holds its transaction may ask a second thing: never from the same pool.
    aside = max(1, settings.database_connections // 4)
    size = max(2, settings.database_connections - aside)
    tools = tools_of(settings, database_url, name="hall web", size=size)
    await check_files(tools.files, settings)
    beside = Database(database_url, size=aside, name="hall web beside")
    directory = TenantDirectory(beside)
    tools = replace(tools, outside={**tools.outside, "directory": directory})
    work_here = settings.broker_url is None
    async with open_jobs(settings, database_url, work_here=work_here) as jobs:
        relay = Relay(tools.database, jobs.send, has_room=jobs.has_room)
        ticker = Ticker(tools)
        recogniser = Recogniser(PolicyBook())
        relay.start()
        ticker.start()
        try:
            yield House(
                tools=tools,
                directory=directory,
                identify=recogniser,
                count_news=count_news,
                count_reminders=unread_reminders,
                keep_form=keep_form,
                trusted_proxies=settings.trusted_proxies,
                within=replace(tools, database=beside),
            )
        finally:
            await ticker.stop()
            await relay.stop()
            await recogniser.settle()
            await tools.database.close()
            await beside.close()
