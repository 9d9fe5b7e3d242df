"""What `/design` shows the parts with: a case, a queue, a reckoning; all invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.clock.reckoning import Reckoning, Unit
from jointhall.kernel.words import _

from .charts import Bar, columns_svg, spark_svg
from .stations import DayCells, Fork, Line, Party, Station

TOWNSHIPS: tuple[tuple[str, str], ...] = (
    ("花石镇", "430321104000"),
    ("茶恩寺镇", "430321107000"),
    ("易俗河镇", "430321100000"),
    ("谭家山镇", "430321101000"),
    ("中路铺镇", "430321102000"),
    ("青山桥镇", "430321108000"),
    ("石鼓镇", "430321109000"),
    ("云湖桥镇", "430321112000"),
    ("杨嘉桥镇", "430321115000"),
    ("排头乡", "430321201000"),
)


def parties() -> tuple[Party, ...]:
    """Five parties, one in every state a party can be in."""
    return (
        Party(
            "花石镇", _("看占地合不合规划"), "agreed", "done", _("已同意"),
            DayCells(6, 2, today=False), _("给 6 天，用了 2 天"),
            (_("11月18日 周三 答复"), _("自然资源所　欧阳静")),
        ),
        Party(
            "茶恩寺镇", _("看金湖村那 1.2 亩"), "asked", "soon", _("明天到期"),
            DayCells(6, 4), _("第 5 天，共 6 天"),
            (_("11月24日 周二 到期"), _("自然资源所　彭立新")), "0731-5555 0231",
        ),
        Party(
            _("县自然资源局"), _("核对占没占基本农田"), "asked", "ok", _("按时"),
            DayCells(7, 4), _("第 5 天，共 7 天"),
            (_("11月25日 周三 到期"), _("耕地保护股　沈岚")), "0731-5555 0262",
        ),
        Party(
            "石鼓镇", _("看水源够不够"), "asked", "late", _("已超期 2 天"),
            DayCells(5, 7, today=False), _("给 5 天，已 7 天"),
            (_("11月20日 周五 到期，算石鼓镇晚"),), "0731-5555 0275",
        ),
        Party(
            _("县林业局"), _("看占没占林地"), "refused", "no", _("不同意"),
            DayCells(5, 3, today=False), _("给 5 天，用了 3 天"),
            (_("理由：有 0.3 亩在林地线内"),),
        ),
    )  # fmt: skip


def line_of(count: int) -> Line:
    """A case whose step asks this many parties at once."""
    return Line(
        (
            Station(_("提交"), "done", (_("您交的"), _("11月12日 周四"))),
            Station(_("受理"), "done", (_("谭建辉"), _("11月13日 周五"))),
            Fork(parties()[:count]),
            Station(_("决定"), "coming", (_("花石镇签字"), _("最迟 11月27日 周五"))),
            Station(_("送达"), "coming", (_("发到您手机"),)),
        )
    )


def lines() -> dict[str, Line]:
    """Forks for two to five, and a plain way that stopped on its road."""
    plain = Line(
        (
            Station(_("提交"), "done", (_("11月12日 周四"),)),
            Station(_("等您补正"), "stopped", (_("还差：身份证照片"), _("停表，不算日子"))),
            Station(_("受理"), "coming"),
            Station(_("送达"), "coming"),
        )
    )
    simple = Line(
        (
            Station(_("提交"), "done", (_("11月12日 周四"),)),
            Station(_("受理"), "now", (_("最迟 11月16日 周一"),)),
            Station(_("决定"), "coming", (_("最迟 11月27日 周五"),)),
            Station(_("送达"), "coming"),
        )
    )
    return {str(n): line_of(n) for n in (2, 3, 4, 5)} | {"plain": plain, "simple": simple}


def told() -> tuple[Reckoning, date]:
    """A reckoning over a long holiday, seen from the middle."""
    reckoning = reckon(
        date(2026, 2, 10), 10, Unit.WORKING_DAY, basis=_("本县承诺，事项清单第 3 版")
    )
    return reckoning, date(2026, 2, 14)


Due = tuple[str, str, str]


def queue_groups() -> list[dict[str, Any]]:
    """A morning's queue: late, today, in time, paused."""
    allowance, permit = _("高龄津贴申领"), _("设施农业用地备案")
    today = ("soon", _("今天到期"), _("17:30 前"))
    late = ("late", _("已超期 3 天"), _("10月9日 周五"))
    in_time = ("ok", _("在期，剩 4 天"), _("10月19日 周一"))
    paused = ("paused", _("停表，不计时"), _("9月30日起"))
    return [
        _group(
            _("已超期"),
            _("10月12日以前 · 1 件"),
            _row(1, late, allowance, "罗菊英", _("初审"), 13, 10) | {"tag": _("督办")},
        ),
        _group(
            _("今天"),
            _("10月13日 周二 · 3 件"),
            _row(2, today, permit, _("莲盛种养合作社"), _("会签 2/3"), 11, 12),
            _row(3, today, allowance, "胡桂生", _("初审"), 10, 10),
            _row(4, today, allowance, "陈玉莲", _("初审"), 10, 10),
        ),
        _group(
            _("以后"),
            _("10月19日起 · 2 件"),
            _row(5, in_time, permit, "肖汉文", _("审核"), 3, 7),
            _row(6, paused, permit, "刘春华", _("等补正"), 5, 12),
        ),
    ]


def _group(title: str, note: str, *rows: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "note": note, "rows": rows}


def _row(
    key: int, due: Due, title: str, who: str, ask: str, used: int, promised: int
) -> dict[str, Any]:
    state, word, day = due
    return {
        "id": key, "href": "/design/desk", "state": state, "word": word, "due": day,
        "title": title, "item": title, "who": who, "ask": ask, "from": _("网上"),
        "used": used, "promised": promised,
    }  # fmt: skip


def load() -> list[Bar]:
    """What falls due on the next working days."""
    counts = (
        ("13", 5),
        ("14", 2),
        ("15", 2),
        ("16", 2),
        ("19", 3),
        ("20", 0),
        ("21", 2),
        ("22", 1),
    )
    days = [Bar(day, count, "soon" if day in ("13", "14") else "") for day, count in counts]
    return [Bar(_("超期"), 2, "late"), *days]


def county_rows() -> list[list[str | Markup]]:
    """Three townships with a year of figures each."""
    years = {
        "茶恩寺镇": ("94 93 92 93 91 92 90 89 88 89 88 88", "2 3 4 6 8 7 8 9 8 9 9 9"),
        "易俗河镇": ("95 96 95 96 97 96 96 95 97 96 96 96", "4 8 9 7 9 6 9 8 7 9 8 9"),
        "花石镇": ("97 97 98 97 98 99 98 98 99 99 98 99", "3 4 5 4 6 8 5 7 6 9 8 7"),
    }
    cell = Markup('<span class="cell{}">{} <b>{}</b></span>')
    rows: list[list[str | Markup]] = []
    for name, figures in years.items():
        kept, filed = ([int(figure) for figure in row.split()] for row in figures)
        columns = columns_svg(filed, high=10, label=_("近 12 个月收件"))
        spark = spark_svg(kept, low=84, high=100, middle=95, label=_("近 12 个月按期办结"))
        late = " is-late" if kept[-1] < 90 else ""
        rows.append(
            [name, cell.format("", columns, filed[-1] * 21), cell.format(late, spark, kept[-1]),
             _("昨天")]
        )  # fmt: skip
    return rows
