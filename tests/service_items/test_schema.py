"""Editors complete and check by the schema what the reader reads, and nothing else."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from jointhall.kernel.yaml_files import plain_yaml, read_yaml
from jointhall.service_items.cli import items
from jointhall.service_items.headings import SHEET
from jointhall.service_items.library import modules_folder, sheet_files
from jointhall.service_items.reading import read_sheet, read_source
from jointhall.service_items.schema import schema_text, sheet_schema
from jointhall.service_items.vocabulary_page import example_of
from jointhall.service_items.writing import SCHEMA_LINE, written
from tests.builders.sheets import SHEET as SMALL
from tests.builders.sheets import a_sheet

FILES = sheet_files(modules_folder())
VALID = Draft7Validator(sheet_schema())


def wrong(data: Any) -> list[str]:
    return [f"{list(error.path)} {error.message}" for error in VALID.iter_errors(data)]


def test_the_schema_beside_the_library_is_up_to_date() -> None:
    """Mend with: hall items schema --write."""
    text = (modules_folder() / "sheet.schema.json").read_text(encoding="utf-8")
    assert text == schema_text()
    assert CliRunner().invoke(items, ["schema"]).stdout == text
    assert json.loads(text) == sheet_schema()


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(sheet_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_sheet_is_valid_as_an_editor_reads_it_and_as_we_do(path: Path) -> None:
    assert wrong(read_yaml(path)) == []
    sheet = read_sheet(path).sheet
    assert sheet is not None
    assert wrong(sheet.source) == []
    assert wrong(plain_yaml(written(sheet.source))) == []


def test_the_example_of_every_heading_is_valid() -> None:
    assert wrong(example_of(SHEET)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_sheet_says_by_which_schema_it_is_checked(path: Path) -> None:
    assert path.read_text(encoding="utf-8").split("\n")[0] == SCHEMA_LINE
    schema = path.parent / SCHEMA_LINE.partition("$schema=")[2]
    assert schema.resolve() == modules_folder() / "sheet.schema.json"


def changed(*path: str | int, to: Any = None, drop: bool = False) -> dict[str, Any]:
    source = deepcopy(dict(a_sheet().source))
    at: Any = source
    for step in path[:-1]:
        at = at[step]
    if drop:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return source


@pytest.mark.parametrize(
    "source",
    [
        changed("收废", to="不收费"),
        changed("收费", drop=True),
        changed("收费", to="免费"),
        changed("事项类型", to="公共服物"),
        changed("俗称", to="借会议室"),
        changed("材料", 0, "名子", to="x"),
        changed("材料", 0, "编号", to="材料一"),
        changed("材料", 0, "必要性", drop=True),
        changed("承诺办结时限", to="五天"),
        changed("到现场次数", to="零"),
        changed("到现场次数", to=-1),
        changed("表单", 1, "类型", to="单选题"),
        changed("表单", 2, "何时问", to={"题": "size", "答": "large", "不答": "small"}),
        changed("表单", 2, "何时问", to={"题": "size"}),
        changed("步骤", 0, "规则", to="都同意"),
        changed("步骤", 0, "公示", to={}),
        changed("决定", "结果", 0, "结果", to="准"),
        changed("样例", 0, "今天", to="2026年3月2日"),
        changed("样例", 0, "经过", 0, "问到", to={"本乡镇 dangzheng": "好"}),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(source: dict[str, Any]) -> None:
    assert wrong(source)
    assert read_source(source, module="m", code="c").errors


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("到现场次数: 0", "到现场次数: 00"),
        ("承诺办结时限: 5个工作日", "承诺办结时限: 5 个 工作日"),
        ("收费: 不收费", "收费: 不收费\n时限说明:"),
        ("规则: 全部同意", "规则: 至少2家同意"),
        ("至少: 500", "至少: 3.5"),
        ("法定办结时限: 10个工作日", "法定办结时限: 没有规定"),
        ("名称: 开会场地借用", "名称: 2026"),
    ],
)
def test_what_the_reader_reads_the_schema_allows(old: str, new: str) -> None:
    assert old in SMALL
    assert wrong(plain_yaml(SMALL.replace(old, new, 1))) == []


def test_a_countys_figure_may_stand_where_a_number_is_asked_for() -> None:
    assert wrong(changed("不符合条件", 0, "当", "至少", to="【设定 most】")) == []
    assert wrong(changed("承诺办结时限", to="【设定 days】个工作日")) == []


def test_every_heading_is_told_to_who_types_it() -> None:
    materials = sheet_schema()["definitions"]["materials"]
    assert all(said["description"] for said in materials["properties"].values())
