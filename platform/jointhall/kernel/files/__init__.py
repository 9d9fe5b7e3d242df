"""Where uploaded papers and made letters are kept: one port, two stores.

`MinioStore` is taken from its own module: a service with a folder starts without its SDK.
"""

from .folder import FolderStore
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
