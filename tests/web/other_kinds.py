"""Files that are none of those which are read, each of its kind."""

import io
import zipfile

from tests.web.office import office_file

MS = "application/vnd.ms-excel."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def archive(**parts: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return kept.getvalue()


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


def workbook(type_: str) -> bytes:
    return office_file("xl/book.xml", type_=type_)


KINDS = [
    ("ods", archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ODS"),
    ("odt", archive(mimetype="application/vnd.oasis.opendocument.text"), "ODT"),
    ("numbers", archive(**{"Index/Document.iwa": ""}), "Numbers"), ("zip", archive(a="b"), "arkiv"),
    ("xlsm", workbook(f"{MS}sheet.macroEnabled.main+xml"), "makro"),
    ("xlsb", workbook(f"{MS}sheet.binary.macroEnabled.main"), "XLSB"),
    ("xltm", workbook(f"{MS}template.macroEnabled.main+xml"), "makro"),
    ("xltx", workbook("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"), "shabllon"),
    ("pptx", workbook("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
     "prezantim"), ("xls", stream("Workbook"), "XLS"), ("doc", stream("WordDocument"), "DOC"),
    ("locked", stream("EncryptedPackage"), "fjalëkalim"), ("older", OLE, "programi të vjetër"),
    ("rtf", b"{\\rtf1 a}", "RTF"), ("html", b"\xef\xbb\xbf\n<HTML><table>", "faqe interneti"),
    ("mhtml", b"MIME-Version: 1.0\n", "faqe interneti"), ("xml", b"<?xml version='1.0'?><Workbook/>", "XML"),
    ("pdf", b"\n%PDF-1.7", "PDF"), ("png", b"\x89PNG\r\n\x1a\n", "foto"), ("heic", b"\0\0\0\x18ftypheic", "foto"),
    ("cut", archive(a="b")[:-10], "i dëmtuar"), ("program", b"MZ\x90\0\3\0\0\0" + bytes(56), "program"),
    ("program of Linux", b"\x7fELF\2\1\1" + bytes(57), "program"),
    ("shortcut", b"L\0\0\0\1\x14\2\0" * 8, "tekst që lexohet"),
    ("music", b"ID3\3\0\0\0\0\x1fvTSSE" + bytes(30), "tekst që lexohet"),
]  # fmt: skip
