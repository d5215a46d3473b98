"""The mark of a test that reads a picture."""

import pytest

from pop_tracker.contracts.reading.formats import scan

needs_tesseract = pytest.mark.skipif(not scan.is_installed(), reason="tesseract-ocr and tesseract-ocr-sqi are missing")
