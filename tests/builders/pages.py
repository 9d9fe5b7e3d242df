"""Pages read as a person reads them: their words, their links, their fields."""

from __future__ import annotations

import re

import httpx
from bs4 import BeautifulSoup


def read(answer: httpx.Response) -> BeautifulSoup:
    """The page of an answer."""
    return BeautifulSoup(answer.text, "html.parser")


def words_of(answer: httpx.Response) -> str:
    """Everything a page says, its blanks made one."""
    return re.sub(r"\s+", " ", read(answer).get_text(" ")).strip()


def link_named(answer: httpx.Response, words: str) -> str:
    """Where the link with these words leads."""
    for link in read(answer).find_all("a"):
        if words in link.get_text(" ", strip=True):
            return str(link["href"])
    raise AssertionError(f"no link says {words}")


def action_of(answer: httpx.Response, ending: str) -> str:
    """The address a form or button on the page posts to, by how it ends."""
    page = read(answer)
    found = [form.get("action") for form in page.find_all("form")]
    found += [button.get("formaction") for button in page.find_all("button")]
    for address in found:
        if address and str(address).endswith(ending):
            return str(address)
    raise AssertionError(f"nothing posts to …{ending}")
