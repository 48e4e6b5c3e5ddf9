"""Office files made at test time: the least that each format needs."""
from __future__ import annotations

import zipfile
from pathlib import Path

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
FORMATS = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAW = "http://schemas.openxmlformats.org/drawingml/2006/main"


def make(path: Path, text: str, *, linked_picture: str | None = None) -> Path:
    """A file of the kind that its name ends in, with one line of text."""
    parts = {".docx": _docx, ".xlsx": _xlsx, ".pptx": _pptx}[path.suffix](text)
    if linked_picture:
        parts["word/_rels/document.xml.rels"] = _relations(("image", linked_picture, "External"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _package(main: str, types: dict[str, str]) -> dict[str, str]:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{FORMATS}.{kind}+xml"/>' for name, kind in types.items())
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relations(("officeDocument", main, None)),
    }


def _relations(*relations: tuple[str, str, str | None]) -> str:
    inner = ""
    for number, (kind, target, mode) in enumerate(relations, start=1):
        outside = f' TargetMode="{mode}"' if mode else ""
        inner += f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"{outside}/>'
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def _docx(text: str) -> dict[str, str]:
    parts = _package("word/document.xml", {"word/document.xml": "wordprocessingml.document.main"})
    line = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    parts["word/document.xml"] = f'{HEAD}<w:document xmlns:w="{WORD}"><w:body>{line}</w:body></w:document>'
    return parts


def _xlsx(text: str) -> dict[str, str]:
    parts = _package("xl/workbook.xml", {
        "xl/workbook.xml": "spreadsheetml.sheet.main", "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet"})
    parts["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>')
    parts["xl/_rels/workbook.xml.rels"] = _relations(("worksheet", "worksheets/sheet1.xml", None))
    parts["xl/worksheets/sheet1.xml"] = (
        f'{HEAD}<worksheet xmlns="{SHEET}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
        "</sheetData></worksheet>")
    return parts


def _pptx(text: str) -> dict[str, str]:
    parts = _package("ppt/presentation.xml", {
        "ppt/presentation.xml": "presentationml.presentation.main", "ppt/slides/slide1.xml": "presentationml.slide"})
    parts["ppt/presentation.xml"] = (
        f'{HEAD}<p:presentation xmlns:p="{SLIDE}" xmlns:r="{RELATIONS}"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst>'
        '<p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>')
    parts["ppt/_rels/presentation.xml.rels"] = _relations(("slide", "slides/slide1.xml", None))
    parts["ppt/slides/slide1.xml"] = (
        f'{HEAD}<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAW}"><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/>'
        '<p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="T"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        '<p:spPr><a:xfrm><a:off x="900000" y="900000"/><a:ext cx="6000000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>")
    return parts
