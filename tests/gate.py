"""The page quality gate: what every page owes, asked of every page any test fetches.

`a_browser` and the journeys put each HTML answer through it; a fault fails the test that fetched.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.reading import NOT_FILLED_IN, Form, ReadPage

EN_READY = True
"""The English catalogue is whole, so no page in English says words of ours in Chinese. What is data
(names, sheets, what people wrote) stands in the language it was written in."""

MOST_WEIGHT = 60 * 1024
MOST_SCRIPT = 25 * 1024
MOST_REQUESTS = 8
LANGUAGES = {"zh-CN", "en"}

STATIC = Path(__file__).parents[1] / "platform" / "jointhall" / "web" / "static"
LEFT_OVER = re.compile(
    r"%\(\w*\)|\{\{|\{%|\bNone\b|\bUndefined\b|\bnan\b|object at 0x"
    r"|&(?:lt|gt|amp|quot|#\d+);"
)
LEFT_IN_ADDRESS = re.compile(r"%\(\w*\)|\{\{|\bNone\b|\bUndefined\b|//[^/]*None")
CHINESE = re.compile(r"[\u3400-\u9fff]")


class PageFault(AssertionError):
    """A page that does not pass; every fault is a line."""

    def __init__(self, where: str, faults: list[str]) -> None:
        super().__init__(f"{where}\n  " + "\n  ".join(faults))
        self.faults = faults


def check_page(
    page: ReadPage, loaded: Mapping[str, bytes], *, where: str, is_part: bool = False
) -> None:
    """Raises PageFault for a page that owes something.

    `loaded` holds the styles and scripts by the addresses the page names; `is_part` is a piece
    that htmx swaps in.
    """
    faults = faults_of(page, loaded, is_part=is_part)
    if faults:
        raise PageFault(where, faults)


def faults_of(page: ReadPage, loaded: Mapping[str, bytes], *, is_part: bool = False) -> list[str]:
    """What is wrong with a page, in the order of its rules."""
    faults: list[str] = []
    if not is_part:
        faults += _frame(page)
        faults += _weight(page, loaded)
    for rule in (_fields, _names, _ids, _forms, _inline, _left_over):
        faults += rule(page)
    if EN_READY:
        faults += untranslated(page)
    return faults


def _frame(page: ReadPage) -> Iterator[str]:
    html = page.named("html")
    if not html:
        yield "it is no whole page"
        return
    if html[0].get("lang") not in LANGUAGES:
        yield f"lang is {html[0].get('lang')!r}"
    if len(page.title) < 2:
        yield "no title"
    headings = page.named("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1: " + "、".join(one.words[:30] for one in headings)
    elif not headings[0].words:
        yield "the h1 is empty"
    if not any(one.get("name") == "viewport" for one in page.named("meta")):
        yield "no viewport"


def _fields(page: ReadPage) -> Iterator[str]:
    labels = {label.get("for") for label in page.named("label") if label.words}
    ids = {element.get("id") for element in page.elements}
    for entry in page.named("input", "select", "textarea"):
        if entry.tag == "input" and entry.get("type") in NOT_FILLED_IN:
            continue
        by = entry.get("aria-labelledby").split()
        if not (
            entry.labelled
            or (entry.get("id") and entry.get("id") in labels)
            or entry.get("aria-label")
            or (by and set(by) <= ids)
        ):
            yield f"{entry} has no label"


def _names(page: ReadPage) -> Iterator[str]:
    for element in page.named("button", "a", "summary"):
        if not element.words and not element.get("aria-label") and not element.get("id"):
            yield f"{element} says nothing"
    for picture in page.named("img"):
        if "alt" not in picture.attributes:
            yield f"{picture} has no alt"


def _ids(page: ReadPage) -> Iterator[str]:
    ids = Counter(one.get("id") for one in page.elements if "id" in one.attributes)
    for name, count in ids.items():
        if count > 1 or not name:
            yield f"id {name!r} stands {count} times"
    for element in page.elements:
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for name in element.get(attribute).split():
                if name not in ids:
                    yield f"{element} points with {attribute} at {name!r}, which is not there"
        if element.tag == "a" and element.get("href").startswith("#"):
            target = unquote(element.get("href")[1:])
            if target and target not in ids:
                yield f"{element} leads nowhere"


def _forms(page: ReadPage) -> Iterator[str]:
    for form in page.forms:
        if is_unsafe(form) and not form.fields.get("_csrf_token"):
            yield f"{form.element} carries no token"


def is_unsafe(form: Form) -> bool:
    """Whether this form, or a button in it, changes something at our place."""
    methods = form.methods | {form.element.get("method").lower()}
    return bool(methods - {"", "get", "dialog"})


def _inline(page: ReadPage) -> Iterator[str]:
    for element in page.elements:
        if element.tag == "style" or "style" in element.attributes:
            yield f"{element} has its style in the page"
        if element.tag == "script" and "src" not in element.attributes:
            yield f"{element} has its script in the page"
        for name, value in element.attributes.items():
            if name.startswith("on") or value.strip().lower().startswith("javascript:"):
                yield f"{element} has a script in {name}"


def _left_over(page: ReadPage) -> Iterator[str]:
    for said in page.said:
        if found := LEFT_OVER.search(said.words):
            yield f"line {said.line}: {found[0]!r} in {said.words[:60]!r}"
    for element in page.elements:
        for name in ("href", "action", "formaction", "src"):
            if LEFT_IN_ADDRESS.search(element.get(name)):
                yield f"{element} has {element.get(name)!r}"


def untranslated(page: ReadPage) -> Iterator[str]:
    """Words of ours that stand in Chinese on a page in English."""
    if not page.named("html") or page.named("html")[0].get("lang") != "en":
        return
    for said in page.said:
        if said.language.startswith("zh") or not CHINESE.search(said.words):
            continue
        if any(message.fullmatch(said.words) for message in _messages()):
            yield f"line {said.line}: not translated: {said.words[:60]!r}"


@cache
def _messages() -> tuple[re.Pattern[str], ...]:
    """Every message of ours as a pattern: what stands in its places may be anything."""
    return tuple(re.compile(_pattern(message)) for message in _msgids())


def _pattern(message: str) -> str:
    parts = re.split(r"%\(\w+\)s", re.sub(r"\s+", " ", message).strip())
    return ".{1,80}".join(re.escape(part) for part in parts)


def _msgids() -> Iterator[str]:
    from babel.messages.extract import extract_from_dir

    package = STATIC.parents[1]
    found = extract_from_dir(
        package,
        method_map=[("**.py", "python"), ("**/pages/**.html", "jinja2")],
        options_map={"**/pages/**.html": {"extensions": "jinja2.ext.do", "silent": "false"}},
    )
    for file, _line, message, _comments, _context in found:
        text = message if isinstance(message, str) else message[0]
        # The design's samples are called like items, which are data everywhere else.
        if Path(file).name.startswith("design"):
            continue
        # One short word may be data as well; a place alone is no word of ours.
        if len(CHINESE.findall(text)) > 2:
            yield text


def _weight(page: ReadPage, loaded: Mapping[str, bytes]) -> Iterator[str]:
    styles, scripts = set(page.styles()), set(page.scripts())
    everything = styles | scripts | set(page.pictures())
    for address in sorted(everything):
        if urlsplit(address).netloc:
            yield f"{address} is not ours"
        elif not loaded.get(address, b"?"):
            yield f"{address} is not there"
    if 1 + len(everything) > MOST_REQUESTS:
        yield f"{1 + len(everything)} requests, more than {MOST_REQUESTS}"
    script = sum(weight(loaded[one]) for one in scripts if one in loaded)
    whole = weight(page.text.encode()) + script
    whole += sum(weight(loaded[one]) for one in styles if one in loaded)
    if script > MOST_SCRIPT:
        yield f"{script:,} bytes of script, more than {MOST_SCRIPT:,}"
    if whole > MOST_WEIGHT:
        yield f"{whole:,} bytes at first load, more than {MOST_WEIGHT:,}"


def weight(body: bytes) -> int:
    """Bytes on the line, packed as the outer server packs them."""
    return len(gzip.compress(body, 6))


def own_file(address: str) -> bytes | None:
    """A static file as it lies on the disk, empty when it does not; None for what is made."""
    path = urlsplit(address).path
    if not path.startswith("/static/"):
        return None
    file = STATIC / path.removeprefix("/static/")
    return file.read_bytes() if file.is_file() else b""
