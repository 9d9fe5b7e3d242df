"""A signature is a picture of one name, and no material of its own."""

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from tests.builders.sheets import a_counter, a_question

KIND = KINDS["signature"]
FILE = "6ba7b810-9dad-41d1-80b4-00c04fd430c8 签名.png"


def test_it_is_kept_as_a_file_and_only_one_is_taken() -> None:
    value = KIND.parse(a_question("signature"), Raw({"": [FILE]}), a_counter())
    assert value == [{"id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8", "name": "签名.png"}]
    two = Raw({"": [FILE, FILE.replace("c8 ", "c9 ")]})
    for several in (False, True):
        with pytest.raises(Unclear, match="最多传1个"):
            KIND.parse(a_question("signature", several=several), two, a_counter())


def test_it_is_asked_for_in_its_own_words_and_is_no_material() -> None:
    with pytest.raises(Unclear, match="请签名"):
        KIND.answer(a_question("signature"), Raw(), a_counter())
    assert KIND.is_file
    assert not KIND.needs_material
    assert KINDS["photo"].needs_material
