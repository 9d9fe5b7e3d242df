"""Several items at once (一件事一次办): one form on a telephone, one receipt, a case of each."""

from __future__ import annotations

from tests.builders.bundled import BUNDLE, CARE, HARDSHIP
from tests.journeys.conftest import Walks
from tests.journeys.filling_in import PHOTO, answer_all
from tests.journeys.signing_in import a_phone, sign_in_resident

TOLD = {
    "has_card": "是",
    "grade": "一级",
    "together": [],
    "for_whom": "替自己办",
    "applicant_name": "陈志明",
    "id_number": "430321196505120012",
    f"{HARDSHIP}__hardship": "正在领低保",
    "registered_here": "是",
    f"{HARDSHIP}__other": ["都没有"],
    "bank_card": "6217 9955 1000 0123 454",
    "card_photo": PHOTO,
    "kind": ["肢体"],
    f"{CARE}__carer": "家里人",
    f"{CARE}__injury": "否",
    "village": "日华村五组",
    "promise": True,
}


async def test_two_allowances_are_asked_for_on_one_form(walk: Walks) -> None:
    phone = a_phone()
    async with walk("phone") as resident:
        await resident.go(f"/t/huashi/items/{BUNDLE}")
        await resident.look("bundle-guide")
        await resident.go(f"/t/huashi/apply/{BUNDLE}")
        await sign_in_resident(resident, phone)
        await resident.submit()
        looks = {"together": "bundle-together", "bank_card": "bundle-question"}
        went = await answer_all(resident, {**TOLD, "phone": phone}, looks=looks)
        assert went.count("bank_card") == went.count("card_photo") == 1
        await resident.look("bundle-check")
        await resident.submit()
        words = await resident.words()
        for said in ("残疾人一件事", "一共 2 件", "困难残疾人生活补贴", "重度残疾人护理补贴"):
            assert said in words
        await resident.look("bundle-receipt")
        await resident.go("/t/huashi/cases")
        assert (await resident.words()).count("残疾人一件事") == 1
        await resident.look("bundle-mine")
