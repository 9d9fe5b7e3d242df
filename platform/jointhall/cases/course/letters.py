"""What the letters of a case's course are filled with (文书里的空): only these acts know it."""

from __future__ import annotations

from collections.abc import Mapping

from .models import Extension, Procedure


def of_extension(extension: Extension, *, before: str, after: str) -> Mapping[str, str]:
    """From which day to which, by how much and by which law."""
    return {
        "原期限": before,
        "新期限": after,
        "天数": extension.length_words,
        "依据": extension.basis,
    }


def of_start(procedure: Procedure, *, length: str) -> Mapping[str, str]:
    """What begins, by which law, and how long it may take."""
    return {"程序": procedure.name, "依据": procedure.basis, "天数": length}


def of_end(procedure: Procedure, *, due: str) -> Mapping[str, str]:
    """What is over, and by when the case is decided now."""
    return {"程序": procedure.name, "依据": procedure.basis, "新期限": due}
