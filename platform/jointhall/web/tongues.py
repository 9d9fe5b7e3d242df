"""Which language a word on a page is in: data stay Chinese on an English page, and say so.

A screen reader reads each part in the voice of its language (WCAG 3.1.2, 语言标记). Marking every
name and answer by hand would fill the templates, so each `{{ … }}` in the text of a page is marked
when the template is compiled; attributes, titles and options cannot hold an element and stay bare.
"""

from __future__ import annotations

import re

from jinja2.ext import Extension
from markupsafe import Markup

from jointhall.kernel.words import Said, gettext, language

CHINESE = re.compile("[\u3400-\u9fff]")
BARE = ("title", "option", "textarea", "script", "svg")
"""Elements that hold nothing but text."""

BARE_BLOCKS = {"title", "door", "home", "out"}
"""Blocks that layouts put into a title or an address."""

_PARTS = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_SHOWN = re.compile(r"\{\{([-+]?)(.*?)([-+]?)\}\}", re.DOTALL)
_BLOCK = re.compile(r"\{%[-+]?\s*block\s+(\w+)")
_END_OF_BLOCK = re.compile(r"\{%[-+]?\s*endblock")
_MARKUP = re.compile(rf"<(/?)({'|'.join(BARE)})\b|[<>]")


def in_its_language(value: object) -> object:
    """Words of ours in the reader's language; data as they are, marked with theirs."""
    if language() == "zh" or not isinstance(value, str) or isinstance(value, (Markup, Said)):
        return value
    if not CHINESE.search(value):
        return value
    if (said := gettext(value)) != value:
        return said
    return Markup('<bdi lang="zh-CN">{}</bdi>').format(value)


class InItsLanguage(Extension):
    """Puts what a template shows in its text through `in_its_language`."""

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002 - the template engine passes them by name
        filename: str | None = None,  # noqa: ARG002
    ) -> str:
        """The template with its marks; lines stay where they are."""
        blocks: list[str] = []
        at = _Where()
        made = []
        for part in _PARTS.split(source):
            if part.startswith("{{"):
                bare = at.is_in_tag or at.bare or BARE_BLOCKS & set(blocks)
                made.append(part if bare else _SHOWN.sub(_marked, part))
                continue
            made.append(part)
            if part.startswith("{%"):
                if opened := _BLOCK.match(part):
                    blocks.append(opened[1])
                elif _END_OF_BLOCK.match(part):
                    blocks.pop()
            elif not part.startswith("{#"):
                at.read(part)
        return "".join(made)


class _Where:
    """Where in the markup one is: inside a tag, or inside an element that holds only text."""

    def __init__(self) -> None:
        self.is_in_tag = False
        self.bare = ""

    def read(self, markup: str) -> None:
        for found in _MARKUP.finditer(markup):
            closes, element = found[1], found[2]
            if found[0] == ">":
                self.is_in_tag = False
                continue
            self.is_in_tag = True
            if element and closes and element == self.bare:
                self.bare = ""
            elif element and not closes and not self.bare:
                self.bare = element


def _marked(found: re.Match[str]) -> str:
    before, shown, after = found.groups()
    return f"{{{{{before}({shown})|in_its_language{after}}}}}"
