"""Calls as they come in, from programs that hear the telephone ring (docs/listen.md).

Nothing here is loaded, and no connection made, unless the person asked to listen.
"""
