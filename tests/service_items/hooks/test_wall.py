"""What a `rules.py` may not do is refused before a line of it is run."""

import pytest

from jointhall.service_items.hooks.wall import flaws_of

GOOD = '''\
"""规则。"""

import re
from datetime import date, timedelta
from decimal import Decimal

from jointhall.service_items import Filing, check

MOST = Decimal("3")


@check("名字")
def names(filing: Filing) -> dict[str, str]:
    if filing["name"] and re.search("[0-9]", filing["name"]):
        return {"name": "名字里不会有数字。"}
    return {}
'''


def test_plain_rules_are_let_through() -> None:
    assert flaws_of(GOOD) == ()


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "import subprocess as re",
        "from os import path",
        "from jointhall.kernel import db",
        "from jointhall.service_items import library",
        "from jointhall.service_items.hooks import running",
        "from . import other",
        "from datetime import *",
        "def f():\n    import re",
        "def f():\n    open('x')",
        "def f():\n    print('x')",
        "def f(x):\n    return x.__class__",
        "def f(x):\n    return x._hidden",
        "def f(x):\n    return '{0.a}'.format(x)",
        "def f(x):\n    return getattr(x, 'y')",
        "def f():\n    return __builtins__",
        "def f():\n    while True:\n        pass",
        "def f(x):\n    x.answers = 1",
        "def f(x):\n    global y",
        "def f():\n    return eval('1')",
        "f = lambda: 1",
        "class C:\n    pass",
        "async def f():\n    pass",
        "from datetime import date\n\ndef f():\n    return date.today()",
        "from datetime import datetime\n\ndef f():\n    return datetime.now()",
        "def f():\n    try:\n        pass\n    except Exception:\n        pass",
        "for x in range(9):\n    pass",
        "def f(:\n",
        "x = '" + "a" * 20_001 + "'",
        "\0",
    ],
)
def test_whatever_reaches_out_or_changes_something_is_refused(line: str) -> None:
    flaws = flaws_of(line)
    assert flaws
    assert all(flaw.words and flaw.line >= 1 for flaw in flaws)


def test_a_flaw_says_its_line_and_what_may_be_imported() -> None:
    (flaw,) = flaws_of(GOOD.replace("import re\n", "import re\nimport os\n", 1))
    assert flaw.line == 4
    assert "不能导入 os" in flaw.words
    assert "jointhall.service_items、datetime、decimal、math、re" in flaw.words
