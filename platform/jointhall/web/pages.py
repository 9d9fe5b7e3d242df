"""Pages: the template engine, and what every page is given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.runtime import Context
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from markupsafe import Markup

from jointhall.kernel import words
from jointhall.kernel.clock.days import day_words, moment_words

from . import tongues
from .drawn import DRAWN
from .tongues import InItsLanguage, in_its_language
from .visit import Visit

PACKAGE = Path(__file__).parent.parent
STATIC = Path(__file__).parent / "static"


def page(visit: Visit, name: str, *, status: int = 200, **context: Any) -> Template:
    """A page of this visit: the template and what it shows."""
    return Template(name, context=everyday(visit) | context, status_code=status)


def everyday(visit: Visit) -> dict[str, Any]:
    """What every page is given besides its own matter."""
    return {
        "visit": visit,
        "tenant": visit.place,
        "viewer": visit.viewer,
        "lang": visit.lang,
        "elder": visit.elder,
        "at": visit.at,
        "back": quote(visit.full_path, safe=""),
        "today": visit.tools.clock.now(),
    }


def environment() -> Environment:
    """One environment for all: `cases/workbench/case.html` lies in `cases/pages/workbench/`."""
    slices = {
        folder.parent.name: FileSystemLoader(folder) for folder in sorted(PACKAGE.glob("*/pages"))
    }
    made = Environment(
        loader=PrefixLoader(slices),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", InItsLanguage],
        auto_reload=False,
        cache_size=1000,
        bytecode_cache=_compiled_before(),
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True,
        pgettext=words.pgettext, npgettext=words.npgettext,
    )  # fmt: skip
    # As the extension says it, but what has no places to fill is marked up once and not each time.
    made.globals |= {"_": said, "gettext": said}
    made.globals |= {
        "static": static,
        "csrf_field": csrf_field,
        "csrf_token": csrf_value,
        "query": query,
        **DRAWN,
    }
    made.filters["day"] = day_words
    made.filters["in_its_language"] = in_its_language
    made.filters["moment"] = moment_words
    return made


def _compiled_before() -> FileSystemBytecodeCache | None:
    """Templates as the last start compiled them: a first view costs 30 ms less for each part.

    They lie in a folder of this user's own; where there can be none, each start compiles again.
    """
    # What the environment is set to is compiled in as well: with another one, other files.
    sources = (Path(__file__), Path(tongues.__file__))
    ours = hashlib.sha256(b"".join(one.read_bytes() for one in sources)).hexdigest()[:12]
    try:
        return FileSystemBytecodeCache(pattern=f"hall_{ours}_%s.cache")
    except (OSError, RuntimeError):
        return None


def engine() -> JinjaTemplateEngine:
    return JinjaTemplateEngine.from_environment(environment())


@cache
def static(name: str) -> str:
    """The address of a static file, with its content's hash, so that it can be kept for ever."""
    return f"/static/{name}?v={_print_of(STATIC / name)}"


@cache
def _print_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.exists() else "0"


def said(message: str, /, **values: object) -> Markup:
    """Words of a template in the reader's language, safe to stand in the page."""
    if not values and "%" not in message:
        return _marked_up(words.gettext(message))
    return Markup(words.gettext(message)) % values  # noqa: S704 — words of our own templates


@lru_cache(maxsize=20_000)
def _marked_up(said: str) -> Markup:
    return Markup(said)  # noqa: S704 — the same


@pass_context
def csrf_value(context: Context) -> str:
    request = context["request"]
    return _token_of(request)


@pass_context
def csrf_field(context: Context) -> Markup:
    """The hidden field that every form sending something carries."""
    return Markup('<input type="hidden" name="_csrf_token" value="{}">').format(
        _token_of(context["request"])
    )


def _token_of(request: Any) -> str:
    from litestar.utils.scope.state import ScopeState

    token = ScopeState.from_scope(request.scope).csrf_token
    return token if isinstance(token, str) else ""


def query(values: Mapping[str, object]) -> str:
    """The query part of an address, empty values left out."""
    kept = {key: value for key, value in values.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else ""
