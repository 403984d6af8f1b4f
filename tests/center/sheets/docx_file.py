"""A .docx by hand: the few parts that Word itself would write."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/></Types>'
)
_NUMBERS = (
    f'<w:numbering xmlns:w="{_MAIN}">'
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_STYLES = (
    f'<w:styles xmlns:w="{_MAIN}"><w:style w:type="paragraph" w:styleId="H1">'
    '<w:name w:val="heading 1"/></w:style></w:styles>'
)


def paragraph(text, *, style="", strong=False, number=False):
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    run = "<w:rPr><w:b/></w:rPr>" if strong else ""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r>{run}"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def table(*rows):
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def picture(alt):
    return (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="'
        f'{_DRAWING}/wordprocessingDrawing"><wp:docPr id="1" name="a" descr="{alt}"/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData>'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:blipFill><a:blip r:embed="rId9"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def write_docx(path, *parts, head=""):
    """A document of paragraphs, tables and one picture."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#336699").save(out, "PNG")
    base = f"{_REL}/"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{base}officeDocument" Target="word/document.xml"/></Relationships>',
        )
        package.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId9" Type="{base}image" Target="media/a.png"/>'
            f'<Relationship Id="rId2" Type="{base}numbering" Target="numbering.xml"/>'
            f'<Relationship Id="rId3" Type="{base}styles" Target="styles.xml"/></Relationships>',
        )
        package.writestr("word/numbering.xml", _NUMBERS)
        package.writestr("word/styles.xml", _STYLES)
        package.writestr("word/media/a.png", out.getvalue())
        package.writestr(
            "word/document.xml",
            f'{head}<w:document xmlns:w="{_MAIN}" xmlns:r="{_REL}"><w:body>'
            + "".join(parts)
            + "</w:body></w:document>",
        )
    return path
