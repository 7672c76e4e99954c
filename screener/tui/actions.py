"""The actions of the screen (`screener/actions.py`) as Textual binds them to keys."""

from collections.abc import Mapping

from textual.binding import Binding, BindingsMap

from screener.actions import ACTIONS, BY_METHOD, Action, Place, key_words, of_place

__all__ = [
    "ACTIONS",
    "BY_METHOD",
    "Action",
    "Place",
    "binding_of",
    "bindings",
    "key_words",
    "of_place",
    "rebound",
]


def binding_of(action: Action) -> Binding:
    """The key binding of an action, with its id so that the settings can move it."""
    return Binding(
        action.keys,
        action.method,
        action.short or action.title,
        show=bool(action.short) and not action.id.startswith("go."),  # those stand in the bar above
        tooltip=action.title,
        priority=action.first,
        id=action.id,
    )


def bindings(place: Place) -> list[Binding]:
    """The key bindings of one place."""
    return [binding_of(action) for action in of_place(place)]


def rebound(found: BindingsMap, keys: Mapping[str, str]) -> BindingsMap:
    """Bindings with the actions in `keys` (by their ids) moved to those keys."""
    moved: dict[Binding, None] = {}
    for _, binding in found:
        key = keys.get(binding.id or "", binding.key)
        moved[binding.with_key(key, None)] = None
    return BindingsMap(moved)
