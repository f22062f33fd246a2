"""Defects that somebody types into a finished Word file: edits of its paragraphs and cells, as Word would make them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

REPLACED, DELETED, DOUBLED, ROW_DELETED, ROW_DOUBLED = "改", "删段", "重段", "删行", "重行"


@dataclass(frozen=True, slots=True)
class Plant:
    """A defect: in which document, what is edited (the `nth` paragraph or cell with these words), and what is told.

    `also` are codes that the same edit rightly makes certain as well.
    """

    code: str
    certainty: str
    document: str
    old: str
    new: str = ""
    nth: int = 0
    what: str = REPLACED
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}-{self.document}-{self.what}-{self.old[:16]}-{self.new[:16]}"


def edited(file: bytes, plant: Plant) -> bytes:
    """Give a Word file with a defect."""
    document = Document(BytesIO(file))
    found = [one for one in _paragraphs(document.element.body) if plant.old in _text(one)]
    assert len(found) > plant.nth, f"{plant.old}: {len(found)}"
    paragraph = found[plant.nth]
    row = next((one for one in paragraph.iterancestors() if one.tag == qn("w:tr")), None)
    if plant.what == REPLACED:
        _replace(paragraph, plant.old, plant.new)
    elif plant.what == DELETED:
        paragraph.getparent().remove(paragraph)
    elif plant.what == DOUBLED:
        paragraph.addnext(copy.deepcopy(paragraph))
        _replace(paragraph, plant.old, plant.new or plant.old)
    elif plant.what == ROW_DELETED:
        row.getparent().remove(row)
    else:
        row.addnext(copy.deepcopy(row))
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def _paragraphs(body: Any) -> Iterator[Any]:
    return (one for one in body.iter(qn("w:p")) if _text(one))


def _text(paragraph: Any) -> str:
    return "".join(one.text or "" for one in paragraph.iter(qn("w:t")))


def _replace(paragraph: Any, old: str, new: str) -> None:
    """Write other words: within a run if it has them all, else all of the paragraph into its first."""
    texts = list(paragraph.iter(qn("w:t")))
    own = next((one for one in texts if old in (one.text or "")), None)
    if own is not None:
        own.text = own.text.replace(old, new, 1)
        return
    texts[0].text = _text(paragraph).replace(old, new, 1)
    texts[0].set(qn("xml:space"), "preserve")
    for one in texts[1:]:
        one.text = ""


WRONG, UNLAWFUL, SMALL, DOUBTFUL = "矛盾", "不合规定", "细小", "可疑"
PLANTED = (
    # equal conditions with unequal figures: text and tables
    Plant("A101", WRONG, "207", "1,623.18", "1,632.18"),
    Plant("A101", WRONG, "910", "支出1599.11万元", "支出1959.11万元", also=("A101",)),
    Plant("A101", WRONG, "350", "预算收入1186.91", "预算收入1196.91"),
    # parts and totals of rows, columns and trees
    Plant("A101", WRONG, "207", "16,231,840.80", "16,231,840.70"),
    Plant("A101", WRONG, "207", "16,093,326.00", "16,903,326.00", also=("A107",)),
    Plant("A101", WRONG, "350", "62.50", "65.20", also=("A107",)),
    # the last digit: cut off, or rounded twice
    Plant("A102", SMALL, "207", "87.71万元", "87.70万元"),
    Plant("A102", SMALL, "207", "78.22万元", "78.21万元"),
    Plant("A102", SMALL, "207", "204.92万元", "204.91万元"),
    # base, direction, rate, zero base
    Plant("A101", WRONG, "910", "增加2421.68万元，增长16.30%", "增加2421.68万元，增长18.30%"),
    Plant("A101", WRONG, "910", "减少175万元，减少18.42%", "减少157万元，减少18.42%"),
    Plant("A101", WRONG, "910", "增长4.99%", "增长9.49%"),
    Plant("A103", SMALL, "910", "增加2421.68万元，增长16.30%", "增加17279.29万元，增长100%", also=("A101",)),
    Plant("A103", SMALL, "910", "减少234.19万元，减少12.77%", "增加1599.11万元，增长100%", also=("A101",)),
    Plant("A103", SMALL, "910", "减少200万元，减少12.50%", "增加1400万元，增长100%", also=("A101",)),
    Plant("A104", SMALL, "207", "比2024年预算增加107.62万元", "比2024年预算增加107.62"),
    Plant("A104", SMALL, "910", "减少4.05%", "减少4.05"),
    Plant("A104", SMALL, "910", "增长34.41%", "增长34.41"),
    Plant("A105", SMALL, "207", "与2024年预算持平", "与2024年预算持平0万元"),
    Plant("A105", SMALL, "910", "与上年一致", "与上年一致0万元"),
    Plant("A105", SMALL, "910", "与上年一致", "与上年一致0万元", 1),
    # the same item twice in one sentence with two amounts
    Plant("A101", WRONG, "207", "10.00万元，主要用于", "10.00万元，2025年预算安排20.00万元，主要用于"),
    Plant("A101", WRONG, "207", "166.66万元，主要用于", "166.66万元，2025年预算安排176.66万元，主要用于"),
    Plant("A101", WRONG, "207", "418.80万元，主要", "418.80万元，2025年预算安排481.80万元，主要"),
    Plant("A113", DOUBTFUL, "207", "根据与中介机构的相关合同", "食堂设备更新费3.00万元，食堂设备更新费5.00万元，"),
    Plant("A113", DOUBTFUL, "910", "具体情况如下：", "食堂设备更新费3万元，食堂设备更新费5万元。具体情况如下："),
    Plant("A113", DOUBTFUL, "350", "我部门无其他需要说明的事项", "食堂设备更新费3.00万元，食堂设备更新费5.00万元。"),
    # items of a table missing in the text, and the reverse
    Plant("A110", DOUBTFUL, "207", "（款）信息化建设（项）", what=DELETED),
    Plant("A110", DOUBTFUL, "207", "（款）住房公积金（项）", what=DELETED),
    Plant("A110", DOUBTFUL, "910", "（款）案件执行（项）", what=DELETED),
    Plant("A111", WRONG, "207", "（款）信息化建设（项）", "（款）预算改革业务（项）"),
    Plant("A111", WRONG, "207", "（款）购房补贴（项）", "（款）提租补贴（项）"),
    Plant("A111", WRONG, "910", "（款）机关服务（项）", "（款）事业运行（项）"),
    Plant("A112", DOUBTFUL, "207", "委托中介机构开展各类审计及其他会计活动支出。", "审计。", what=DOUBLED),
    Plant("A112", DOUBTFUL, "207", "主要用于缴纳职业年金支出。", "用于缴费。", what=DOUBLED),
    Plant("A112", DOUBTFUL, "910", "主要原因是信息化建设经费预算安排减少。", "主要原因是人员减少。", what=DOUBLED),
    # a list against its total
    Plant("A107", WRONG, "207", "涉及项目预算资金598.46万元", "涉及项目预算资金589.46万元"),
    Plant("A107", WRONG, "207", "418.80万元，财政业务费", "481.80万元，财政业务费", also=("A101",)),
    Plant("A107", WRONG, "207", "财政业务费10.00万元，信息化", "财政业务费20.00万元，信息化", also=("A101",)),
    Plant("A108", DOUBTFUL, "207", "，援滇干部工作经费3.00万元", ""),
    Plant("A108", DOUBTFUL, "207", "涉及项目预算资金598.46万元", "涉及项目预算资金698.46万元", also=("A107",)),
    Plant("A108", DOUBTFUL, "207", "财政业务费10.00万元，信息化", "财政业务费5.00万元，信息化", also=("A101",)),
    # names of items
    Plant("A501", SMALL, "207", "其他行政事业单位养老支出（项）", "其它行政事业单位养老支出（项）"),
    Plant("A501", SMALL, "910", "一般行政管理事务（项）", "一般行政事务管理（项）"),
    Plant("A501", SMALL, "207", "财政事务（款）行政运行", "财政事物（款）行政运行"),
    Plant("A502", DOUBTFUL, "207", "（款）信息化建设（项）", "（款）火箭运行（项）"),
    Plant("A502", DOUBTFUL, "910", "法院（款）案件审判（项）", "法院（款）星际航行（项）"),
    Plant("A502", DOUBTFUL, "207", "住房改革支出（款）住房公积金", "登月事务（款）住房公积金"),
    Plant("A503", SMALL, "207", "（款）行政单位离退休（项）", "（款）归口管理的行政单位离退休（项）"),
    Plant("A503", SMALL, "207", "行政事业单位养老支出（款）行政单位离退休", "行政事业单位离退休（款）行政单位离退休"),
    Plant("A503", SMALL, "207", "行政事业单位养老支出（款）其他", "行政事业单位离退休（款）其他"),
    Plant("A504", DOUBTFUL, "207", "（类）财政事务（款）信息化建设（项）", "（款）财政事务（类）信息化建设（项）"),
    Plant("A504", DOUBTFUL, "207", "财政事务（款）信息化建设（项）", "信息化建设（款）财政事务（项）"),
    Plant("A504", DOUBTFUL, "910", "法院（款）案件执行（项）", "案件执行（款）法院（项）"),
    Plant("A505", DOUBTFUL, "207", "财政事务（款）信息化建设（项）", "财政事务（款）信息化建设（2010602项）"),
    Plant("A505", DOUBTFUL, "207", "（款）住房公积金（项）", "（款）住房公积金（2210203项）"),
    Plant("A505", DOUBTFUL, "207", "（款）行政单位医疗（项）", "（款）行政单位医疗（2101102项）"),
    Plant("A506", SMALL, "910", "机关事业单位基本养老保险缴费、", "机关事业单位养老保险缴费、"),
    Plant("A506", SMALL, "910", "公务用车运行维护费、其他", "公务用车运行费、其他"),
    Plant("A506", SMALL, "910", "其他社会保障缴费、", "其他社会缴费、"),
    # codes and names in tables
    Plant("A511", DOUBTFUL, "350", "30101", "30177"),
    Plant("A511", DOUBTFUL, "350", "2150517", "2150577"),
    Plant("A511", DOUBTFUL, "350", "2060101", "2060177"),
    Plant("A512", DOUBTFUL, "350", "2150517", "2150599", also=("A101",)),
    Plant("A512", DOUBTFUL, "350", "行政运行", "机关服务"),
    Plant("A512", DOUBTFUL, "207", "财政委托业务支出", "信息化建设", 1),
    Plant("A513", SMALL, "350", "2060101", "206011"),
    Plant("A513", SMALL, "350", "2060101", "206011", 1),
    Plant("A513", SMALL, "910", "2040503", "204503"),
    Plant("A514", SMALL, "350", "基本工资", "基本公资"),
    Plant("A514", SMALL, "350", "津贴补贴", "津补贴"),
    Plant("A514", SMALL, "350", "其他商品和服务支出", "其它商品和服务支出"),
    # purposes and reasons
    Plant("A521", DOUBTFUL, "207", "主要用于缴纳职业年金支出", "主要用于缴纳在职人员住房公积金"),
    Plant("A521", DOUBTFUL, "207", "主要用于购房补贴支出", "主要用于缴纳职业年金支出"),
    Plant("A521", DOUBTFUL, "910", "主要原因是信息化建设经费预算安排减少", "主要原因是案件执行经费预算安排减少"),
    Plant("A522", DOUBTFUL, "910", "主要原因是机关后勤保障经费预算安排减少", "主要原因是机关后勤保障经费预算安排增加"),
    Plant("A522", DOUBTFUL, "910", "主要原因是信息化建设经费预算安排减少", "主要原因是新增信息化建设经费"),
    Plant("A522", DOUBTFUL, "910", "主要原因是机关事业单位职业年金缴费支出增加", "主要原因是压减了职业年金缴费"),
    Plant("A523", DOUBTFUL, "910", "主要原因是会议费支出预算安排减少", "主要原因是与上年持平"),
    Plant("A523", DOUBTFUL, "910", "主要原因是减少了本级干警培训费支出预算", "主要原因是与上年持平"),
    Plant("A523", DOUBTFUL, "910", "主要原因是信息化建设经费预算安排减少", "主要原因是保持不变"),
    Plant("A524", DOUBTFUL, "207", "主要原因是业务需要或跨部门协作交流等进行公务接待", "主要原因是接待批次增加"),
    Plant("A524", DOUBTFUL, "207", "主要原因是本部门无公务用车", "主要原因是压减了公务用车"),
    Plant("A524", DOUBTFUL, "910", "与上年一致。", "与上年一致，主要原因是公务用车增加。"),
    # empty reasons, alternatives, residue and instructions
    Plant("C812", UNLAWFUL, "910", "主要原因是信息化建设经费预算安排减少。", "主要原因是。"),
    Plant("C812", UNLAWFUL, "207", "主要用于财政业务指导与宣传", "主要用于XX"),
    Plant("C812", UNLAWFUL, "910", "减少245.14万元", "增加/减少245.14万元"),
    Plant("A525", UNLAWFUL, "207", "办公室、预算科", "{{ 科室 }}、预算科"),
    Plant("A525", UNLAWFUL, "350", "我部门无其他需要说明的事项", "${部门}无其他需要说明的事项"),
    Plant("A525", UNLAWFUL, "910", "支出271.02万元", "支出N万元"),
    Plant("A526", UNLAWFUL, "207", "详见单位的项目绩效目标表", "详见项目绩效目标表（如无此项请删除）"),
    Plant("A526", UNLAWFUL, "350", "我部门无其他需要说明的事项", "我部门无其他需要说明的事项（请填写具体内容）"),
    Plant("A526", DOUBTFUL, "910", "具体情况如下：", "具体情况如下，请在此填写："),
    # printed twice
    Plant("A301", UNLAWFUL, "207", "绩效评价：预算绩效管理是指", what=DOUBLED),
    Plant("A301", UNLAWFUL, "910", "提租补贴（项）支出", what=DOUBLED),
    Plant("A301", UNLAWFUL, "350", "（二十五）完成区委、区政府交办的其他任务。", what=DOUBLED),
    Plant("A302", DOUBTFUL, "207", "信息化建设", nth=1, what=ROW_DOUBLED),
    Plant("A302", DOUBTFUL, "350", "2060101", what=ROW_DOUBLED),
    Plant("A302", DOUBTFUL, "910", "2040503", what=ROW_DOUBLED),
    # years
    Plant("A401", DOUBTFUL, "207", "与2024年预算持平", "与2023年预算持平"),
    Plant("A401", DOUBTFUL, "207", "比2024年预算增加107.62", "比2022年预算增加107.62"),
    Plant("A401", DOUBTFUL, "350", "较2024年预算减少", "较2023年预算减少"),
    Plant("A402", DOUBTFUL, "207", "一、2025年“三公”经费预算情况说明", "一、2024年“三公”经费预算情况说明"),
    Plant("A402", DOUBTFUL, "207", "2025年部门收入预算总表", "2024年部门收入预算总表", 1),
    Plant("A402", DOUBTFUL, "910", "第二部分 2019年度部门预算表", "第二部分 2018年度部门预算表", 1),
    Plant("A403", DOUBTFUL, "207", "2025年1月1日至2025年12月31日", "2024年1月1日至2024年12月31日"),
    Plant("A403", DOUBTFUL, "350", "我部门无其他需要说明的事项", "实施周期：2023年1月至2024年12月"),
    Plant("A403", DOUBTFUL, "910", "反映江苏省高级人民法院2019年度总体收入", "项目周期：2017年1月—2018年12月"),
    Plant("A404", DOUBTFUL, "207", "截至2024年8月31日", "截至2022年8月31日"),
    Plant("A404", DOUBTFUL, "910", "本部门共有车辆66辆", "截至2016年12月31日，本部门共有车辆66辆"),
    Plant("A404", DOUBTFUL, "350", "我部门无其他需要说明的事项", "截止2022年年底，我部门没有房屋和设备。"),
    # notes under empty tables
    Plant("A201", UNLAWFUL, "207", "无国有资本经营预算财政拨款安排的预算", "无政府性基金预算财政拨款安排的预算"),
    Plant("A201", UNLAWFUL, "207", "无政府性基金预算财政拨款安排的预算", "无国有资本经营预算财政拨款安排的预算"),
    Plant("A201", UNLAWFUL, "350", "注：无政府性基金预算财政拨款预算，空表列示。", "注：本年没有国有资本经营预算。"),
    Plant("A202", SMALL, "207", "注:本部门2025年无国有资本经营预算", what=DELETED),
    Plant("A202", SMALL, "207", "注:本部门2025年无政府性基金预算", what=DELETED),
    Plant("A202", UNLAWFUL, "350", "注：无政府性基金预算财政拨款预算，空表列示。", what=DELETED),
    Plant("A203", WRONG, "910", "注：“科目编码”和“科目名称”为必填项。", "注：无财政拨款支出预算。"),
    Plant("A203", WRONG, "910", "注：“科目编码”和“科目名称”为必填项。", "注：本表为空表。", 1),
    Plant("A203", WRONG, "910", "注：1.采购组织形式为：集中采购、部门集中采购和分散采购。", "注：本表为空表。"),
    # 部门 and 单位, levels
    Plant("A601", SMALL, "207", "本部门中，行政单位", "本单位中，行政单位"),
    Plant("A601", SMALL, "910", "2019年本部门实行整体支出", "2019年本单位实行整体支出"),
    Plant("A601", SMALL, "350", "我部门无其他需要说明的事项", "我单位无其他需要说明的事项"),
    Plant("A602", SMALL, "350", "部门预算收支总表", "单位预算收支总表", 1),
    Plant("A602", SMALL, "207", "2025年部门收入预算总表", "2025年单位收入预算总表", 1),
    Plant("A602", SMALL, "207", "2025年部门支出预算总表", "2025年单位支出预算总表", 1),
    Plant("A603", DOUBTFUL, "207", "区级预算主管部门及所属预算单位为保障", "市级预算主管部门及所属预算单位为保障"),
    Plant("A603", DOUBTFUL, "207", "与区级财政有经费领拨", "与市级财政有经费领拨"),
    Plant("A603", DOUBTFUL, "207", "区级预算主管部门及所属预算单位为完成", "市级预算主管部门及所属预算单位为完成"),
    # contents
    Plant("A701", SMALL, "207", "四、部门预算编制说明", "四、部门预算编写说明"),
    Plant("A701", SMALL, "910", "政府采购支出预算表", "政府采购预算表"),
    Plant("A701", SMALL, "910", "部门机构设置及预算单位构成情况", "部门机构设置和预算单位构成情况"),
    Plant("A702", DOUBTFUL, "207", "三、名词解释", "三、绩效评价结果", also=()),
    Plant("A702", DOUBTFUL, "910", "十三、国有资产占用情况", "十三、扶贫工作进展"),
    Plant("A702", DOUBTFUL, "910", "十二、政府采购支出预算情况说明", "十二、扶贫工作进展"),
    # forms of projects: what no result can be, and what stands in the wrong column
    Plant("C533", WRONG, "350", "≥95%", "≥950%", 2),
    Plant("C533", WRONG, "350", "≥98%", "≥980%"),
    Plant("C533", WRONG, "350", "≥90%", "≥-90%", 3),
    Plant("C534", WRONG, "350", "≥95%", "≥95%且≤90%", 2),
    Plant("C534", WRONG, "350", "≥55家", "≥55家、≤33家"),
    Plant("C534", WRONG, "350", "≥98%", "≥98%，≤95%"),
    Plant("C505", DOUBTFUL, "350", "公车保险缴纳率", "质量指标"),
    Plant("C505", DOUBTFUL, "350", "使用对象满意率", "满意度指标"),
    Plant("C505", DOUBTFUL, "350", "申报技改项目的企业数量", "数量指标"),
    Plant("C307", DOUBTFUL, "350", "13030325P00385410058N", "13030325P00385410085N"),
    Plant("C307", DOUBTFUL, "350", "13030325P00442R10012N", "13030325P00442R10012M"),
    Plant("C307", DOUBTFUL, "350", "13030325P00000710022L", "13030325P00000710023L"),
    Plant("C513", DOUBTFUL, "350", "2025年12月底前", "2024年12月底前"),
    Plant("C513", DOUBTFUL, "350", "2025年12月底前", "2023年12月底前", 1),
    Plant("C513", DOUBTFUL, "350", "每月10日前完成", "2024年6月前完成"),
    # stops, quotes, brackets, units
    Plant("C806", DOUBTFUL, "207", "主要用于缴纳职业年金支出。", "主要用于缴纳职业年金支出，。"),
    Plant("C806", DOUBTFUL, "910", "与上年一致。", "与上年一致。。"),
    Plant("C806", DOUBTFUL, "350", "组织实施。", "，组织实施。。"),
    Plant("C802", DOUBTFUL, "207", "主要用于缴纳职业年金支出。", "主要用于（缴纳职业年金支出。"),
    Plant("C802", DOUBTFUL, "910", "“三公”经费预算支出", "“三公经费预算支出"),
    Plant("C802", DOUBTFUL, "350", "《关于进一步推进预算公开", "关于进一步推进预算公开"),
    Plant("C811", DOUBTFUL, "207", "财政业务指导与宣传", "财政业务指导指导与宣传"),
    Plant("C811", DOUBTFUL, "910", "离退休人员提租补贴", "离退休人员离退休人员提租补贴"),
    Plant("C811", DOUBTFUL, "350", "监测分析全区工业运行态势", "监测分析监测分析全区工业运行态势"),
    Plant("A531", SMALL, "207", "主要用于缴纳职业年金支出。", "主要用于缴纳职业年金支出"),
    Plant("A531", SMALL, "350", "开展科技合作交流。", "开展科技合作交流"),
    Plant("A531", SMALL, "910", "机关事业单位职业年金缴费支出增加。", "机关事业单位职业年金缴费支出增加"),
    Plant("A532", SMALL, "910", "占13.48%。", "占13.48%；"),
    Plant("A532", SMALL, "910", "占100%。", "占100%；"),
    Plant("A532", SMALL, "207", "0.95万元，与2024年预算持平，主要原因是业务需要或跨部门协作交流等进行公务接待。",
          "0.95万元，与2024年预算持平；"),
    Plant("A533", SMALL, "207", "单价100万元（含）", "单价100万（含）"),
    Plant("A533", SMALL, "910", "单价20万元（含）", "单价20万（含）"),
    Plant("A533", SMALL, "350", "我部门无其他需要说明的事项", "单价50万以上的设备，我部门没有。"),
    Plant("A534", SMALL, "207", "信息化建设（项）”166.66万元", "信息化建设（项）”166.66", also=()),
    Plant("A534", SMALL, "350", "预算安排1.00万元，其中", "预算安排1.00，其中"),
    Plant("A534", SMALL, "350", "共计安排21.87万元", "共计安排21.87"),
    Plant("A535", SMALL, "207", "229.43万元", "229.43万元元"),
    Plant("A535", SMALL, "910", "占59.07%", "占59.07%%"),
    Plant("A535", SMALL, "350", "共计安排21.87万元", "共计安排21.87万元万元"),
    Plant("A536", SMALL, "207", "单位：元", "单位:元"),
    Plant("A536", SMALL, "350", "单位：万元", "单位:万元"),
    Plant("A536", SMALL, "910", "单位：万元", "单位:万元"),
    Plant("A537", SMALL, "910", "政府性基金支出预算0万元", "政府性基金支出预算支出0万元"),
    Plant("A537", SMALL, "350", "2025年预算收入1186.91", "2025年收入预算收入1186.91"),
    Plant("A537", SMALL, "910", "机关运行经费预算支出3580.05", "机关运行经费支出预算支出3580.05"),
)  # fmt: skip
