"""Names people gave are shown without tricks and never used as a path."""

from __future__ import annotations

import pytest

from jointhall.documents.names import LONGEST, display_name

PDF, JPEG = "application/pdf", "image/jpeg"


@pytest.mark.parametrize(
    ("given", "media_type", "shown"),
    [
        ("身份证.jpg", JPEG, "身份证.jpg"),
        ("身份证.PNG", JPEG, "身份证.jpg"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Users\\王\\合同.pdf", PDF, "合同.pdf"),
        ("发票\u202efdp.exe", PDF, "发票fdp.pdf"),
        ("a\x00b.pdf", PDF, "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "a Set-Cookie＿ x.pdf"),
        ("", PDF, "未命名.pdf"),
        ("...", PDF, "未命名.pdf"),
        (".htaccess", PDF, "htaccess.pdf"),
        ("  土地  租赁 合同 .pdf", PDF, "土地 租赁 合同.pdf"),
        ("2026.01.05租约", PDF, "2026.01.05租约.pdf"),
        ("租约2026.01.05", PDF, "租约2026.01.05.pdf"),
        ("\u200b\u200b", JPEG, "未命名.jpg"),
        ("<script>.pdf", PDF, "＿script＿.pdf"),
        ("😀.heic", JPEG, "😀.jpg"),
    ],
)
def test_shown_as(given: str, media_type: str, shown: str) -> None:
    assert display_name(given, media_type) == shown


def test_a_long_name_is_cut() -> None:
    assert display_name("长" * 300 + ".pdf", PDF) == "长" * LONGEST + ".pdf"
