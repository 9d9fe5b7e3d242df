"""The gate lets a good page through and stops every fault it is there for."""

from __future__ import annotations

import httpx
import pytest

from tests import gate
from tests.builders.web import through_the_gate
from tests.gate import MOST_SCRIPT, MOST_WEIGHT, PageFault, faults_of, untranslated
from tests.reading import ReadPage

GOOD = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>查进度 - 花石镇联办大厅</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/parts.css?v=1">
<script src="/static/portal.js" defer></script></head>
<body><a href="#main">跳到正文</a><main id="main"><h1>查进度</h1>
<form action="/search"><label>找 <input name="q" type="search"></label><button>搜</button></form>
<form method="post" action="/progress"><input type="hidden" name="_csrf_token" value="a1b2">
<label for="n">办件号</label><p id="n-hint">在回执里</p>
<input id="n" name="number" aria-describedby="n-hint"><button>查</button></form>
<img src="data:image/png;base64,AA" alt="花石镇"></main></body></html>"""


def faults(page: str, *, part: bool = False, **loaded: bytes) -> list[str]:
    files = {"/static/parts.css?v=1": b"a{}", "/static/portal.js": b"1"}
    return faults_of(ReadPage(page), files | loaded, is_part=part)


def test_a_good_page_passes() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("there", "instead", "told"),
    [
        ("<title>查进度 - 花石镇联办大厅</title>", "", "no title"),
        ("<h1>查进度</h1>", "<p>查进度</p>", "0 h1"),
        ("<h1>查进度</h1>", "<h1>查进度</h1><h1>又一个</h1>", "2 h1"),
        ("<h1>查进度</h1>", "<h1></h1>", "the h1 is empty"),
        ('lang="zh-CN"', "", "lang is"),
        ('<meta name="viewport" content="width=device-width">', "", "no viewport"),
        ('<label for="n">办件号</label>', "", "has no label"),
        ('<label>找 <input name="q" type="search"></label>', '<input name="q">', "has no label"),
        ('<p id="n-hint">', '<p id="n">', "'n' stands 2 times"),
        ('<p id="n-hint">', "<p>", "points with aria-describedby"),
        ('href="#main"', 'href="#body"', "leads nowhere"),
        ('value="a1b2"', 'value=""', "carries no token"),
        ("<button>搜</button>", '<button formmethod="post">搜</button>', "carries no token"),
        ("<button>搜</button>", "<button><svg></svg></button>", "says nothing"),
        (' alt="花石镇"', "", "has no alt"),
        ("<h1>", '<h1 style="color:red">', "has its style in the page"),
        ("<main", "<style>a{}</style><main", "has its style in the page"),
        ("<main", "<script>1</script><main", "has its script in the page"),
        ("<h1>", '<h1 onclick="go()">', "has a script in onclick"),
        ('href="#main"', 'href="javascript:go()"', "has a script in href"),
        ("在回执里", "在 %(where)s 里", "%(where)"),
        ("在回执里", "None", "'None'"),
        ("在回执里", "{{ hint }}", "'{{'"),
        ("在回执里", "&amp;lt;b&amp;gt;", "'&lt;'"),
        ('action="/progress"', 'action="/t/None/progress"', "/t/None/progress"),
        ('src="/static/portal.js"', 'src="https://cdn.test/a.js"', "is not ours"),
        (
            "<main",
            "".join(f'<link rel="stylesheet" href="/{n}.css">' for n in range(7)) + "<main",
            "10 requests",
        ),
    ],
)
def test_a_planted_fault_is_told(there: str, instead: str, told: str) -> None:
    assert there in GOOD
    found = faults(GOOD.replace(there, instead))
    assert any(told in fault for fault in found), found


def test_weight_is_what_goes_over_the_line() -> None:
    assert faults(GOOD, **{"/static/parts.css?v=1": b"a{} " * MOST_WEIGHT}) == []
    assert "first load" in faults(GOOD, **{"/static/parts.css?v=1": _noise(MOST_WEIGHT)})[0]
    assert "of script" in faults(GOOD, **{"/static/portal.js": _noise(MOST_SCRIPT)})[0]
    assert "is not there" in faults(GOOD, **{"/static/portal.js": b""})[0]


def test_a_part_owes_no_frame_but_everything_else() -> None:
    assert faults("<ul><li>一</li></ul>", part=True) == []
    assert "carries no token" in faults('<form method="post"></form>', part=True)[0]


def test_words_of_ours_in_chinese_are_found_on_an_english_page_only() -> None:
    english = GOOD.replace('lang="zh-CN"', 'lang="en"').replace("跳到正文", "Skip")
    told = list(untranslated(ReadPage(english)))
    assert any("查进度" in fault for fault in told)
    assert not list(untranslated(ReadPage(GOOD)))
    said_so = english.replace("<main", '<main lang="zh-CN"').replace("<title>查进度", "<title>")
    assert not list(untranslated(ReadPage(said_so)))
    assert not any("'花石镇'" in fault for fault in told), "a name is no word of ours"


async def test_every_page_a_client_fetches_goes_through() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        page = GOOD if request.url.path == "/good" else GOOD.replace("h1", "h2")
        return httpx.Response(200, html=page)

    transport = httpx.MockTransport(answer)
    async with httpx.AsyncClient(
        transport=transport, base_url="https://hall.test",
        event_hooks={"response": [through_the_gate(transport)]},
    ) as browser:  # fmt: skip
        await browser.get("/good")
        with pytest.raises(PageFault, match="GET /bad 200"):
            await browser.get("/bad")


def test_the_english_check_is_a_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    english = GOOD.replace('lang="zh-CN"', 'lang="en"')
    monkeypatch.setattr(gate, "EN_READY", False)
    assert faults(english) == []
    monkeypatch.setattr(gate, "EN_READY", True)
    assert faults(english)


def _noise(size: int) -> bytes:
    import random

    return random.Random(1).randbytes(size)
