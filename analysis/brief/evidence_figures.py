"""The figures of the page of evidence: a saved SVG made fit to stand inside the page, its points links to their claims.

A picture is taken apart and put together again from a closed list of elements and attributes, so that no script, no handler, no
style sheet and no address of another place can stand in it. Styles become attributes, because the page allows no inline style.
"""

import re
from collections.abc import Mapping
from html import escape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from analysis.brief.saved import Picture
from analysis.typeface import advance, visible
from analysis.wording import Words

ELEMENTS = {"a", "circle", "clipPath", "defs", "ellipse", "g", "line", "path", "pattern", "polygon", "polyline", "rect", "svg", "text", "tspan", "use"}
SHAPES = {
    "clipPathUnits", "cx", "cy", "d", "dx", "dy", "height", "id", "patternContentUnits", "patternTransform", "patternUnits", "points", "r", "rx", "ry",
    "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
LOOKS = {
    "clip-path", "clip-rule", "dominant-baseline", "fill", "fill-opacity", "fill-rule", "font-family", "font-size", "font-stretch", "font-style",
    "font-weight", "opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "text-anchor",
}  # fmt: skip
# In points: a wider picture takes the whole width of the page.
HALF_WIDTH = 300
_OWN = re.compile(r"#([\w.:-]+)")
_CLAIM = re.compile(r"#claim-(C-[0-9a-f]{8})")
_REFERENCE = re.compile(r"url\(#([\w.:-]+)\)")
_PLAIN = re.compile(r"[\w\s.,#%()'\"+-]*")


def shown(pictures: list[Picture], told: Mapping[str, str], words: Words) -> str:
    """The figures one below the other, without those that draw nothing; `told`: each claim of the ledger in words."""
    drawn = [picture for picture in pictures if picture.draws_something()]
    return "\n".join(_figure(picture, place, told, words) for place, picture in enumerate(drawn, 1))


def _figure(picture: Picture, place: int, told: Mapping[str, str], words: Words) -> str:
    svg = inlined(picture.svg, picture.name, told)
    linked = next(svg.iter("a"), None) is not None
    number = f"{words('figure.name')} {place}"
    name = ": ".join(filter(None, (number, visible(picture.title))))
    label, text = f"figure-{picture.name}", escape(visible(picture.alternative))
    # An image hides its parts from a screen reader; one whose points are links is a group.
    svg.attrib |= {"role": "group" if linked else "img", "aria-label": name, "aria-describedby": f"{label}-text"}
    wide = float(svg.get("viewBox", "0 0 0 0").split()[2]) > HALF_WIDTH
    return (
        f'<figure id="{label}" class="{"wide" if wide else "half"}">\n<div class="picture" tabindex="0" role="group" aria-label="{escape(name)}">'
        f"{ElementTree.tostring(svg, encoding='unicode')}</div>\n<figcaption><strong>{escape(number)}.</strong> {escape(visible(picture.caption))}\n"
        f'<details><summary>{escape(words("evidence.described"))}</summary><p id="{label}-text">{text}</p></details></figcaption>\n</figure>'
    )


def inlined(svg: str, name: str, told: Mapping[str, str]) -> Element:
    """The picture as an element of an HTML page: ids begin with its name, a link to a claim in `told` bears the claim's words."""
    return _Inlining(name, told).of(ElementTree.fromstring(svg))


class _Inlining:
    """One picture on its way into the page; a claim's first link takes the keyboard's focus, its others do not."""

    def __init__(self, name: str, told: Mapping[str, str]):
        self.name, self.told, self.linked = name, told, set()

    def of(self, given: Element) -> Element:
        kind = _local(given.tag)
        made = Element(kind)
        for key, value in given.attrib.items():
            self.look(made, _local(key), value)
        for declared in given.get("style", "").split(";"):
            key, _, value = declared.partition(":")
            self.look(made, key.strip() if key.strip() in LOOKS else "", value)
        self.lead(made, next((value for key, value in given.attrib.items() if _local(key) == "href"), ""))
        if kind in ("text", "tspan"):
            made.text = visible(given.text or "")
        if kind == "text" and not len(given):
            _fit(made)
        for part in given:
            if isinstance(part.tag, str) and _local(part.tag) in ELEMENTS:
                inner = self.of(part)
                inner.tail = visible(part.tail or "") if kind in ("text", "tspan") else ""
                made.append(inner)
        return made

    def look(self, made: Element, key: str, value: str) -> None:
        """Keeps an attribute that draws, and nothing that could name another place."""
        plain = " ".join(value.split())
        reference = _REFERENCE.fullmatch(plain)
        if key == "id":
            made.set("id", f"{self.name}-{plain}")
        elif key in ("clip-path", "fill", "stroke") and reference:
            made.set(key, f"url(#{self.name}-{reference[1]})")
        elif key in SHAPES | LOOKS and "url" not in plain.casefold() and _PLAIN.fullmatch(plain) and not (made.tag == "svg" and key in ("width", "height")):
            made.set(key, plain)

    def lead(self, made: Element, address: str) -> None:
        """Where a link or a copied shape leads: to a claim of the ledger, or to a shape of the same picture; anything else is no link."""
        own, claim = _OWN.fullmatch(address), _CLAIM.fullmatch(address)
        if made.tag == "use" and own:
            made.set("href", f"#{self.name}-{own[1]}")
        elif made.tag == "a" and claim and claim[1] in self.told:
            made.attrib |= {"href": address, "aria-label": f"{claim[1]}: {self.told[claim[1]]}"} | ({"tabindex": "-1"} if claim[1] in self.linked else {})
            self.linked.add(claim[1])
        elif made.tag == "a":
            made.tag = "g"


def _fit(text: Element) -> None:
    """Words are as wide as they were drawn, whatever typeface the reader's machine sets them in: the page carries no font."""
    size, weight = text.get("font-size", "").removesuffix("px"), text.get("font-weight", "400")
    if text.text and re.fullmatch(r"\d+(\.\d+)?", size) and weight.isdecimal():
        text.attrib |= {"textLength": f"{advance(text.text, float(size), int(weight)):.2f}", "lengthAdjust": "spacingAndGlyphs"}


def _local(name: str) -> str:
    return name.rpartition("}")[2]
