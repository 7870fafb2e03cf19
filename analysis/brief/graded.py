"""Source quality: how the claims are graded by the Admiralty code, how many nobody named tells, and who prints most. After ICD 206."""

from analysis.brief import selection
from analysis.brief.rows import count, directive
from analysis.brief.runs import Number, Setter
from analysis.brief.selection import Given
from analysis.origins import counts


def rows(given: Given) -> list[dict]:
    words, claims, documents = given.words, given.tables["claims"], given.tables["documents"]
    if claims.empty:
        return []
    found = [
        each
        for (reliability, credibility), number in selection.grades(claims).items()
        for each in count(f"grade.{reliability}{credibility}", number, "claims", words, f"reliability = {reliability}, credibility = {credibility}", "table")
    ]
    origins = sorted({origin for origin in claims["origin"] if counts(origin, given.vocabulary)})
    found += count("quality.origins", len(origins), "claims", words, f"origin counts as one of its own: {', '.join(origins)}")
    unnamed = claims[~claims["origin"].isin(origins)]
    found += count("quality.unnamed", len(unnamed), "claims", words, "origin does not count as one of its own")
    found += count("quality.reviewed", int((claims["status"] != "proposed").sum()), "claims", words, "status is not proposed")
    abstracts = documents[documents["kind"] == "abstract"]
    found += count("quality.abstracts", len(abstracts), "documents", words, "kind = abstract")
    outlet, number = _most(documents["publisher"])
    found.append(directive("icd206", 206, words))
    return found + count("quality.outlet", number, "documents", words, f"publisher = {outlet}")


def told(given: Given, setter: Setter) -> dict | None:
    """The matrix of grades and the sentences beside it; None where there are no claims."""
    words, claims = given.words, given.tables["claims"]
    if claims.empty:
        return None
    graded = selection.grades(claims)
    letters, figures = sorted({letter for letter, _ in graded}), sorted({figure for _, figure in graded})
    matrix = [{"letter": letter, "name": words(f"reliability.{letter}"), "counts": [setter.printed(f"grade.{letter}{figure}") for figure in figures]} for letter in letters]
    outlet = _most(given.tables["documents"]["publisher"])[0]
    sentences = [
        setter.counted("quality.origins", "quality.origins"),
        setter.counted("quality.unnamed", "quality.unnamed"),
        setter.counted("quality.reviewed", "quality.reviewed"),
        setter.counted("quality.abstracts", "quality.abstracts", all=Number("count.documents")),
        setter.counted("quality.outlet", "quality.outlet", outlet=outlet),
    ]
    heads = [words(f"credibility.{figure}") for figure in figures]
    labels = {"reliability": words("quality.reliability"), "credibility": words("quality.credibility")}
    return {"head": words("brief.quality"), "intro": setter.said("quality.intro", icd=Number("method.icd206")), "labels": labels, "heads": heads, "rows": matrix, "sentences": sentences}


def _most(publishers) -> tuple[str, int]:
    """The outlet of most reports, and of how many."""
    counted = publishers.value_counts()
    name = min(counted.index, key=lambda outlet: (-counted[outlet], outlet))
    return name, int(counted[name])
