"""PDF: the text of its pages, as they were set, and where in the text each page begins.

Lines stay lines; a word that is parted at a line's end is put together. The day on which the file was made is not that of publication, so no date
is taken from it. A page counts by what it draws: forms that draw each other are counted as often as they are drawn, before any is.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator

from analysis.documents import safe_id
from analysis.intake.opening import content
from analysis.intake.plain_text import stem
from analysis.intake.reports import LONGEST_FIELD, primary, report
from analysis.intake.units import Outcome, Said, Shard, rejected
from analysis.text_files import MAX_BYTES

MAX_FILE, MAX_PAGES = 10 * MAX_BYTES, 2_000
MAX_DRAWN = 100_000_000  # bytes that all pages draw with; a thousand pages of a report come to half of that
MAX_STREAM = 50_000_000  # bytes of one stream, unpacked
PARTED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[a-zäöüß])")
DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


def read(shard: Shard, said: Said, _worth_reading) -> Iterator[Outcome]:
    """The file's report. Raises one of `opening.BROKEN`."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it mends much, and tells each time
    raw = content(shard.address, MAX_FILE)
    try:
        with pypdf.apply_configuration(**_bounds()):
            outcome = _outcome(shard.address, pypdf.PdfReader(io.BytesIO(raw)), said)
    except Exception as broken:  # whatever the library raises for bytes that are no PDF
        outcome = rejected(shard.address, f"it cannot be read as a PDF ({type(broken).__name__}: {broken}); print it anew")
    yield outcome


def _bounds() -> dict[str, int]:
    lengths = ("declared_stream_length", "zlib", "lzw", "run_length", "array_based_stream")
    return {f"maximum_{name}" if name.startswith("declared") else f"{name}_maximum_output_length": MAX_STREAM for name in lengths}


def _outcome(address: str, pdf, said: Said) -> Outcome:
    if pdf.is_encrypted:
        return rejected(address, "it is encrypted; save it without a password")
    if len(pdf.pages) > MAX_PAGES:
        return rejected(address, f"it has more than {MAX_PAGES:,} pages; split it")
    pages, length, drawn, known = [], 0, 0, {}
    for sheet in pdf.pages:
        drawn += _drawn(sheet, sheet.get_contents(), known, frozenset())
        if drawn > MAX_DRAWN:
            return rejected(address, f"its pages draw with more than {MAX_DRAWN:,} bytes; split it")
        pages.append(PARTED.sub("", "\n".join((sheet.extract_text() or "").splitlines())).strip())
        length += len(pages[-1])
        if length > MAX_BYTES:
            return rejected(address, f"its text has more than {MAX_BYTES:,} bytes; no report is longer")
    if not any(pages):
        return rejected(address, "there is no text in it, only pictures of pages; have it recognised (OCR) first")
    return _report(address, pages, pdf, said)


def _drawn(holder, stream, known: dict[int, int], above: frozenset[int]) -> int:
    """How many bytes of drawing a page or form comes to. Raises ValueError for forms that draw each other in a circle."""
    data = stream.get_data() if stream is not None else b""
    forms, total = _forms(holder), len(data)
    for name, times in Counter(DRAWS.findall(data)).items():
        form = forms.get(f"/{name.decode('latin-1')}", None)
        form = form and form.get_object()
        if not isinstance(form, dict) or form.get("/Subtype") != "/Form":
            continue
        key = form.indirect_reference.idnum if form.indirect_reference else id(form)
        if key in above:
            raise ValueError("its forms draw each other in a circle")
        if key not in known:
            known[key] = _drawn(form, form, known, above | {key})
        total += times * known[key]
    return total


def _forms(holder) -> dict:
    resources = holder.get("/Resources")
    forms = resources.get_object().get("/XObject") if resources else None
    forms = forms.get_object() if forms else {}
    return forms if isinstance(forms, dict) else {}


def _report(address: str, pages: list[str], pdf, said: Said) -> Outcome:
    starts, at = [], 0
    for each in pages:
        starts.append(str(at))
        at += len(each) + 1
    told = pdf.metadata.title if pdf.metadata else None
    language = pdf.root_object.get("/Lang", "")
    says = {"doc_id": safe_id(stem(address)), "title": " ".join(str(told or "").split())[:LONGEST_FIELD], "language": primary(str(language))}
    return report(f"{address}#pages={','.join(starts)}", "\n".join(pages), says, said)
