"""What a voice says is what people say."""

import re

import pytest

from kiosk.affairs.spoken import money_in_words, number_in_words, sentences, spoken


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1286, "一千二百八十六"),
        (2000, "两千"),
        (2200, "两千二百"),
        (10_000, "一万"),
        (10_500, "一万零五百"),
        (12_000, "一万二千"),
        (20_000, "两万"),
        (20_050, "两万零五十"),
        (100_000, "十万"),
        (126_000, "十二万六千"),
        (1_000_001, "一百万零一"),
        (200_000_000, "两亿"),
        (100_010_000, "一亿零一万"),
        (1_234_567_890, "十二亿三千四百五十六万七千八百九十"),
        (-30, "负三十"),
    ],
)
def test_whole_numbers_are_said_with_their_zeros_where_people_say_them(value, said):
    assert number_in_words(value) == said


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (128_650, "一千二百八十六元五角"),
        (128_655, "一千二百八十六元五角五分"),
        (128_605, "一千二百八十六元零五分"),
        (0, "零元"),
        (5, "五分"),
        (20, "两角"),
        (22, "两角二分"),
        (200, "两元"),
        (220, "两元二角"),
        (1_000_000, "一万元"),
        (-320_000, "负三千二百元"),
    ],
)
def test_money_is_said_to_the_fen(fen, said):
    assert money_in_words(fen) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,286.50 元", "一千二百八十六元五角"),
        ("预算126,000.00元。", "预算十二万六千元。"),
        ("租金 3,000.00", "租金三千元"),
        ("－1,286.50元", "负一千二百八十六元五角"),
        ("¥88.00", "八十八元"),
        ("1.2万元", "一点二万元"),
        ("2万元", "两万元"),
        ("3,500 万元", "三千五百万元"),
        ("85元/亩", "八十五元每亩"),
        ("每人2元", "每人两元"),
        ("0.50元", "五角"),
    ],
)
def test_amounts(text, said):
    assert spoken(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026年3月", "二零二六年三月"),
        ("2026-03-05", "二零二六年三月五日"),
        ("2026.3.5", "二零二六年三月五日"),
        ("2026年10月12日", "二零二六年十月十二日"),
        ("3月5日", "三月五日"),
        ("2月2日", "二月二日"),
        ("2026-03", "二零二六年三月"),
        ("2026-Q3", "二零二六年第三季度"),
        ("2026-H1", "二零二六年上半年"),
        ("2026年", "二零二六年"),
        ("2024—2026年度", "二零二四到二零二六年度"),
        ("30日", "三十日"),
        ("2年", "两年"),
        ("二〇二六年", "二零二六年"),
        ("8:30至11:05，14:00", "八点三十分至十一点零五分，十四点"),
        ("今天 9:41", "今天九点四十一分"),
    ],
)
def test_dates_periods_and_times(text, said):
    assert spoken(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("57%", "百分之五十七"),
        ("12.50%", "百分之十二点五"),
        ("5%-10%", "百分之五到百分之十"),
        ("3‰", "千分之三"),
        ("12.5 亩", "十二点五亩"),
        ("2 亩", "两亩"),
        ("2户2人", "两户两人"),
        ("2组", "二组"),
        ("120㎡", "一百二十平方米"),
        ("2.5km", "二点五公里"),
        ("2 公里", "两公里"),
        ("第2组", "第二组"),
        ("第 2 笔", "第二笔"),
        ("第 1 页，共 2 页", "第一页，共两页"),
        ("第30条", "第三十条"),
        ("5-10天", "五到十天"),
        ("2～3个工日", "两到三个工日"),
        ("1 / 3 步", "一步，共三步"),
        ("1446名", "一千四百四十六名"),
        ("0.05", "零点零五"),
        ("－3℃", "负三摄氏度"),
        ("A7", "A七"),
    ],
)
def test_measures_shares_and_ranges(text, said):
    assert spoken(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("990101101201", "九九零幺零幺幺零幺二零幺"),
        ("电话 0990-8812345", "电话零九九零，八八幺二三四五"),
        ("拨打12345热线", "拨打幺二三四五热线"),
        ("12345热线", "幺二三四五热线"),
        ("电话：110", "电话：幺幺零"),
        ("合同2024-05号", "合同二零二四杠零五号"),
        ("凭证 001", "凭证零零幺"),
        ("138****5678", "幺三八，四位不公开，五六七八"),
        ("********1234", "八位不公开，幺二三四"),
    ],
)
def test_codes_and_telephone_numbers_are_said_figure_by_figure(text, said):
    assert spoken(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("赵＊兰", "赵某兰"),
        ("李＊", "李某"),
        ("欧阳＊＊", "欧阳某某"),
        ("王*山等5人", "王某山等五人"),
        ("马＊䶮", "马某眼"),
    ],
)
def test_masked_names_are_said_as_people_say_them(text, said):
    assert spoken(text) == said


def test_signs_are_words_or_pauses_and_full_width_figures_are_figures():
    assert spoken("＝ 本期结余 １２３ 元") == "等于本期结余一百二十三元"
    assert spoken("上期结余＋收入－支出") == "上期结余加收入减支出"
    assert spoken("《村规民约》") == "村规民约"
    assert spoken("QR 码") == "QR码"


def test_nothing_that_is_written_in_figures_is_left(request):
    """Whatever stands in the fictional county can be said."""
    county = request.config.rootpath / "content" / "示例县"
    seen = 0
    for path in sorted(county.rglob("*.md")):
        said = spoken(path.read_text(encoding="utf-8"))
        assert not re.search(r"[\d＊*%¥]", said), path
        seen += 1
    assert seen > 100


def test_a_text_is_parted_into_breaths_and_nothing_is_lost():
    text = "第一句。第二句很长，" + "一样的话，" * 30 + "完了！没有句号"
    parts = list(sentences(text))
    assert "".join(parts) == text
    assert parts[0] == "第一句。"
    assert parts[-1] == "没有句号"
    assert max(map(len, parts)) <= 60
