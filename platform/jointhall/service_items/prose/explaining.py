"""A whole sheet told in short paragraphs (讲一遍)."""

from __future__ import annotations

from collections.abc import Iterator

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.hooks.rulebook import rulebook_of
from jointhall.service_items.prose.paragraphs import Paragraph
from jointhall.service_items.prose.saying import (
    addressee_said,
    condition_said,
    listed,
    office_name,
    quoted,
    rule_said,
)
from jointhall.service_items.sheets import Material, Sheet
from jointhall.service_items.stations import Notice, Step, Task, Where
from jointhall.service_items.vocabulary import EXAMPLE_END, KINDS, MAY_VARY, PREFILL

_KIND_WORDS = {code: word for word, code in KINDS.items()}
_SOURCES = {code: word for word, code in PREFILL.items()}
_VARIED = {code: word for word, code in MAY_VARY.items()}
_ENDS = {code: word for word, code in EXAMPLE_END.items()}


def explained(sheet: Sheet) -> tuple[Paragraph, ...]:
    """What it is, for whom, with what, how it goes, how long, what comes of it."""
    return tuple(
        paragraph
        for paragraph in (
            _what(sheet),
            _for_whom(sheet),
            _refused_early(sheet),
            _materials(sheet),
            _questions(sheet),
            *_way(sheet),
            _how_long(sheet),
            _where(sheet),
            _what_one_gets(sheet),
            _letters(sheet),
            _rights(sheet),
            _county(sheet),
            _rules(sheet),
            _examples(sheet),
        )
        if paragraph is not None
    )


def _what(sheet: Sheet) -> Paragraph:
    said = [_("%(title)s：%(lede)s", title=sheet.title, lede=sheet.lede)]
    said.append(_("也叫%(names)s。", names=quoted(sheet.common_names)))
    said.append(
        _("这是%(level)s的%(type)s，由%(body)s（%(nature)s）办，权力来源是%(source)s。",
          level=sheet.level.word, type=sheet.type.word, body=sheet.body.name,
          nature=sheet.body.nature.word, source=sheet.power_source.word)
    )  # fmt: skip
    if sheet.entrusted_by:
        said.append(_("委托部门是%(who)s。", who=sheet.entrusted_by))
    laws = [f"{law.name}{law.article}" for law in sheet.laws]
    said.append(_("依据%(laws)s。", laws=listed(laws)))
    return Paragraph(_("是什么"), "".join(said))


def _for_whom(sheet: Sheet) -> Paragraph:
    said = _("%(whom)s可以办。要符合：", whom=listed(one.word for one in sheet.serves))
    if sheet.quota:
        said = _("%(whom)s可以办。数量有限制：%(quota)s。要符合：",
                 whom=listed(one.word for one in sheet.serves), quota=sheet.quota)  # fmt: skip
    return Paragraph(_("谁能办"), said, sheet.conditions)


def _refused_early(sheet: Sheet) -> Paragraph | None:
    rows = tuple(
        _("%(when)s：“%(words)s”", when=condition_said(one.when, sheet), words=one.words)
        for one in sheet.ineligible
    )
    return (
        Paragraph(_("当场告诉办不了"), _("填表时遇到下面的情形，当时就说："), rows)
        if rows
        else None
    )


def _materials(sheet: Sheet) -> Paragraph:
    rows = tuple(_material(one, sheet) for one in sheet.materials)
    handed = sum(one.exempt is None for one in sheet.materials)
    exempt = len(sheet.materials) - handed
    said = _("要交%(n)s样。", n=handed) if handed else _("什么都不用交。")
    if exempt:
        said += _("有%(n)s样不用交，政府自己有。", n=exempt)
    return Paragraph(_("要什么材料"), said, rows)


def _material(one: Material, sheet: Sheet) -> str:
    form = f"{one.form.word}，{one.kind.word}" if one.kind else one.form.word
    said = [_("%(name)s（%(form)s，%(necessity)s）", name=one.name, form=form,
              necessity=one.necessity.word)]  # fmt: skip
    if one.copies:
        said.append(_("纸质%(n)s份", n=one.copies))
    if one.only_if:
        said.append(_("只在%(when)s时要", when=condition_said(one.only_if, sheet)))
    if one.exempt:
        said.append(_("不用交：%(why)s", why=one.exempt.rstrip("。")))
    if one.within_days is not None:
        said.append(_("可以在%(n)s个工作日内补上", n=one.within_days))
    if one.basis:
        said.append(_("依据%(basis)s", basis=one.basis))
    return "；".join(said) + "。"


