"""Every word people read can be said in another language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from jinja2 import nodes

from jointhall.web.pages import environment
from tests.house.tracked import PLATFORM, Faults, at, files, planted, text_of, tree_of

CHINESE = re.compile(r"[\u3400-\u9fff]")
RECORDS = {"record", "Actor"}
SAYS = {"_", "N_", "gettext", "ngettext", "pgettext", "npgettext"}


def unsaid_in_page(text: str) -> list[str]:
    """Chinese in a template that gettext never sees: in the markup itself or in a bare string."""
    tree = environment().parse(text)
    said = {
        id(word)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in SAYS
        for word in call.args
    }
    bare = [f"{data.lineno}: {data.data.strip()}" for data in tree.find_all(nodes.TemplateData)]
    bare += [
        f"{const.lineno}: {const.value}"
        for const in tree.find_all(nodes.Const)
        if isinstance(const.value, str) and id(const) not in said
    ]
    return [words for words in bare if CHINESE.search(words)]


def unsaid(path: str, tree: ast.Module) -> Faults:
    """Chinese inside a function that gettext never sees.

    Tables at the top of a file are words for data; what a page shows of them goes through `_`.
    Lines of the journal and names in it stay in the language of the record.
    """
    told = {id(node) for node in _told(tree)}
    for function in ast.walk(tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for node in ast.walk(function):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            if CHINESE.search(node.value) and id(node) not in told:
                told.add(id(node))
                yield at(path, node, node.value)


def _told(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):  # docstrings
            yield node.value
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in SAYS:
            yield from node.args
        if called in RECORDS:
            yield from ast.walk(node)


SHEETS = "sheets are written in Chinese only, and these are their words"
LETTERS = "a letter is an official paper: it is written in Chinese whoever looks at it"
NAMES = "parts of Chinese names of places, taken apart or put together"
SPOKEN_IN_CHINESE = {
    PLATFORM + "service_items/arranging.py": SHEETS,
    PLATFORM + "service_items/bundles/": SHEETS,
    PLATFORM + "service_items/checks/": SHEETS,
    PLATFORM + "service_items/editing/": SHEETS,
    PLATFORM + "service_items/headings": SHEETS,
    PLATFORM + "service_items/letters.py": SHEETS,
    PLATFORM + "service_items/prose/": SHEETS,
    PLATFORM + "service_items/questions/consent.py": SHEETS,
    PLATFORM + "service_items/readers.py": SHEETS,
    PLATFORM + "service_items/reading.py": SHEETS,
    PLATFORM + "cases/correspondence.py": LETTERS,
    PLATFORM + "cases/course/letters.py": LETTERS,
    PLATFORM + "cases/notice_record.py": LETTERS,
    PLATFORM + "cases/supervision/letter.py": LETTERS,
    PLATFORM + "kernel/clock/notice_text.py": "a holiday notice comes in Chinese and is read so",
    PLATFORM + "documents/keys.py": LETTERS,
    PLATFORM + "documents/kinds.py": LETTERS,
    PLATFORM + "documents/letters.py": LETTERS,
    PLATFORM + "cases/numbers.py": NAMES,
    PLATFORM + "documents/actions.py": NAMES,
    PLATFORM + "offices/joining.py": NAMES,
    PLATFORM + "messages/sms_twin.py": "answers as the provider does, in the provider's words",
    PLATFORM + "seeding/": "the demo county's own papers and opinions",
    PLATFORM + "service_items/specimens.py": "names of people and places in the samples",
    PLATFORM + "web/design_samples.py": "names of people and places in the samples",
    PLATFORM + "web/doors.py": "no place was found, so no place's page and language can be asked",
}
PAGES_IN_CHINESE = {
    PLATFORM + "web/pages/design.html": "names of people and places in the samples",
    PLATFORM + "web/pages/design_desk.html": "names of people and places in the samples",
    PLATFORM + "web/pages/portal.html": "the way back to Chinese is written in Chinese",
    PLATFORM + "service_items/pages/portal/guide.html": SHEETS,
}


def test_pages_say_everything_through_gettext() -> None:
    pages = set(files(PLATFORM, ".html")) - set(PAGES_IN_CHINESE)
    assert {path: bare for path in pages if (bare := unsaid_in_page(text_of(path)))} == {}


def test_code_says_everything_through_gettext() -> None:
    found = [
        fault
        for path in files(PLATFORM, ".py")
        if not path.startswith(tuple(SPOKEN_IN_CHINESE))
        for fault in unsaid(path, tree_of(path))
    ]
    assert found == []


def test_no_exception_outlives_its_reason() -> None:
    code = [path for path in SPOKEN_IN_CHINESE if not any(_faults_under(path))]
    pages = [path for path in PAGES_IN_CHINESE if not unsaid_in_page(text_of(path))]
    assert [*code, *pages] == []


def _faults_under(beginning: str) -> Iterator[str]:
    for path in files(beginning, ".py"):
        yield from unsaid(path, tree_of(path))


@pytest.mark.parametrize(
    "text",
    [
        "<p>请先登录</p>",
        "{{ '请先登录' }}",
        "{% if x == '镇' %}a{% endif %}",
        "{{ field(_('a'), '镇') }}",
    ],
)
def test_words_in_a_page_that_gettext_misses_are_caught(text: str) -> None:
    assert unsaid_in_page(text)


def test_words_in_a_page_that_gettext_meets_pass() -> None:
    said = "{# 登录 #}{{ _('请先登录，%(n)s', n=1) }}{% trans %}登录{% endtrans %}"
    assert not unsaid_in_page(said)


def test_words_in_code_that_gettext_misses_are_caught() -> None:
    assert planted(unsaid, "def f(n):\n    return f'第 {n} 行'")
    assert planted(unsaid, "def f():\n    raise Refusal('不能办')")
    assert not planted(unsaid, "def f():\n    '''受理。'''\n    raise Refusal(_('不能办'))")
    assert not planted(unsaid, "def f(s):\n    record(s, 'a', words='受理了')")
