"""What no page may hold, so that the content security policy never has to say no."""

from __future__ import annotations

import re

import pytest

from tests.house.tracked import PLATFORM, files, text_of

COMMENT = re.compile(r"\{#.*?#\}", re.S)
INLINE = {
    "an inline style": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^<>]*\ssrc=)", re.I),
    "an event attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "something of another site": re.compile(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//(?!\{)", re.I),
}


def inline(text: str) -> list[str]:
    """What a template holds that the policy forbids."""
    shown = COMMENT.sub("", text)
    # Quotes inside expressions would hide the end of a tag.
    shown = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "x", shown, flags=re.S)
    return [what for what, rule in INLINE.items() if rule.search(shown)]


def test_no_page_holds_inline_style_script_or_event() -> None:
    pages = files(PLATFORM, ".html")
    assert {path: found for path in pages if (found := inline(text_of(path)))} == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p style="color:red">', "an inline style"),
        ("<style>p{}</style>", "a style element"),
        ("<script>alert(1)</script>", "an inline script"),
        ('<a {{ x }} onclick="go()">', "an event attribute"),
        ('<a href="javascript:go()">', "a script address"),
        ('<img src="https://other.test/a.png">', "something of another site"),
    ],
)
def test_each_is_caught(text: str, what: str) -> None:
    assert what in inline(text)


def test_what_is_allowed_passes() -> None:
    fine = '<script src="{{ static("a.js") }}" defer></script><p class="style">{# <style> #}'
    assert inline(fine) == []
