"""The methodology of a release, written from what it holds and from the organisation's own words."""
