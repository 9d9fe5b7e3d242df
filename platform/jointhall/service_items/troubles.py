"""What is wrong with a sheet, where, and how to mend it."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from jointhall.kernel.words import _


class Severity(StrEnum):
    """Errors block publishing; warnings are only listed."""

    ERROR = "错"
    WARNING = "提醒"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong (问题), numbered, with file, line and column, and the way to mend it."""

    number: str
    severity: Severity
    words: str
    mend: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    path: tuple[str | int, ...] = ()
    """Headings and row numbers from the top of the sheet to where it stands."""

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        mend = _("。改法：%(mend)s", mend=self.mend) if self.mend else ""
        return f"{place} {self.severity} {self.number} {self.words}{mend}"

    def as_json(self) -> dict[str, object]:
        return asdict(self)
