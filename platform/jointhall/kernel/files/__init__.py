"""Where uploaded papers and made letters are kept: one port, two stores."""

from .folder import FolderStore
from .minio_store import MinioStore
from .port import (
    FileStore,
    LinkRefused,
    NoSuchFile,
    NotAsPromised,
    NotThisTenants,
    Presigned,
    Stored,
    StoreRefused,
    StoreUnreachable,
    TooLarge,
    new_key,
)

__all__ = [
    "FileStore",
    "FolderStore",
    "LinkRefused",
    "MinioStore",
    "NoSuchFile",
    "NotAsPromised",
    "NotThisTenants",
    "Presigned",
    "StoreRefused",
    "StoreUnreachable",
    "Stored",
    "TooLarge",
    "new_key",
]
