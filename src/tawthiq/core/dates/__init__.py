"""Dates as sources give them: partial, approximate, in two calendars and many spellings.

`read_date` takes a source's words and gives EDTF; `parse_edtf` gives the first and the last day that an
EDTF date can be. docs/reference/dates.md says what is read and how.
"""

from tawthiq.core.dates.dated import Dated, Period, age_at, birth_from_age, month_of, year_of
from tawthiq.core.dates.errors import AmbiguousDate, UnreadableDate
from tawthiq.core.dates.parsing import parse_edtf, parse_period
from tawthiq.core.dates.reading import read_date

__all__ = [
    "AmbiguousDate",
    "Dated",
    "Period",
    "UnreadableDate",
    "age_at",
    "birth_from_age",
    "month_of",
    "parse_edtf",
    "parse_period",
    "read_date",
    "year_of",
]
