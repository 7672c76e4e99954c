"""The screen in the household's browser: a small server that lets in only who may (docs/web.md).

Each browser tab gets a process of its own that runs the screen; this room knows no calls.
"""
