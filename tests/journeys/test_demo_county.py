"""What a visitor finds on the first day: the demo county's half-finished cases tell their story."""

from __future__ import annotations

from tests.journeys.conftest import Walks
from tests.journeys.signing_in import Desks, sign_in_resident

FOUND = {
    ("luojianying", "huashi"): {
        "/t/huashi/workbench": ("等原件，签收", "送达文书"),
        "/t/huashi/workbench/cases?mine=watched": ("李秋云", "有新情况"),
    },
    ("heweidong", "huashi"): {"/t/huashi/workbench": ("李秋云", "批延期")},
    ("zhouxiaolan", "huashi"): {"/t/huashi/workbench": ("谭建国", "停表，不计时")},
    ("chenjian", "chaensi"): {
        "/t/chaensi/workbench": ("已超期", "答复督办"),
        "/t/chaensi/workbench/supervision": ("湘政督〔",),
    },
    ("xiaochunhua", "chaensi"): {
        "/t/chaensi/workbench/intakes?which=elsewhere": ("汤美英", "纸质材料还没签收"),
    },
    ("tangruoshui", ""): {"/console/desk": ("林木采伐许可", "不归我们")},
}


async def test_every_desk_has_a_story_to_open(walk: Walks, desks: Desks) -> None:
    for (login, where), pages in FOUND.items():
        async with desks.at(walk, login, where) as desk:
            for page, told in pages.items():
                await desk.go(page)
                words = await desk.words()
                assert [one for one in told if one not in words] == [], f"{login} {page}: {words}"


async def test_who_applied_at_a_neighbours_window_finds_it_in_one_list(walk: Walks) -> None:
    async with walk("phone") as resident:
        await resident.go("/t/chaensi/cases")
        await sign_in_resident(resident, "13800001009")
        words = await resident.words()
        assert "高龄津贴" in words
        assert "花石镇" in words
        await resident.look("cases-taken-in-elsewhere")
