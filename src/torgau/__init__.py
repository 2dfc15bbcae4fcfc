"""Torgau: plain-text accounting for promises between states."""

__version__ = "0.1.0"
