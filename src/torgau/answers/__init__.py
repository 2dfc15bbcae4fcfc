"""Answers: one function and one answer object behind every face (command line, Python, book)."""
