"""Screener: who is calling, what do they want, did I allow it, and what do I say?"""

__version__ = "0.1.0"
