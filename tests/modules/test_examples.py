"""Every item's worked examples, through the real form, flow and rules."""

import pytest

from jointhall.service_items.examples import run
from jointhall.service_items.library import library
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Example

EXAMPLES = [(sheet, example) for sheet in library().sheets() for example in sheet.examples]


@pytest.mark.parametrize(
    ("sheet", "example"), EXAMPLES, ids=[f"{s.code}-{e.name}" for s, e in EXAMPLES]
)
def test_an_example_goes_as_it_says(sheet: Sheet, example: Example) -> None:
    walk = run(sheet, example)
    assert walk.differences == []
    assert walk.ends == example.ends


@pytest.mark.parametrize("sheet", library().sheets(), ids=lambda sheet: sheet.code)
def test_every_outcome_has_an_example(sheet: Sheet) -> None:
    ends = {example.ends for example in sheet.examples}
    assert ends >= {"granted", "refused"}
    if sheet.ineligible:
        assert "ineligible" in ends
