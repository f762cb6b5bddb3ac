"""Turns what is published into files: pages today, documents later."""
