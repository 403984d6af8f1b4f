"""A long text taken apart as statutes are: chapters (章) and articles (条)."""

from __future__ import annotations

import re
from typing import NamedTuple

from kiosk.affairs.disclosure import Block, Heading, Paragraph

_CHAPTER = re.compile(r"第[一二三四五六七八九十百零〇\d]+[章编节](?:[\s\u3000]|$)")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条(?:之[一二三四五六七八九十]+)?")


class Chapter(NamedTuple):
    """A chapter of a long text: its name ('' before the first) and its articles."""

    name: str
    articles: tuple[Article, ...]


class Article(NamedTuple):
    """An article: its number (第十二条, '' for what has none) and its blocks."""

    number: str
    blocks: tuple[Block, ...]


def chapters_of(body: tuple[Block, ...]) -> list[Chapter]:
    """A body taken apart at its chapters and articles; one nameless chapter if it has none."""
    chapters: list[tuple[str, list[tuple[str, list[Block]]]]] = [("", [])]
    for block in body:
        text = ""
        if isinstance(block, Heading):
            text = block.text
        elif isinstance(block, Paragraph):
            text = "".join(span.text for span in block.spans)
        found = _ARTICLE.match(text.strip())
        if (
            isinstance(block, Heading)
            and found is None
            and (_CHAPTER.match(text.strip() + " ") or block.level == 1)
        ):
            chapters.append((text, []))
            continue
        articles = chapters[-1][1]
        if found is not None:
            articles.append((found[0], []))
        elif not articles:
            articles.append(("", []))
        articles[-1][1].append(block)
    return [
        Chapter(name, tuple(Article(number, tuple(blocks)) for number, blocks in articles))
        for name, articles in chapters
        if articles
    ]
