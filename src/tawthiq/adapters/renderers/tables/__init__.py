"""Standard tables as a page, a workbook or a document."""
