"""From YAML to a bundle (读一件事的表), by the same reader and in the same words as a sheet."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jointhall.kernel.words import _, speaking
from jointhall.service_items.bundles.bundle import Bundle
from jointhall.service_items.bundles.headings import BUNDLE, WORDS
from jointhall.service_items.library import modules_folder
from jointhall.service_items.readers import MISSING
from jointhall.service_items.reading import tree_of
from jointhall.service_items.tree import Spot, Told, Trail, plain, spots
from jointhall.service_items.troubles import Severity, Trouble

_LARGEST = 400_000


@dataclass(frozen=True)
class BundleReading:
    """What came of reading one file: the bundle if it could be read, and the troubles."""

    file: str
    code: str
    bundle: Bundle | None
    troubles: tuple[Trouble, ...]
    spots: Mapping[Trail, Spot] = field(default_factory=dict, repr=False)

    def trouble(self, number: str, path: Trail, words: str, mend: str) -> Trouble:
        """An error found later, set at its place in the file (or at the nearest heading above)."""
        while path and path not in self.spots:
            path = path[:-1]
        spot = self.spots.get(path, Spot())
        return Trouble(number, Severity.ERROR, words, mend, self.file, spot.line, spot.column, path)


def read_bundle(path: Path) -> BundleReading:
    """Read `modules/bundles/<code>/bundle.yaml`; the folder gives the code."""
    told = Told(str(path))
    try:
        raw = path.read_bytes()
        text = raw.decode() if len(raw) <= _LARGEST else ""
    except (OSError, UnicodeDecodeError):
        told.error("R01", Spot(), _("文件打不开"), _("看看文件在不在，编码是不是 UTF-8"))
        return BundleReading(str(path), path.parent.name, None, tuple(told.troubles))
    return read_bundle_text(text, file=str(path), code=path.parent.name)


def read_bundle_text(text: str, *, file: str, code: str) -> BundleReading:
    """Read a bundle from its text."""
    told = Told(file)
    tree = tree_of(text, told, WORDS)
    said = BUNDLE.read(tree, told, _("一件事")) if tree is not None else MISSING
    troubles = tuple(sorted(told.troubles, key=lambda t: (t.line, t.column, t.number)))
    if tree is None or said is MISSING or told.is_wrong:
        return BundleReading(file, code, None, troubles)
    whole = json.dumps([code, plain(tree)], ensure_ascii=False, sort_keys=True)
    fingerprint = hashlib.sha256(whole.encode()).hexdigest()[:16]
    bundle = Bundle(code=code, fingerprint=fingerprint, **said)
    return BundleReading(file, code, bundle, troubles, dict(spots(tree)))


def bundle_files(folder: Path) -> list[Path]:
    """The bundles under a modules folder, in the order of their codes; or the file itself."""
    return [folder] if folder.is_file() else sorted(folder.rglob("bundle.yaml"))


@cache
def bundles(folder: Path | None = None) -> tuple[Bundle, ...]:
    """The bundles that come with the house; one that cannot be read is not offered."""
    # Kept for every later visitor, so not in the language of the first.
    with speaking("zh"):
        read = [read_bundle(path) for path in bundle_files(folder or modules_folder())]
    return tuple(one.bundle for one in read if one.bundle is not None)
