"""A photo to hand in (照片)."""

from typing import ClassVar

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.questions.file import File


class Photo(File):
    """Kept like a file; a PDF scan is taken too."""

    code = "photo"
    accepts: ClassVar[tuple[str, ...]] = (
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/heic",
        "application/pdf",
    )

    def missing(self, question: Question) -> str:
        return _("请传一张照片")
