"""The words that clerks write over columns and beside balances, and what they mean."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from kiosk.affairs.period import Cycle, Period
from kiosk.center.folder import ledger
from kiosk.center.folder.sheet import Sheet, squeeze


class Meaning(StrEnum):
    """What a column holds; the value is the word on the page and in what is remembered."""

    DAY = "日期"
    MONTH = "月"
    DAY_OF_MONTH = "日"
    SUMMARY = "摘要"
    PARTY = "对方"
    ACCOUNT = "科目"
    RECEIVED = "收入"
    PAID = "支出"
    AMOUNT = "金额"
    SIDE = "收或支"
    BALANCE = "余额"
    NUMBER = "凭证号"
    HANDLER = "经手人"
    NOTE = "备注"
    KEEP = "公开"
    LEAVE = "不公开"


_MORE = {
    Meaning.DAY: """
        入账日期 记帐日期 凭证日期 制单日期 交易日期 交易时间 支付日期 登记日期 年/月/日
    """,
    Meaning.MONTH: """
        月 月份
    """,
    Meaning.DAY_OF_MONTH: """
        日 号
    """,
    Meaning.SUMMARY: """
        摘要说明 摘要内容 收支摘要 经济业务内容 业务内容 事项 收支事由 项目内容 款项内容
        收支用途 资金用途 用途说明 款项用途 支出内容 经济内容 交易摘要
    """,
    Meaning.PARTY: """
        对方户名 对方姓名 单位或个人 单位(个人) 单位/个人 收款人(单位) 收款方 付款方 领款人
        交款人 收付单位 客户名称
    """,
    Meaning.ACCOUNT: """
        科目名称 总账科目 明细科目 一级科目 支出项目 收入项目 资金科目 费用类别 收支类别 分类
    """,
    Meaning.RECEIVED: """
        收方 收方金额 收入额 收入数 现金收入 收款 收款金额 进账 入账金额 收入合计 增加 收
        本月收入 本月收入金额 收入发生额
    """,
    Meaning.PAID: """
        付方 付方金额 支出额 支出数 现金支出 付款 付款金额 出账 付出 减少 付 本月支出
        本月支出金额 支出发生额 费用支出
    """,
    Meaning.AMOUNT: """
        金额 发生额 发生金额 收支金额 交易金额
    """,
    Meaning.SIDE: """
        收支 收/支 收支类型 收支方向 收付 类型 收支类别 方向 借贷 借贷标志 收支性质
    """,
    Meaning.BALANCE: """
        结存 结存金额 余额金额 结余金额 账户余额 本次余额 库存 现金余额
    """,
    Meaning.NUMBER: """
        凭证字 字号 票据号 票据号码 单据号 单据编号 发票号 收据号 票号 原始凭证号 凭证 号数
        凭单号
    """,
    Meaning.HANDLER: """
        经办 领款经手人 报账人 报账员 承办人 经手(办)人 经办人签字 证明人
    """,
    Meaning.NOTE: """
        附注 说明事项
    """,
    Meaning.LEAVE: """
        序号 编号 序 行号 附件 附件张数 附单据 审批人 批准人 审核 复核 审批 监委会 制单 记账
        签字 签名 盖章 凭证图片 凭证照片 票据 关联 相关 相关内容 关联内容 关联编号 借或贷
        附单据数
    """,
}
"""Words beside those that the folder reader knows; a column of the last kind is left out."""
ASKED = {
    "借方": Meaning.RECEIVED,
    "借方金额": Meaning.RECEIVED,
    "借方发生额": Meaning.RECEIVED,
    "贷方": Meaning.PAID,
    "贷方金额": Meaning.PAID,
    "贷方发生额": Meaning.PAID,
}
"""Debit and credit change sides with the account that is kept: always asked, once."""
DOUBTFUL = {
    "项目": Meaning.ACCOUNT,
    "内容": Meaning.SUMMARY,
    "说明": Meaning.NOTE,
    "类型": Meaning.SIDE,
    "类别": Meaning.ACCOUNT,
    "单位": Meaning.PARTY,
    "姓名": Meaning.PARTY,
    "名称": Meaning.SUMMARY,
}
"""Words that mean this here and that there: taken where nothing better is."""


def _words() -> dict[str, Meaning]:
    known = {}
    for word, field in ledger.FIELD.items():
        left = field in {"凭证", "关联", "序号"}
        known[squeeze(word)] = Meaning.LEAVE if left else Meaning(field)
    for meaning, words in _MORE.items():
        known |= {squeeze(word): meaning for word in words.split()}
    return {word: meaning for word, meaning in known.items() if word not in DOUBTFUL | ASKED}


WORDS = _words()
"""A head without blanks and units to its meaning."""
AMOUNTS = frozenset({Meaning.RECEIVED, Meaning.PAID, Meaning.AMOUNT, Meaning.BALANCE})


def meaning_of(head: str) -> Meaning | None:
    """The meaning of a head, also of one with its group before it (本月发生额·收入) or a unit."""
    plain = plain_head(head)
    last = plain.rpartition("·")[2]
    return WORDS.get(plain) or WORDS.get(last)


def plain_head(head: str) -> str:
    """A head for comparing: half width, without blanks, units and the numbers of a year."""
    plain = re.sub(r"\((?:单位:)?万?元\)|\(人民币\)", "", squeeze(head))
    return re.sub(r"(?:19|20)\d\d年?|\d{1,2}(?=月)", "", plain).strip("·")


def known_words(sheet: Sheet, row: int) -> int:
    """How many different known heads a row holds."""
    found = set()
    for column in sheet.filled(row):
        text = sheet.text(row, column)
        meaning = meaning_of(text) or (DOUBTFUL | ASKED).get(plain_head(text))
        if meaning is not None and len(text) <= 20:
            found.add(meaning if meaning is not Meaning.LEAVE else plain_head(text))
    return len(found)


class Label(StrEnum):
    """What a row is that is no receipt and no payment."""

    OPENING = "上期结余"
    CLOSING = "本期结余"
    BALANCE = "结余"
    TOTAL = "合计"
    SKIPPED = "小计"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_OPENING = ledger.OPENING | _set(
    """
    上期结转 上月结转 上季结转 上期结存 上月结存 上年结存 上年余额 期初数 期初 期初结存
    年初余额 年初结余 年初数 月初余额 月初结余 前期结余 承上期 承上月 上期转入 上月转入
    上年转入 上期余额结转 上月余额结转 结转上期 结转上月
    """
)
_CLOSING = ledger.CLOSING | _set(
    """
    本期结存 本月结存 本年结存 本季结存 期末 期末数 期末结存 月末余额 月末结余 月末结存
    年末余额 年末结余 季末余额 结转下期 结转下月 结转下年 结转下季 本期结转 本期末结余
    本月末结余 本月末余额 期末库存 滚存结余
    """
)
_TOTAL = ledger.TOTAL | _set(
    """
    共计 总合计 本月发生额 本期发生额 本月发生额合计 本期发生额合计 本月收支合计
    本期收支合计 当月合计 当期合计 合计金额 本页合计
    """
)
_SKIPPED = ledger.SKIPPED | _set(
    """
    本月累计 本期累计 本季累计 全年累计 年累计 累计数 累计发生额 年初至今 至本月累计
    本月小计 本页小计 页计 转次页 接上页 承上页 以下空白 空白 此页无正文 收入小计 支出小计
    收入合计 支出合计
    """
)
_BALANCE = _set(
    """
    结余 余额 结存 账面余额 库存余额 银行存款余额 现金余额
    """
)
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {
    "十": 10, "十一": 11, "十二": 12,
}  # fmt: skip
_MONTH = re.compile(
    r"(?:\d{4}年)?(?:(\d{1,2})|([一二三四五六七八九十]{1,2}))月(?:份|底|末|初)?(.*)"
)


def label_of(text: str, period: Period | None) -> Label | None:
    """The kind of row that a word makes, or None for an ordinary one; 9月结余 depends on when."""
    word = unicodedata.normalize("NFKC", squeeze(text)).strip(":·()")
    word = re.sub(r"\(.*\)$", "", word)
    for words, label in (
        (_OPENING, Label.OPENING),
        (_CLOSING, Label.CLOSING),
        (_TOTAL, Label.TOTAL),
        (_SKIPPED, Label.SKIPPED),
        (_BALANCE, Label.BALANCE),
    ):
        if word in words:
            return label
    found = _MONTH.fullmatch(word)
    if found is None:
        return None
    month = int(found[1]) if found[1] else _NUMERALS.get(found[2], 0)
    return _label_of_month(month, found[3], period)


def _label_of_month(month: int, rest: str, period: Period | None) -> Label | None:
    if rest in _TOTAL:
        return Label.TOTAL
    if rest in _SKIPPED:
        return Label.SKIPPED
    if rest not in _BALANCE:
        return None
    if period is None or period.cycle is Cycle.STANDING:
        return Label.BALANCE
    return Label.CLOSING if month == period.last.month else Label.OPENING
