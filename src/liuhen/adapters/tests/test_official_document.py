"""The wording of official documents is got out of text, Word and PDF files, and hostile ones are refused in words."""

import hashlib
import io
import subprocess
import sys
import zipfile

import pypdf
import pytest

from liuhen.adapters.official_document import MAX_BYTES, OfficialDocuments
from liuhen.core.lawbook.official import parse_official
from liuhen.ports.official_document import DocumentRefusal

READER = OfficialDocuments()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORDING = "第一条 为了记录，制定本办法。\n第二条 有下列情形之一的，应当录像：\n（一）扣押；\n（二）送达。\n"


def refusal(data, reader=READER):
    with pytest.raises(DocumentRefusal) as caught:
        reader.read(data, name="文件")
    return str(caught.value)


def docx(body, **parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return file.getvalue()


def paragraphs(*lines):
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def pdf(lines, font="Helvetica"):
    """A one-page PDF. Helvetica draws Latin letters, `chinese` any, by a table of them."""
    shown = [f"({line})" if font == "Helvetica" else f"<{line.encode('utf-16-be').hex()}>" for line in lines]
    drawn = "BT /F1 12 Tf 14 TL 50 700 Td " + " ".join(f"{line} Tj T*" for line in shown) + " ET"
    table = "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    table += "1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap"
    system = "/Registry(Adobe)/Ordering(Identity)/Supplement 0"
    composite = "/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 6 0 R"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        f"<</Type/Font/Subtype{'/Type1/BaseFont/Helvetica' if font == 'Helvetica' else composite}>>",
        f"<</Length {len(table)}>>stream\n{table}\nendstream",
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<<{system}>>>>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 8\n0000000000 65535 f \n{entries}trailer<</Size 8/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_offices_use(encoding):
    data = WORDING.encode(encoding)
    found = READER.read(data, name="办法.txt")
    assert found.text.lstrip("\ufeff") == WORDING
    assert (found.form, found.sha256) == ("txt", hashlib.sha256(data).hexdigest())


def test_a_word_file_gives_its_paragraphs_and_leaves_out_what_was_deleted():
    body = paragraphs("第一条 为了记录。", "第二条 保存三年。")
    body += "<w:p><w:del><w:r><w:t>删去</w:t></w:r></w:del><w:r><w:t>第三条</w:t><w:tab/><w:t>施行。</w:t></w:r></w:p>"
    found = READER.read(docx(body), name="办法.docx")
    assert found.form == "docx"
    assert found.text.splitlines() == ["第一条 为了记录。", "第二条 保存三年。", "第三条 施行。"]


def test_a_text_box_does_not_swallow_the_paragraph_it_stands_in():
    box = f"<w:txbxContent>{paragraphs('特急')}</w:txbxContent>"
    found = READER.read(docx(f"<w:p><w:r><w:t>第一条 </w:t>{box}<w:t>记录。</w:t></w:r></w:p>"), name="x")
    assert found.text.splitlines() == ["特急", "第一条 记录。"]


def test_automatic_numbers_of_a_word_file_are_counted_as_shown():
    numbering = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
    </w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
    style = '<w:style w:styleId="tiao"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    styles = f'<w:styles xmlns:w="{W}">{style}</w:styles>'

    def numbered(text, level):
        place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
        return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    body = numbered("下列情形：", 0) + numbered("甲；", 1) + numbered("乙。", 1)
    body += '<w:p><w:pPr><w:pStyle w:val="tiao"/></w:pPr><w:r><w:t>保存。</w:t></w:r></w:p>'
    found = parse_official(READER.read(docx(body, numbering=numbering, styles=styles), name="x").text)
    assert [(a.label, [i.label for i in a.items]) for a in found.articles] == [
        ("第一条", ["（一）", "（二）"]),
        ("第二条", []),
    ]


def test_a_table_of_a_word_file_becomes_rows():
    cells = "".join(f"<w:tc>{paragraphs(text)}</w:tc>" for text in ("1", "检查", "录像"))
    found = READER.read(docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), name="x")
    assert found.text == "| 1 | 检查 | 录像 |"


def test_a_pdf_with_text_is_read():
    found = READER.read(pdf(["Article one is about recording.", "Article two is about keeping."]), name="x.pdf")
    assert (found.form, found.pages) == ("pdf", 1)
    assert found.text.splitlines()[0] == "Article one is about recording."


def test_a_chinese_pdf_gives_articles_and_items_through_its_broken_lines():
    long = "执法人员应当在到达现场之后立即开启执法记录仪，并且一直记录到离开现场为止，不得中断记录。"
    lines = [
        "甲县办法",
        *_set(f"第一条 {long * 3}"),
        *_set(f"第二条 {long * 2}有下列情形："),
        "（一）扣押；",
        "（二）送达。",
    ]
    found = parse_official(READER.read(pdf(lines, font="chinese"), name="x.pdf").text)
    assert [a.text.splitlines()[0] for a in found.articles] == [long * 3, long * 2 + "有下列情形："]
    assert [item.label for item in found.articles[1].items] == ["（一）", "（二）"]


def _set(text, width=24):
    return [text[n : n + width] for n in range(0, len(text), width)]


def test_a_pdf_whose_letters_have_no_names_says_what_to_do():
    assert "OCR" in refusal(pdf(["\ue001\ue002\ue003\ue004\ue005" * 4] * 3, font="chinese"))


def test_a_scan_without_text_says_what_to_do():
    assert "OCR" in refusal(pdf([]))


def test_an_encrypted_pdf_is_refused_clearly():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["some text"] * 9)))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    assert "加密" in refusal(file.getvalue())


def test_a_word_file_that_unpacks_to_too_much_is_refused():
    body = paragraphs("哈") + " " * (60 << 20)
    data = docx(body)
    assert len(data) < 1 << 20
    assert "太大" in refusal(data)


def test_entities_of_a_word_file_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    assert "文档类型声明" in refusal(file.getvalue())


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"  \n", "没有文字"),
        (b"\xd0\xcf\x11\xe0old", "docx"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "OCR"),
        (b"PK\x03\x04broken", "docx"),
        (b"%PDF-1.7\nnothing else", "损坏"),
        (b"x" * (MAX_BYTES + 1), "MB"),
    ],
)
def test_what_gives_no_wording_says_what_to_do_instead(data, word):
    assert word in refusal(data)


def test_a_zip_that_is_no_word_file_is_named_as_such():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert ".docx" in refusal(file.getvalue())


def test_a_child_that_hangs_or_dies_is_survived():
    sleeping = OfficialDocuments(wall_seconds=0.5, command=[sys.executable, "-c", "import time; time.sleep(60)"])
    dying = OfficialDocuments(command=[sys.executable, "-c", "import os; os.abort()"])
    assert "超时" in refusal(docx(""), sleeping)
    assert "耗尽" in refusal(docx(""), dying)


def test_the_child_may_write_no_file(tmp_path):
    code = (
        "import resource; from liuhen.adapters.confined import limits; limits.confine();"
        "print(resource.getrlimit(resource.RLIMIT_FSIZE)[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "0"
