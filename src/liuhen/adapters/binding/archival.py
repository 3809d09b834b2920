"""PDF/A-2b: a volume claims it only after the written file was checked and found to be so.

The check approves nothing it does not know; what it refuses may be fine, and the volume then simply claims nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from pikepdf import Name, Pdf, String, pdfa
from pikepdf.models.metadata import encode_pdf_date

from liuhen.adapters.binding.joining import opened, without_sets

FLAVOUR = "2b"
_PDFA = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>{made_at}</xmp:CreateDate><xmp:ModifyDate>{made_at}</xmp:ModifyDate>
<xmp:MetadataDate>{made_at}</xmp:MetadataDate><xmp:CreatorTool>Liuhen</xmp:CreatorTool>
<pdf:Producer>Liuhen</pdf:Producer>{pdfa}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a volume says of itself; `made_at` in ISO 8601 with its offset."""

    title: str
    author: str
    made_at: str


def save_checked(pdf: Pdf, into: Path, said: Said) -> bool:
    """Write the volume and tell whether it is PDF/A-2b; where it is not, it is written again without the claim."""
    _describe(pdf, said, claims=True)
    _save(pdf, into)
    if pdfa.validate_written(into, FLAVOUR).passed:
        return True
    _describe(pdf, said, claims=False)
    _save(pdf, into)
    return False


def culprits(files: Sequence[Path], said: Said) -> list[int]:
    """The places of those whose own pages are the reason; each is checked in a volume of its own."""
    with opened(files[0]) as first:
        return [place for place, file in enumerate(files) if not _alone(file, first, said)]


def _alone(file: Path, first: Pdf, said: Said) -> bool:
    with opened(file) as source, Pdf.new() as trial:
        trial.pages.extend(source.pages)
        if "/OutputIntents" in first.Root:
            trial.Root.OutputIntents = trial.copy_foreign(first.make_indirect(first.Root.OutputIntents))
        without_sets(trial)
        _describe(trial, said, claims=True)
        return pdfa.check(trial, FLAVOUR).passed


def _describe(pdf: Pdf, said: Said, *, claims: bool) -> None:
    moment = datetime.fromisoformat(said.made_at).replace(microsecond=0)
    words = {"title": escape(said.title), "author": escape(said.author), "made_at": moment.isoformat()}
    packet = _XMP.format(**words, pdfa=_PDFA if claims else "")
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    info = pdf.docinfo
    info.Title, info.Author, info.Producer = String(said.title), String(said.author), String("Liuhen")
    info.Creator = String("Liuhen")
    info.CreationDate = info.ModDate = String(encode_pdf_date(moment))


def _save(pdf: Pdf, into: Path) -> None:
    pdf.save(into, **pdfa.resolve_save_kwargs(FLAVOUR, deterministic_id=True))
