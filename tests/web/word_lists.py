"""Paragraphs that Word numbers, and the lists that say how."""

from tests.web.office import paragraph, run


def numbered(words: str, level: int = 0, num: int = 1, more: str = "") -> str:
    return paragraph(
        run(words), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>{more}'
    )


def level(place: int, text: str, kind: str = "decimal", more: str = "") -> str:
    shown = f'<w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/>{shown}</w:lvl>'


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


LEGAL = '<w:isLgl/><w:suff w:val="nothing"/>'
LISTS = (
    abstract(7, level(0, "%1."), level(1, "%1.%2"), level(2, "%3)", "lowerLetter"), level(3, "%4", "decimalZero"))
    + abstract(8, level(0, "Neni %1", "upperRoman"), level(1, "%1-%2", "lowerLetter", LEGAL))
    + abstract(9, level(0, "•", "bullet"), level(1, "%1", "ordinal"))
    + abstract(10, '<w:numStyleLink w:val="Lista"/>')
    + '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="10"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/>'
    '</w:lvlOverride></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="7"/></w:num>'
)  # fmt: skip
LIST_STYLES = (
    '<w:style w:type="numbering" w:styleId="Lista"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Masa"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Me"><w:basedOn w:val="Masa"/></w:style>'
)
