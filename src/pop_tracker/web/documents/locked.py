"""Imported by a reader of PDFs while it may still open files: to open one that asks for no password, but was locked
against changes, takes random numbers, and the library keeps their device open from the first time on."""

import io

import pikepdf

with pikepdf.new() as _locked:
    _locked.add_blank_page()
    _locked.save(_kept := io.BytesIO(), encryption=pikepdf.Encryption(owner="x", user=""))
pikepdf.open(_kept).close()
