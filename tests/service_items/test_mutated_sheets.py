"""Two hundred sheets spoiled in every way: none makes the check fall over, each is judged rightly.

Rightly means: what is accepted says the same to another YAML reader and to the schema, and what
only changes how a sheet is written changes nothing; what is refused says where and how to mend it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from typing import Any

import yaml
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from jointhall.service_items.arranging import arranged
from jointhall.service_items.checks import check
from jointhall.service_items.headings import SHEET
from jointhall.service_items.library import modules_folder, sheet_files
from jointhall.service_items.prose import differences, explained
from jointhall.service_items.reading import Reading, edition_of, read_sheet, read_source, read_text
from jointhall.service_items.schema import sheet_schema
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.writing import written

FILES = sheet_files(modules_folder())
VALID = Draft7Validator(sheet_schema())
LONGEST = 4000
SPOILED = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
HOSTILE = (
    "", " ", "{}", "[]", "[[", "!!python/object:os.system x", "&a", "*a", "|", ">", "'", '"', "---",
    "...", "%YAML 9.9", "<script>alert(1)</script>", "'; drop table items; --", "0" * 400,
    "\x00", "\u202e好", "\u200b", "\ufeff", "\ud7ff", "🧧", "：", "“”", "null", "~", "no",
    "1e999", "-1", "NaN",
    "{{ 7*7 }}", "【设定 none】", "【答 none】", "【】", "../../etc/passwd", "很" * 5000,
    "a" * 41, "９９", "9999个工作日", "2026-13-45", "\t", "#", ": ", "- ", "? ", "@", "`",
)  # fmt: skip


@cache
def the_sheet(number: int) -> tuple[str, Sheet]:
    path = FILES[number]
    reading = read_sheet(path)
    assert reading.sheet is not None, reading.troubles
    return path.read_text(encoding="utf-8"), reading.sheet


def looked_over(reading: Reading) -> None:
    """Everything that is done with a sheet is done, whatever it says."""
    troubles = check(reading)
    assert all(trouble.words for trouble in troubles)
    if reading.sheet is None:
        assert any(trouble.is_error for trouble in troubles)
        return
    assert all(str(one) for one in explained(reading.sheet))


def read(text: str, sheet: Sheet) -> Reading:
    rules = str(sheet.source.get("规则指纹", ""))
    return read_text(text, file="x", module=sheet.module, code=sheet.code, rules=rules)


def judged_rightly(text: str, reading: Reading) -> None:
    if reading.sheet is None:
        assert reading.errors
        assert all(t.line > 0 and t.column > 0 for t in reading.errors), reading.errors
        return
    source = dict(reading.sheet.source)
    assert VALID.is_valid(source), next(VALID.iter_errors(source)).message
    another = yaml.load(text, Loader=yaml.BaseLoader)
    said = {word: below for word, below in source.items() if word != "规则指纹"}
    assert arranged(stripped(another)) == said


def stripped(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(word).strip(): stripped(below) for word, below in data.items()}
    if isinstance(data, list):
        return [stripped(row) for row in data]
    return data.strip()


def broken_lines(lines: list[str], draw: Callable[[st.SearchStrategy[Any]], Any]) -> list[str]:
    """One change to the text, by somebody who slipped or means harm."""
    row = draw(st.integers(0, len(lines) - 1))
    line = lines[row]
    at = draw(st.integers(0, len(line)))
    change = draw(st.sampled_from(
        ["drop", "twice", "indent", "junk", "cut", "swap", "value", "end", "block", "character"]
    ))  # fmt: skip
    if change == "drop":
        return lines[:row] + lines[row + 1 :]
    if change == "twice":
        return [*lines[:row], line, *lines[row:]]
    if change == "indent":
        lines[row] = " " * draw(st.integers(0, 60)) + line.lstrip()
    elif change == "junk":
        lines[row] = line[:at] + draw(st.text(max_size=4)) + line[at:]
    elif change == "cut":
        lines[row] = line[:at]
    elif change == "swap":
        other = draw(st.integers(0, len(lines) - 1))
        lines[row], lines[other] = lines[other], line
    elif change == "value":
        lines[row] = line.partition(":")[0] + ": " + draw(st.sampled_from(HOSTILE))
    elif change == "end":
        return [*lines[:row], line[:at]]
    elif change == "block":
        return lines[:row] + lines[row + draw(st.integers(1, 60)) :]
    else:
        lines[row] = line[:at] + draw(st.sampled_from(HOSTILE)) + line[at + 1 :]
    return lines


@SPOILED
@given(st.data())
def test_a_text_with_slips_is_judged_rightly(data: st.DataObject) -> None:
    text, sheet = the_sheet(data.draw(st.integers(0, len(FILES) - 1)))
    lines = text.split("\n")
    for _turn in range(data.draw(st.integers(1, 3))):
        lines = broken_lines(lines, data.draw) or [""]
    spoiled = "\n".join(lines)
    reading = read(spoiled, sheet)
    event("accepted" if reading.sheet else f"refused {reading.errors[0].number}")
    judged_rightly(spoiled, reading)
    looked_over(reading)
    if reading.sheet is not None:
        assert all(one.words for one in differences(sheet, reading.sheet))


def places(data: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for key, value in below:
        found.append((*way, key))
        if isinstance(value, dict | list):
            found += places(value, (*way, key))
    return found


def put(data: Any, way: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Any:
    """A copy in which something is changed at this place."""
    if len(way) == 1:
        copied = dict(data) if isinstance(data, dict) else list(data)
        change(copied, way[0])
        return copied
    below = put(data[way[0]], way[1:], change)
    if isinstance(data, dict):
        return {key: below if key == way[0] else value for key, value in data.items()}
    return [below if key == way[0] else value for key, value in enumerate(data)]


SWAPS: list[Any] = [*HOSTILE, [], {}, ["x"], {"x": "y"}, {"题": "x"}, [[["x"]]], None, 7, True]


@settings(SPOILED, max_examples=120)
@given(st.data())
def test_a_sheet_with_a_value_swapped_or_a_heading_renamed_is_judged_rightly(
    data: st.DataObject,
) -> None:
    _text, sheet = the_sheet(data.draw(st.integers(0, len(FILES) - 1)))
    source = dict(sheet.source)
    way = data.draw(st.sampled_from(places(source)))
    # The reader fills it in by itself from the rules beside the sheet.
    assume(way != ("规则指纹",))
    change = data.draw(st.sampled_from(["drop", "rename", "swap"]))
    value = data.draw(st.sampled_from(SWAPS))

    def spoil(copied: Any, key: Any) -> None:
        if change == "drop":
            del copied[key]
        elif change == "rename" and isinstance(copied, dict):
            copied[f"{key}吗"] = copied.pop(key)
        else:
            copied[key] = value

    spoiled = put(source, way, spoil)
    reading = read_source(spoiled, module=sheet.module, code=sheet.code)
    event("accepted" if reading.sheet else f"refused {reading.errors[0].number}")
    looked_over(reading)
    if reading.sheet is None:
        known = set(places(spoiled)) | {()}
        assert all(trouble.path in known for trouble in reading.errors)
        return
    assert VALID.is_valid(arranged(reading.sheet.source))
    assert reading.sheet.source == arranged(spoiled)
    again = read(written(spoiled), sheet)
    # An editor's field may be longer than a line of a file is allowed to be.
    assert again.sheet == reading.sheet or max(map(len, written(spoiled).split("\n"))) > LONGEST
    assert all(one.words for one in differences(sheet, reading.sheet))


def rewritten(lines: list[str], how: random.Random) -> list[str]:
    """The same sheet as somebody else would have typed it."""
    found: list[str] = []
    block: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if block is not None and (not line.strip() or indent > block):
            found.append(line)
            continue
        block = indent if line.endswith(": |") else None
        if how.random() < 0.1:
            found.append(how.choice(["", "# 说明：“这里”", "   # 又一句"]))
        word, colon, value = line.partition(": ")
        is_bare = colon and not any(mark in value for mark in "\"'|\\#")
        if is_bare and how.random() < 0.3:
            quote = how.choice("\"'")
            after = how.choice(["", "  # 好"])
            found.append(f"{word}:{how.choice([' ', '   '])}{quote}{value.strip()}{quote}{after}")
        else:
            found.append(line + ("" if block is not None else how.choice(["", "  "])))
    return found


@settings(SPOILED, max_examples=60)
@given(st.data())
def test_what_only_changes_how_it_is_written_changes_nothing(data: st.DataObject) -> None:
    text, sheet = the_sheet(data.draw(st.integers(0, len(FILES) - 1)))
    how = random.Random(data.draw(st.integers(0, 2**32)))
    turned = list(sheet.source.items())
    how.shuffle(turned)
    assert edition_of(dict(turned), module=sheet.module, code=sheet.code) == sheet.edition
    reading = read("\n".join(rewritten(text.split("\n"), how)), sheet)
    assert reading.sheet == sheet, reading.troubles


def test_a_heading_left_out_is_missed_only_where_it_is_required() -> None:
    for number in range(0, len(FILES), 7):
        _text, sheet = the_sheet(number)
        for heading in SHEET.headings:
            source = {word: said for word, said in sheet.source.items() if word != heading.word}
            reading = read_source(source, module=sheet.module, code=sheet.code)
            if heading.word == "县里设定":
                continue  # others may stand on its figures
            assert (reading.sheet is None) == heading.is_required, heading.word


def test_sheets_far_too_large_are_refused_at_once() -> None:
    text, sheet = the_sheet(0)
    for huge in (text * 300, text + "甲" * 10_000_000, "- " * 200_000, "a: " + "{" * 100_000):
        assert read(huge, sheet).errors