def _questions(sheet: Sheet) -> Paragraph:
    asked = [q for q in sheet.form if q.kind != "information"]
    sometimes = sum(q.only_if is not None for q in asked)
    said = _("最多问%(n)s题。", n=len(asked))
    if sometimes:
        said = _("最多问%(n)s题，其中%(some)s题看前面怎么答才问。", n=len(asked), some=sometimes)
    return Paragraph(_("问哪些题"), said, tuple(_question(q, sheet) for q in sheet.form))


def _question(question: Question, sheet: Sheet) -> str:
    notes = [_KIND_WORDS.get(question.kind, question.kind)]
    if question.choices:
        notes.append(quoted(choice.label for choice in question.choices))
    if question.columns:
        notes.append(_("每行填%(columns)s", columns=listed(c.label for c in question.columns)))
    if not question.is_required and question.kind != "information":
        notes.append(_("可以不填"))
    if question.prefill:
        sources = listed(_SOURCES.get(one.source, one.source) for one in question.prefill)
        notes.append(_("先从%(sources)s带出", sources=sources))
    if question.only_if:
        notes.append(_("只在%(when)s时问", when=condition_said(question.only_if, sheet)))
    return f"{question.label}（{'；'.join(notes)}）"


def _way(sheet: Sheet) -> Iterator[Paragraph]:
    acceptance = sheet.acceptance
    routes = tuple(
        _("%(when)s的，由%(office)s受理", when=condition_said(one.when, sheet),
          office=office_name(one.office))
        for one in acceptance.routes
    )  # fmt: skip
    said = _("交上来以后，由%(office)s受理。", office=office_name(acceptance.office))
    yield Paragraph(_("受理"), said + (acceptance.words or ""), routes)
    for step in sheet.steps:
        yield _notice(step, step.notice, sheet) if step.notice else _step(step, sheet)
    decision = sheet.decision
    ends = tuple(_("%(word)s：“%(words)s”", word=o.word, words=o.words) for o in decision.outcomes)
    yield Paragraph(
        _("决定"),
        _("由%(who)s在%(n)s个工作日内决定。%(words)s", n=decision.within_days,
          who=addressee_said(decision.addressee, sheet), words=decision.words),
        ends,
    )  # fmt: skip


def _step(step: Step, sheet: Sheet) -> Paragraph:
    said = _when_taken(step, sheet)
    is_one = len(step.tasks) == 1 and step.tasks[0].addressee.where is not Where.ANSWER
    if is_one:
        said += _("请一家看，同意了才算通过。")
    elif len(step.tasks) == 1:
        said += _("请一家或几家看，%(rule)s。", rule=rule_said(step.rule))
    else:
        said += _("同时请%(n)s家看，%(rule)s。", n=len(step.tasks), rule=rule_said(step.rule))
    return Paragraph(step.name, said, tuple(_task(task, sheet) for task in step.tasks))


def _task(task: Task, sheet: Sheet) -> str:
    said = [
        _("%(who)s，%(n)s个工作日内：%(words)s", who=addressee_said(task.addressee, sheet),
          n=task.within_days, words=task.words.rstrip("。"))
    ]  # fmt: skip
    if task.visit:
        said.append(_("要去%(kind)s，至少%(n)s人同去", kind=task.visit.kind.word,
                      n=task.visit.people))  # fmt: skip
    if task.only_if:
        said.append(_("只在%(when)s时请", when=condition_said(task.only_if, sheet)))
    seen = [q.label for code in task.answers if (q := sheet.question(code))]
    seen += [m.name for code in task.materials if (m := sheet.material(code))]
    said.append(_("能看%(what)s", what=quoted(seen)) if seen else _("看不到答案和材料"))
    return "；".join(said) + "。"


def _notice(step: Step, notice: Notice, sheet: Sheet) -> Paragraph:
    shown = quoted(q.label for code in notice.answers if (q := sheet.question(code)))
    return Paragraph(
        step.name,
        _when_taken(step, sheet)
        + _("公示%(period)s，贴在%(places)s，写明%(shown)s。有异议的，找%(office)s。%(words)s",
            period=notice.period, places=listed(notice.places), shown=shown,
            office=office_name(notice.objections_to), words=notice.words),
    )  # fmt: skip


def _when_taken(step: Step, sheet: Sheet) -> str:
    if step.only_if is None:
        return ""
    return _("只在%(when)s时走这一步。", when=condition_said(step.only_if, sheet))


