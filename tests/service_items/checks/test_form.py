"""What is asked for again although it is held."""

from tests.builders.sheets import numbers_of


def test_what_is_held_may_be_asked_again_with_a_reason_or_taken_from_where_it_is() -> None:
    card = ("名称: 会议安排", "名称: 户口簿首页")
    again = ("    收材料: plan\n", "    收材料: plan\n    再问原因: 户口簿还没有电子证照\n")
    taken = (
        "    收材料: plan\n",
        "    收材料: plan\n    带出:\n      - 来自: 电子证照\n        证照代码: L01\n",
    )
    exempt = ("    必要性: 必要", "    必要性: 必要\n    免提交: 我们自己查")
    assert "C44" in numbers_of(card)
    for excuse in (again, taken, exempt):
        assert not numbers_of(card, excuse) & {"C44", "C45"}
