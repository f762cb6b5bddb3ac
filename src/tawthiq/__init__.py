"""Tawthiq: from the moment a violation is reported to the moment a number about it is published."""

__version__ = "0.1.0"