def _how_long(sheet: Sheet) -> Paragraph:
    said = _("承诺%(limit)s办完。", limit=sheet.promised_limit)
    if sheet.statutory_limit:
        said += _("法律规定不超过%(limit)s。", limit=sheet.statutory_limit)
    else:
        said += _("法律没有规定时限。")
    said += sheet.limit_explained or ""
    rows = tuple(
        _("%(name)s（%(basis)s）的时间不算在内", name=one.name, basis=one.basis)
        for one in sheet.special_procedures
    )
    if sheet.extension:
        longer = sheet.extension
        rows += (_("办不完的，经负责人批准最多再延%(limit)s（%(basis)s）",
                   limit=longer.limit, basis=longer.basis),)  # fmt: skip
    return Paragraph(_("多久办完"), said, rows)


def _where(sheet: Sheet) -> Paragraph:
    said = _("这是%(kind)s。可以%(ways)s。", kind=sheet.kind.word,
             ways=listed(one.word for one in sheet.ways))  # fmt: skip
    if sheet.visits:
        said += _(
            "要到现场%(n)s次：%(why)s", n=sheet.visits, why=sheet.visits_reason or _("没有写原因")
        )
    else:
        said += _("一次也不用跑。")
    said += _("窗口在%(office)s，%(reach)s都能办。", office=office_name(sheet.window.office),
              reach=sheet.reach.word)  # fmt: skip
    return Paragraph(_("在哪里办"), said)


def _what_one_gets(sheet: Sheet) -> Paragraph:
    said = _("不收费。") if sheet.is_free else ""
    rows = tuple(
        _("%(name)s：%(standard)s，依据%(basis)s", name=fee.name, standard=fee.standard,
          basis=fee.basis)
        for fee in sheet.fees
    )  # fmt: skip
    said += _("办好了拿到%(what)s。", what=quoted(result.name for result in sheet.results))
    if sheet.promise:
        said += _("可以告知承诺：%(words)s", words=sheet.promise)
    return Paragraph(_("花多少钱，拿到什么"), said, rows)


def _letters(sheet: Sheet) -> Paragraph:
    titles = quoted(letter.title for letter in sheet.letters)
    return Paragraph(_("发哪些文书"), _("按情形发出%(titles)s。", titles=titles))


def _rights(sheet: Sheet) -> Paragraph:
    said = f"{sheet.remedies.review}{sheet.remedies.lawsuit}"
    return Paragraph(_("权利、义务和救济"), said, (*sheet.rights, *sheet.duties))


def _county(sheet: Sheet) -> Paragraph | None:
    rows = [
        _("%(name)s：%(value)s%(unit)s", name=one.name, value=one.value, unit=one.unit or "")
        for one in sheet.settings
    ]
    rows += [
        _("发布前请核对“%(what)s”：%(why)s", what=one.what, why=one.why) for one in sheet.to_confirm
    ]
    said = ""
    if sheet.may_vary:
        varied = quoted(_VARIED.get(one, one) for one in sheet.may_vary)
        said = _("乡镇可以自己调整%(what)s。", what=varied)
    return Paragraph(_("县里和乡镇定的"), said, tuple(rows)) if said or rows else None


def _rules(sheet: Sheet) -> Paragraph | None:
    """What the `rules.py` beside the sheet does, by the names its hooks are given."""
    if not sheet.rules:
        return None
    rules = rulebook_of(sheet)
    if rules.is_gone:
        return Paragraph(_("随表的规则"), _("这一版自带的规则文件（rules.py）已经不在了。"))
    ends = {"granted": _("准予以后"), "refused": _("不予以后")}
    rows = [_("填表时核对：%(name)s", name=hook.name) for hook, _act in rules.checks]
    rows += [
        _("%(when)s：%(name)s", when=ends.get(hook.outcome, hook.outcome), name=hook.name)
        for hook, _act in rules.effects
    ]
    rows += [
        _("记统计数：%(name)s（%(unit)s）", name=hook.name, unit=hook.unit or _("个"))
        for hook, _act in rules.figures
    ]
    return Paragraph(_("随表的规则"), _("这个事项自己带的："), tuple(rows))


def _examples(sheet: Sheet) -> Paragraph:
    rows = tuple(f"{one.name}（{_ENDS.get(one.ends, one.ends)}）" for one in sheet.examples)
    return Paragraph(_("样例"), _("照下面%(n)s种情形试过。", n=len(rows)), rows)
