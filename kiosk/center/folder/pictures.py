"""Pictures for the screen: decoded whole, turned upright, stripped of everything hidden.

What leaves here carries no EXIF (a phone writes the place and the time into every photo), no
colour profile, and no more pixels than the screen can show.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from kiosk.affairs.masking import find_personal_data

PICTURE_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"})
PDF_ENDINGS = frozenset({".pdf"})
MEDIA_ENDINGS = PICTURE_ENDINGS | PDF_ENDINGS

SETTINGS = "1"
"""Counts up whenever the same source would give other bytes: it is part of the cache's key."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_LONG_SIDE = 2_000
_PAGE_WIDTH = 1_600
_PAGE_HEIGHT = 6_000
_PAGES = 200
_BYTES = 60 * 2**20
_QUALITY = 80
_DRAWING_COLOURS = 4_096


class PictureError(ValueError):
    """The file is no picture that can be shown.  The message is Chinese, for its author."""


class Rendered(NamedTuple):
    """One page or picture: its bytes, MIME type and pixels."""

    data: bytes
    type: str
    width: int
    height: int


class Pages(NamedTuple):
    """All pages of a file, and what its text layer should not say (already masked)."""

    pages: list[Rendered]
    findings: list[str]


def convert(path: Path) -> Pages:
    """The pages of a PDF or a picture file, as WebP.

    Raises PictureError, with a Chinese sentence, for anything that is not whole and harmless.
    """
    try:
        if path.stat().st_size > _BYTES:
            raise PictureError(f"文件超过 {_BYTES // 2**20} MB，请先压缩")
        data = path.read_bytes()
    except OSError as error:
        raise PictureError(f"打不开这个文件（{error.strerror}）") from error
    if path.suffix.lower() in PDF_ENDINGS:
        return _convert_pdf(data)
    return Pages(_convert_picture(data), [])


def pages_of_pdf(data: bytes) -> int:
    """How many pages a PDF has; 0 where it cannot be opened."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def _convert_picture(data: bytes) -> list[Rendered]:
    if data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"}:
        raise PictureError("是苹果手机的 HEIC 照片，读不了；请在相册里导出为 JPG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)  # odd EXIF, odd TIFF tags
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                return [_render(frame) for frame in _frames(picture)]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError("图片的像素太多，可能会拖垮机器；请缩小后再放进来") from error
    except UnidentifiedImageError as error:
        raise PictureError("不是图片，或者文件已经损坏") from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise PictureError("图片不完整或者已经损坏，请重新拍照或扫描") from error


def _frames(picture: Image.Image) -> list[Image.Image]:
    """The pages of a TIFF; of anything else the first picture, upright and decoded whole."""
    pages = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    if pages > _PAGES:
        raise PictureError(f"有 {pages} 页，最多 {_PAGES} 页，请分成几件")
    picture.draft("RGB", (_LONG_SIDE, _LONG_SIDE))
    found = []
    for page in range(pages):
        picture.seek(page)
        picture.load()
        drawn = picture.format not in {"JPEG", "TIFF"}
        frame = ImageOps.exif_transpose(picture)
        frame = _plain_colours(frame)
        frame.info["drawing"] = drawn and frame.getcolors(_DRAWING_COLOURS) is not None
        found.append(frame)
    return found


def _plain_colours(picture: Image.Image) -> Image.Image:
    """Colours as sRGB on white, whatever it was."""
    profile = picture.info.get("icc_profile")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    if profile and picture.mode in {"RGB", "CMYK"}:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            picture = (
                ImageCms.profileToProfile(
                    picture,
                    ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                    ImageCms.createProfile("sRGB"),
                    outputMode="RGB",
                )
                or picture
            )
    if picture.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        # 16-bit grey of scanners: the upper byte is the picture
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture.convert("RGB")


def _render(picture: Image.Image) -> Rendered:
    drawing = bool(picture.info.get("drawing"))
    picture.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _encode(picture, drawing=drawing)


def _encode(picture: Image.Image, *, drawing: bool) -> Rendered:
    """WebP; without loss for drawings.

    PNG with a palette was tried beside it for drawings: never smaller (3.2 kB against 2.1 kB a
    drawn voucher) and it took twice as long.
    """
    out = io.BytesIO()
    if drawing:
        picture.save(out, "WEBP", lossless=True, quality=60, method=2, exif=b"", icc_profile=None)
    else:
        picture.save(out, "WEBP", quality=_QUALITY, method=4, exif=b"", icc_profile=None)
    return Rendered(out.getvalue(), "image/webp", *picture.size)


def _convert_pdf(data: bytes) -> Pages:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise PictureError("PDF 加了密码，打不开；请去掉密码后再放进来") from error
        raise PictureError("不是 PDF，或者文件已经损坏") from error
    try:
        if not len(document):
            raise PictureError("PDF 里一页也没有")
        if len(document) > _PAGES:
            raise PictureError(f"PDF 有 {len(document)} 页，最多 {_PAGES} 页，请分成几件")
        pages, findings = [], []
        for number in range(len(document)):
            rendered, found = _render_page(document, number)
            pages.append(rendered)
            findings += found
    finally:
        document.close()
    return Pages(pages, findings)


def _render_page(document: pypdfium2.PdfDocument, number: int) -> tuple[Rendered, list[str]]:
    try:
        page = document[number]
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise PictureError(f"PDF 第 {number + 1} 页没有大小")
        # pdfium rounds up: half a pixel less keeps the page at the limit
        scale = min((_PAGE_WIDTH - 0.5) / width, (_PAGE_HEIGHT - 0.5) / height)
        picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        layer = page.get_textpage()
        text = layer.get_text_range()
        layer.close()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise PictureError(f"PDF 第 {number + 1} 页读不出来，文件可能已经损坏") from error
    findings = [
        f"第 {number + 1} 页有没有遮盖的{f.secret}（{f.masked}）" for f in find_personal_data(text)
    ]
    return _encode(picture, drawing=False), findings
