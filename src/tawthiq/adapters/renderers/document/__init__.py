"""The neutral document, and the readers that make it from what is published."""
