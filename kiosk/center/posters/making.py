"""A poster of what is published: its words come from the feed."""

from __future__ import annotations

from datetime import date

from kiosk.center.posters.poster import Poster, PosterError
from kiosk.center.site.shelf import FEED_ERRORS, shelf


def poster_of(division: str, item: str, *, base: str, day: date) -> Poster:
    """The poster of a division, or of one disclosure by its id; PosterError.

    ``base`` is the center's address for phones.
    """
    try:
        county = shelf().county()
        known = shelf().division(division) is not None
        opened = shelf().open(item) if item else None
        place = shelf().place(division)
    except FEED_ERRORS as error:
        raise PosterError("发布的内容读不出来，海报没有做。请先运行 kiosk push。") from error
    if county is None or not known:
        raise PosterError(f"没有发布过区划 {division}，海报没有做。请核对12位代码。")
    if item and (opened is None or opened.disclosure.division != division):
        raise PosterError(f"{place}没有公开过 {item}，海报没有做。请核对编号。")
    if opened is not None and opened.content is None:
        raise PosterError(f"{item} 已经撤下来了，海报没有做。")
    return Poster(
        place=place,
        division=division,
        item=item,
        title=opened.disclosure.title if opened is not None else "",
        base=base,
        day=day,
        sample=county.sample,
    )
