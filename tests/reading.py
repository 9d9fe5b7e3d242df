"""A page as the gate reads it: one pass over the markup, what was met written down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}  # fmt: skip
SILENT = {"script", "style", "template", "title"}
SAID_IN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title", "data-found", "data-offline",
                      "data-busy")  # fmt: skip
NOT_FILLED_IN = {"hidden", "submit", "button", "image", "reset"}


@dataclass
class Element:
    """An open or closed element with what stands inside it."""

    tag: str
    attributes: dict[str, str]
    line: int
    language: str
    words: str = ""
    labelled: bool = False

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def __str__(self) -> str:
        told = "".join(
            f' {name}="{self.attributes[name]}"'
            for name in ("id", "name", "type", "href", "action", "for")
            if name in self.attributes
        )
        return f"<{self.tag}{told}> (line {self.line})"


@dataclass
class Form:
    """A form with the names of its fields and the methods its buttons choose."""

    element: Element
    fields: dict[str, str] = field(default_factory=dict)
    methods: set[str] = field(default_factory=set)


@dataclass
class Said:
    """Words a reader meets, the language they are said to be in, and where."""

    words: str
    language: str
    line: int
    element: str


class ReadPage(HTMLParser):
    """Every element, form and word of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self.said: list[Said] = []
        self.title = ""
        self._open: list[Element] = []
        self._forms_open: list[Form] = []
        self.feed(text)
        self.close()

    def named(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def styles(self) -> list[str]:
        return [one.get("href") for one in self.named("link") if one.get("rel") == "stylesheet"]

    def scripts(self) -> list[str]:
        return [one.get("src") for one in self.named("script") if one.get("src")]

    def pictures(self) -> list[str]:
        """What else is fetched to be shown: pictures, frames."""
        found = [one.get("src") for one in self.named("img", "iframe", "embed")]
        found += [one.get("data") for one in self.named("object")]
        return [address for address in found if address and not address.startswith("data:")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        above = self._open[-1].language if self._open else ""
        element = Element(tag, attributes, self.getpos()[0], attributes.get("lang") or above)
        element.labelled = any(one.tag == "label" for one in self._open)
        self.elements.append(element)
        for name in SAID_IN_ATTRIBUTES:
            if words := attributes.get(name, "").strip():
                self.said.append(Said(words, element.language, element.line, f"{tag} {name}"))
        if tag == "form":
            self.forms.append(Form(element))
            self._forms_open.append(self.forms[-1])
        elif self._forms_open and tag in ("input", "button", "select", "textarea"):
            form = self._forms_open[-1]
            form.fields[attributes.get("name", "")] = attributes.get("value", "")
            form.methods.add(attributes.get("formmethod", "").lower())
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                break
        if tag == "form" and self._forms_open:
            self._forms_open.pop()

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data).strip()
        if not words:
            return
        for element in self._open:
            element.words += words
        inside = self._open[-1] if self._open else None
        if any(element.tag == "title" for element in self._open) and not any(
            element.tag == "svg" for element in self._open
        ):
            self.title += words
        if inside is None or not any(element.tag in SILENT for element in self._open):
            language = inside.language if inside else ""
            self.said.append(Said(words, language, self.getpos()[0], inside.tag if inside else ""))
