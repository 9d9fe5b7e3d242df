"""Plain data is read as it is written: what YAML 1.1 would guess stays words."""

from pathlib import Path

import pytest
import yaml

from jointhall.kernel.yaml_files import plain_documents, plain_yaml, read_yaml


def test_words_stay_words_and_numbers_are_numbers() -> None:
    text = "a: no\nb: 0731\nc: 2026-03-02\nd: 12\ne: 1.5\nf: true\ng: ~\nh: on\ni: 12:30\n"
    assert plain_yaml(text) == {
        "a": "no", "b": "0731", "c": "2026-03-02", "d": 12, "e": 1.5, "f": True, "g": None,
        "h": "on", "i": "12:30",
    }  # fmt: skip


def test_a_heading_said_twice_is_refused() -> None:
    with pytest.raises(yaml.YAMLError, match="a is said twice"):
        plain_yaml("a: 1\nb: 2\na: 3\n")


def test_what_is_merged_in_may_be_said_again() -> None:
    text = "x: &x\n  a: 1\n  b: 2\ny:\n  <<: *x\n  b: 3\n"
    assert plain_yaml(text)["y"] == {"a": 1, "b": 3}


def test_nothing_but_plain_data_is_made() -> None:
    with pytest.raises(yaml.YAMLError):
        plain_yaml("a: !!python/object/apply:os.getcwd []\n")


def test_several_documents_and_files(tmp_path: Path) -> None:
    assert plain_documents("a: 1\n---\nb: 2\n") == [{"a": 1}, {"b": 2}]
    (tmp_path / "x.yaml").write_text("名称: 老人\n", encoding="utf-8")
    assert read_yaml(tmp_path / "x.yaml") == {"名称": "老人"}
