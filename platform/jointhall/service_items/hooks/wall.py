"""What a `rules.py` may not do: read by its syntax tree before a line of it is run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jointhall.kernel.words import _

DOOR = "jointhall.service_items"
GIVEN = ("Filing", "Keep", "Tell", "check", "effect", "figure")
PURE = ("datetime", "decimal", "math", "re")
LONGEST = 20_000
_MOST_NAMES = {
    "breakpoint", "compile", "delattr", "dir", "eval", "exec", "getattr", "globals", "help",
    "input", "locals", "memoryview", "open", "print", "setattr", "vars",
}  # fmt: skip
_CLOCKS = {"now", "today", "utcnow", "fromtimestamp"}
_AT_TOP = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Assign, ast.AnnAssign)
_NEVER = (
    ast.AsyncFunctionDef, ast.Await, ast.ClassDef, ast.Delete, ast.Global, ast.Lambda,
    ast.Nonlocal, ast.Try, ast.TryStar, ast.While, ast.With, ast.Yield, ast.YieldFrom,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing a `rules.py` may not do, and the line."""

    line: int
    words: str


def flaws_of(text: str) -> tuple[Flaw, ...]:
    """Everything in this text that a hook may not do; empty when it may be run."""
    if len(text) > LONGEST:
        return (Flaw(1, _("规则文件太长，最多%(most)s个字", most=LONGEST)),)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as wrong:
        line = getattr(wrong, "lineno", None) or 1
        return (Flaw(line, _("这一行不是能读懂的 Python")),)
    return tuple(sorted({*_at_top(tree), *_anywhere(tree)}, key=lambda flaw: flaw.line))


def _at_top(tree: ast.Module) -> Iterator[Flaw]:
    for node in tree.body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (is_text or isinstance(node, _AT_TOP)):
            yield Flaw(node.lineno, _("最外层只能写导入、常数和函数"))
        elif isinstance(node, ast.ImportFrom | ast.Import):
            yield from _import(node)


def _anywhere(tree: ast.Module) -> Iterator[Flaw]:
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in top:
            yield Flaw(node.lineno, _("导入要写在最上面"))
        elif isinstance(node, _NEVER):
            words = _("规则里不能写 %(what)s", what=type(node).__name__.lower())
            yield Flaw(node.lineno, words)
        elif isinstance(node, ast.Name) and (node.id in _MOST_NAMES or node.id.startswith("__")):
            yield Flaw(node.lineno, _("规则里不能用 %(name)s", name=node.id))
        elif isinstance(node, ast.Attribute):
            yield from _attribute(node)
        elif isinstance(node, ast.Call) and _asks_the_clock(node):
            yield Flaw(node.lineno, _("今天是哪天，看 filing.today，不要自己去问"))


def _import(node: ast.Import | ast.ImportFrom) -> Iterator[Flaw]:
    if isinstance(node, ast.Import):
        refused = [name.name for name in node.names if name.name not in PURE]
    elif node.module == DOOR and not node.level:
        refused = [f"{DOOR}.{name.name}" for name in node.names if name.name not in GIVEN]
    elif node.module in PURE and not node.level:
        refused = [name.name for name in node.names if name.name.startswith(("_", "*"))]
    else:
        refused = [f"{'.' * node.level}{node.module or ''}"]
    for name in refused:
        allowed = "、".join((DOOR, *PURE))
        words = _("规则里不能导入 %(name)s，只能导入 %(allowed)s", name=name, allowed=allowed)
        yield Flaw(node.lineno, words)


def _attribute(node: ast.Attribute) -> Iterator[Flaw]:
    if node.attr.startswith("_") or node.attr in ("format", "format_map"):
        yield Flaw(node.lineno, _("规则里不能用 .%(name)s", name=node.attr))
    elif isinstance(node.ctx, ast.Store | ast.Del):
        yield Flaw(node.lineno, _("规则只能看，不能改"))


def _asks_the_clock(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr in _CLOCKS
