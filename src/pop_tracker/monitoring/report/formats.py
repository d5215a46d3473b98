"""Kinds of files that a report comes in. It imports nothing, so that help can name them without the tables."""

from enum import StrEnum


class ReportFormat(StrEnum):
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


MEDIA_TYPES: dict[ReportFormat, str] = {
    # Not text/html: it is handed out to be kept, and never acts on the site's own pages.
    ReportFormat.HTML: "application/octet-stream",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
