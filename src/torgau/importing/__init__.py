"""Importing: from other people's files to movements, entries and a report in a pack, whole or not at all.

`batch` writes for every importer; the `iati_*` modules read IATI activity files.
"""
