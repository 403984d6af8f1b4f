"""The acts that are on record, as people read them."""

from __future__ import annotations

from typing import Any

from kiosk.affairs.role import Role

ACTS = {
    "staff.added": "加入人员",
    "staff.password": "换了新密码",
    "staff.own-password": "改了自己的密码",
    "staff.left": "停用",
    "staff.back": "恢复",
    "staff.login": "登录",
    "staff.logout": "退出",
    "staff.refused": "登录没有成功",
    "staff.locked": "输错太多次，锁住",
    "factor.set": "绑定了动态码",
    "factor.codes": "发了一次性码",
    "factor.used": "用了一次性码",
    "factor.refused": "动态码不对",
    "factor.reset": "取消了动态码",
    "case.look": "看了联系方式和原话",
    "version.submitted": "送审",
    "version.approved": "审核通过",
    "version.filed": "备案",
    "version.returned": "退回",
    "version.abandoned": "不再送审",
    "version.published": "公开",
    "removal.asked": "提出撤下",
    "removal.confirmed": "同意撤下",
    "removal.refused": "不同意撤下",
    "upload.look": "看了原始文件",
    "reminder.sent": "催办",
    "publishing.refused": "审核记录对不上，没有公开",
    "item.withdrawn": "撤下",
    "division.restored": "退回到以前的一天",
    "notice.posted": "发布紧急通知",
    "notice.reviewed": "复核紧急通知",
    "notice.ended": "结束紧急通知",
    "keys.made": "生成密钥",
    "keys.delegated": "授权发布单位",
    "keys.changed": "更换密钥",
    "keys.revoked": "作废并更换密钥",
    "keys.review": "改了要不要审核人签名",
    "folder.pushed": "从文件夹发布",
    "county.created": "建立全县",
    "archive.made": "做了年度归档",
    "appraisal.opened": "开了一次民主评议",
    "appraisal.codes": "发了投票码",
    "appraisal.ended": "结束了民主评议",
}
FACTS = {
    "name": "姓名",
    "role": "角色",
    "unit": "单位",
    "left": "还剩",
    "version": "版本",
    "step": "步骤",
    "reason": "理由",
    "day": "日期",
    "year": "年份",
    "count": "件数",
    "digest": "摘要",
    "title": "标题",
    "published": "公开日期",
    "asked_by": "谁提出",
    "changed": "换回",
    "gone": "拿下",
    "size": "字节数",
    "upload": "原件编号",
    "notice": "通知",
    "remark": "复核意见",
    "late": "过了时限",
}


_BEGINNING = 12
"""Characters of a digest that are shown."""


def fact_words(facts: dict[str, Any]) -> str:
    """Facts in one line; a role by its name, a key without words as it is."""
    return "；".join(f"{FACTS.get(key, key)}：{_value(key, facts[key])}" for key in facts)


def _value(key: str, value: Any) -> Any:
    if key == "role" and value in set(Role):
        return Role(value).chinese
    if key == "digest":  # the whole of it stands in the row; people compare its beginning
        return str(value)[:_BEGINNING]
    match value:
        case bool():
            return "是" if value else "否"
        case dict():
            return "，".join(str(each) for each in value.values() if each)
        case list():
            return "、".join(map(str, value)) or "没有"
        case _:
            return value


def act_words(act: str) -> str:
    """An act in Chinese; its code if it has no words yet."""
    return ACTS.get(act, act)
