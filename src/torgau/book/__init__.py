"""The book: a static site of one pack that opens from disk, without a network and without a server.

    from torgau.book import write_book
    write_book(record, "book")

Pure functions gather the data of each page (`model`), templates only print it (`render`), and `write` writes all files or none.
"""

from torgau.book.build import Built, build_book, write_book
from torgau.book.write import NotABook

__all__ = ["Built", "NotABook", "build_book", "write_book"]
