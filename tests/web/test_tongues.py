"""What a template shows is in the reader's language, or says that it is Chinese."""

from __future__ import annotations

from typing import Any

from jinja2 import DictLoader

from jointhall.kernel.words import _, speaking
from jointhall.web.pages import environment


def made(template: str, language: str = "en", **context: Any) -> str:
    engine = environment().overlay(loader=DictLoader({"page": template}), bytecode_cache=None)
    with speaking(language):
        return engine.get_template("page").render(**context)


def test_data_are_marked_on_an_english_page_only() -> None:
    assert made("<b>{{ name }}</b>", name="花石镇") == '<b><bdi lang="zh-CN">花石镇</bdi></b>'
    assert made("<b>{{ name }}</b>", "zh", name="花石镇") == "<b>花石镇</b>"
    assert made("<b>{{ name }}</b>", name="Huashi") == "<b>Huashi</b>"


def test_what_is_shown_is_escaped_all_the_same() -> None:
    shown = made("<p>{{ said }}</p>", said="<i>好</i>")
    assert shown == '<p><bdi lang="zh-CN">&lt;i&gt;好&lt;/i&gt;</bdi></p>'


def test_words_of_ours_kept_in_chinese_are_said_in_english() -> None:
    assert made("<b>{{ said }}</b>", said="受理了") == "<b>Accepted</b>"


def test_sentences_of_ours_are_not_marked_for_the_names_in_them() -> None:
    with speaking("en"):
        said = _("等%(who)s答复", who="花石镇")
    assert made("<b>{{ said }}</b>", said=said) == "<b>Waiting for 花石镇 to answer</b>"


def test_attributes_titles_and_options_stay_bare() -> None:
    for template in (
        '<a title="{{ x }}">a</a>',
        '<a {% if x > "" %}title="{{ x }}"{% endif %}>a</a>',
        "<title>{{ x }}</title>",
        "<option>{{ x }}</option>",
        "<svg><text>{{ x }}</text></svg>",
        "{% block title %}{{ x }}{% endblock %}",
    ):
        assert "bdi" not in made(template, x="花石镇"), template
    after = made('<a title="{{ x }}">{{ x }}</a><option>{{ x }}</option><p>{{ x }}</p>', x="花石镇")
    assert after.count("<bdi") == 2
