"""Files that hold no table that is read here: each named as what it is, with what to do about it."""

from pop_tracker.web.archive import broken
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.other_kinds import Other, other_kind

_MESSAGES = {
    Other.MACROS: N_("Skedari ka makro. Ruajeni si XLSX ose DOCX, pa makro."),
    Other.TEMPLATE: N_("Ky është shabllon i Excel-it ose i Word-it. Ruajeni si XLSX ose DOCX."),
    Other.BINARY: N_("Ky është skedar binar i Excel-it (XLSB). Ruajeni si XLSX."),
    Other.SLIDES: N_("Ky është prezantim, jo tabelë. Dërgoni tabelën si XLSX, CSV UTF-8 ose DOCX."),
    Other.ODS: N_("Ky është skedar OpenDocument (ODS). Ruajeni si XLSX."),
    Other.ODT: N_("Ky është skedar OpenDocument (ODT). Ruajeni si DOCX."),
    Other.APPLE: N_("Ky është skedar i Apple Numbers ose Pages. Eksportojeni si XLSX ose DOCX."),
    Other.ARCHIVE: N_("Ky është arkiv me skedarë. Hapeni dhe dërgoni vetëm skedarin e tabelës."),
    Other.LOCKED: N_("Skedari është i mbrojtur me fjalëkalim. Hiqeni fjalëkalimin dhe ruajeni përsëri."),
    Other.XLS: N_("Ky është skedar i vjetër i Excel-it (XLS). Ruajeni si XLSX."),
    Other.DOC: N_("Ky është skedar i vjetër i Word-it (DOC). Ruajeni si DOCX."),
    Other.OLD: N_("Ky është skedar i një programi të vjetër. Ruajeni tabelën si XLSX, CSV UTF-8 ose DOCX."),
    Other.RTF: N_("Ky është skedar RTF. Ruajeni si DOCX."),
    Other.PAGE: N_("Kjo është faqe interneti, edhe nëse emri mbaron me XLS. Hapeni me Excel dhe ruajeni si XLSX."),
    Other.XML: N_("Ky është skedar XML. Hapeni me Excel ose Word dhe ruajeni si XLSX ose DOCX."),
    Other.PDF: N_(
        "Ky është PDF; prej tij tabela nuk lexohet. Dërgoni skedarin nga i cili u bë: XLSX, CSV UTF-8 ose DOCX."
    ),
    Other.PICTURE: N_("Kjo është foto; prej saj tabela nuk lexohet. Dërgoni tabelën si XLSX, CSV UTF-8 ose DOCX."),
    Other.BROKEN: broken().message,
    Other.PROGRAM: N_("Ky është program, jo tabelë. Dërgoni tabelën si XLSX, CSV UTF-8 ose DOCX."),
    Other.BYTES: N_("Skedari nuk është as tabelë, as tekst që lexohet. Dërgoni tabelën si XLSX, CSV UTF-8 ose DOCX."),
}


def refusal(contents: bytes) -> Refusal | None:
    """Why no table is read from the file; None for what may be text."""
    kind = other_kind(contents)
    return Refusal(_MESSAGES[kind], field="file") if kind else None
