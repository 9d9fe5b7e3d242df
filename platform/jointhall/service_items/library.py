"""The library of sheets (事项库): everything under modules/, read once."""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from jointhall.kernel.words import _, speaking
from jointhall.service_items.checks import check
from jointhall.service_items.reading import Reading, read_module, read_sheet
from jointhall.service_items.sheets import Module, Sheet
from jointhall.service_items.troubles import Trouble


class BrokenLibrary(Exception):
    """The sheets cannot be used as they are; carries every trouble found."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        super().__init__("\n".join(str(t) for t in troubles))
        self.troubles = troubles


@dataclass(frozen=True)
class Library:
    """The sheets in one folder, read at the first question and kept."""

    folder: Path
    only: frozenset[str] | None = None
    """Only the items of these codes, when it is not the whole folder."""

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The sheets' files, in the order of the folders."""
        found = sheet_files(self.folder)
        return tuple(f for f in found if self.only is None or f.parent.name in self.only)

    @cached_property
    def fingerprint(self) -> str:
        """The name of all that is written here: 16 hex digits, had without reading a sheet."""
        digest = hashlib.sha256()
        shelves = {file.parent.parent / "module.yaml" for file in self.files}
        rules = {file.with_name("rules.py") for file in self.files}
        for path in sorted((*self.files, *shelves, *rules)):
            if path.is_file():
                said = path.read_bytes()
                digest.update(f"{path.relative_to(self.folder)} {len(said)}\n".encode() + said)
        return digest.hexdigest()[:16]

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Every sheet file with what is wrong in it, in the order of the folders."""
        # Kept for every later visitor, so not in the language of the first.
        with speaking("zh"):
            return tuple(read_sheet(path) for path in self.files)

    @cached_property
    def troubles(self) -> tuple[Trouble, ...]:
        """Everything the checks find in any sheet."""
        with speaking("zh"):
            return tuple(trouble for reading in self.readings for trouble in check(reading))

    @cached_property
    def _modules(self) -> dict[str, Module]:
        troubles = [t for r in self.readings for t in r.errors]
        modules: dict[str, Module] = {}
        for path in sorted({file.parent.parent / "module.yaml" for file in self.files}):
            module, wrong = read_module(path)
            troubles.extend(one for one in wrong if one.is_error)
            if module is not None:
                held = tuple(r.sheet for r in self.readings if r.sheet and r.module == module.code)
                modules[module.code] = replace(module, sheets=held)
        if troubles:
            raise BrokenLibrary(tuple(troubles))
        return modules

    @cached_property
    def _by_code(self) -> dict[str, Sheet]:
        return {s.code: s for m in self._modules.values() for s in m.sheets}

    def modules(self) -> tuple[Module, ...]:
        return tuple(self._modules.values())

    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(self._by_code.values())

    def sheet(self, code: str) -> Sheet | None:
        """The sheet with this item code, as it stands in the folder today."""
        return self._by_code.get(code)


def sheet_files(folder: Path) -> list[Path]:
    """The sheets under a modules folder, a module, an item folder, or the file itself."""
    return [folder] if folder.is_file() else sorted(folder.rglob("sheet.yaml"))


@cache
def library(folder: Path | None = None) -> Library:
    """The library of this folder, the one that comes with the house if none is named."""
    return Library(folder or modules_folder())


async def read_library() -> Library:
    """The library that comes with the house, read and checked; others are served meanwhile."""
    here = library()
    await asyncio.to_thread(lambda: here.troubles)
    return here


def modules_folder() -> Path:
    """Where modules/ lies: beside platform/ in a checkout, beside the package when installed."""
    package = Path(__file__).resolve().parent.parent
    for place in (package.parent.parent / "modules", package.parent / "modules"):
        if place.is_dir():
            return place
    raise FileNotFoundError(_("找不到 modules 文件夹"))
