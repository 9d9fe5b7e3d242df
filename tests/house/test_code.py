"""What the platform's code never does, however handy it would be."""

from __future__ import annotations

import ast
import re

import pytest

from jointhall import routes as _every_subject  # noqa: F401  registers every job
from jointhall.kernel.brokers import Jobs, broker_for
from jointhall.kernel.jobs import REGISTER, job
from jointhall.kernel.tools import Tools
from tests.house.tracked import PLATFORM, Faults, PythonRule, at, planted, python_faults

SETTINGS = PLATFORM + "settings.py"
CLOCK = PLATFORM + "kernel/clock/"
EDGE = {
    PLATFORM + "kernel/db.py": "a transaction ends here",
    PLATFORM + "web/given.py": "a request ends here, before its answer leaves",
}
# The visit is the edge: a door may end its transaction early, to hold no connection meanwhile.
OF_THE_VISIT = "visit"
REAL_TIME = {
    PLATFORM + "documents/keys.py": "whoever checks a certificate knows only the real day",
    PLATFORM + "documents/tidying.py": "a file's age is told by the store, in real time",
    PLATFORM + "kernel/files/folder.py": "a signed link ends in real time, as the stores' do",
    PLATFORM + "kernel/files/minio_store.py": "the store judges its links by its own clock",
    PLATFORM + "kernel/files/signed.py": "a signed link ends in real time, as the stores' do",
    PLATFORM + "messages/aliyun_sms.py": "the gateway refuses a request that is not dated now",
    PLATFORM + "messages/sms_twin.py": "as the gateway does",
}
SENDERS = {
    PLATFORM + "kernel/brokers.py": "the one place that speaks to the broker",
}
LONGEST_UNTOLD = 8


def reads_the_environment(path: str, tree: ast.Module) -> Faults:
    if path == SETTINGS:
        return
    for node in ast.walk(tree):
        named = isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
        taken = (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and any(name.name in ("environ", "getenv") for name in node.names)
        )
        if named or taken:
            yield at(path, node, "reads the environment")


def commits(path: str, tree: ast.Module) -> Faults:
    if path in EDGE:
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if ast.unparse(node.func.value) == OF_THE_VISIT:
            continue
        if node.func.attr in ("commit", "rollback"):
            yield at(path, node, f"calls {node.func.attr}() away from the edge")


def speaks_to_the_broker(path: str, tree: ast.Module) -> Faults:
    if path in SENDERS:
        return
    for node in ast.walk(tree):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if any(name.partition(".")[0] == "dramatiq" for name in names):
            yield at(path, node, "uses dramatiq itself instead of later()")
        if isinstance(node, ast.Attribute) and node.attr == "send_with_options":
            yield at(path, node, f"uses .{node.attr} instead of later()")


def asks_the_machine_for_the_time(path: str, tree: ast.Module) -> Faults:
    if path.startswith(CLOCK) or path in REAL_TIME:
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        asked = f"{ast.unparse(node.func.value).rpartition('.')[2]}.{node.func.attr}"
        if asked in ("datetime.now", "datetime.utcnow", "datetime.today", "date.today",
                     "time.time"):  # fmt: skip
            yield at(path, node, f"asks {asked}() instead of the clock it is given")


SESSION_SETTING = re.compile(
    r"^\s*(set\s+(session\s+|local\s+)?[\w.]+\s*(=|\bto\b)|reset\s|discard\s)"
    r"|set_config\([^()]*,\s*false\s*\)",
    re.I,
)


def sets_for_the_session(path: str, tree: ast.Module) -> Faults:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if SESSION_SETTING.search(node.value):
            yield at(path, node, "changes a setting that outlives the transaction")


def says_nothing_of_itself(path: str, tree: ast.Module) -> Faults:
    """Modules and classes tell what they are; a function does when its name cannot tell all."""
    if not ast.get_docstring(tree):
        yield f"{path} has no docstring"
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if node.name.startswith("_") or ast.get_docstring(node):
            continue
        lines = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
        if isinstance(node, ast.ClassDef) or lines > LONGEST_UNTOLD:
            yield at(path, node, f"{node.name} has no docstring")


RULES: dict[str, tuple[PythonRule, str]] = {
    "only the settings read the environment": (
        reads_the_environment, "import os\nx = os.environ['A']",
    ),
    "the environment is not imported by its own name either": (
        reads_the_environment, "from os import environ",
    ),
    "transactions end at the edge": (commits, "async def f(s):\n    await s.commit()"),
    "nothing is undone away from the edge": (commits, "async def f(s):\n    await s.rollback()"),
    "work leaves by later() only": (speaks_to_the_broker, "import dramatiq"),
    "no message is sent past the outbox": (
        speaks_to_the_broker, "def f(job):\n    job.send_with_options(args=(1,))",
    ),
    "the time is what the clock says": (
        asks_the_machine_for_the_time, "import datetime\nx = datetime.datetime.now()",
    ),
    "the day is what the clock says": (
        asks_the_machine_for_the_time, "from datetime import date\nx = date.today()",
    ),
    "no setting outlives its transaction": (sets_for_the_session, "x = 'SET hall.tenant = 1'"),
    "set_config is always for the transaction": (
        sets_for_the_session, "x = \"select set_config('hall.tenant', :id, false)\"",
    ),
    "every module tells what it is": (says_nothing_of_itself, "x = 1"),
    "every class tells what it is": (says_nothing_of_itself, '"""M."""\nclass A:\n    x = 1'),
    "every long function tells what it does": (
        says_nothing_of_itself, '"""M."""\ndef f():\n' + "    x = 1\n" * 9,
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "rule", dict.fromkeys(rule for rule, _text in RULES.values()), ids=lambda r: r.__name__
)
def test_the_platform_never_does_it(rule: PythonRule) -> None:
    assert python_faults(rule) == []


@pytest.mark.parametrize("sentence", RULES)
def test_the_rule_would_be_noticed(sentence: str) -> None:
    rule, text = RULES[sentence]
    assert planted(rule, text), f"not caught: {sentence}"


def test_what_only_looks_like_it_is_let_pass() -> None:
    assert not planted(sets_for_the_session, "x = 'update cases set status = 1'\ny = 'set aside'")
    assert not planted(asks_the_machine_for_the_time, "x = clock.now()\ny = visit.now()")
    assert not planted(commits, "async def f(s):\n    await s.flush()")
    assert not planted(
        says_nothing_of_itself, '"""M."""\ndef named_for_what_it_does():\n    return 1'
    )


@pytest.fixture(scope="module")
def worked() -> set[str]:
    """The queues that a process of ours works."""
    jobs = Jobs(broker_for(None), _no_tools)
    declared: set[str] = jobs.broker.get_declared_queues()
    jobs.close()
    return declared


async def _no_tools() -> Tools:
    raise AssertionError("nothing is worked here")


def test_every_job_says_what_it_does_and_somebody_works_its_queue(worked: set[str]) -> None:
    assert {name for name, job in REGISTER.items() if not job.body.__doc__} == set()
    assert {name for name, job in REGISTER.items() if job.queue not in worked} == set()
    assert {name for name in REGISTER if not re.fullmatch(r"[a-z_]+\.[a-z_]+", name)} == set()


def test_a_job_in_a_queue_that_nobody_works_cannot_be_made() -> None:
    with pytest.raises(AssertionError, match="no queue"):
        job("planted.job", queue="attic")(_no_tools)
