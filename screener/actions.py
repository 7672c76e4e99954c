"""Every action of the screen, once: keys, palette, help and the settings are read from here.

Knows nothing of Textual, so that a command can check the person's keys without the screen.
"""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a person is. `ANYWHERE` holds what works in all of them."""

    ANYWHERE = "anywhere"
    CALL = "call"
    HISTORY = "history"
    VENDORS = "vendors"
    RIGHTS = "rights"
    INSIGHTS = "insights"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    `keys` are Textual key names, the first of them shown; `short` is the footer's word (empty:
    not in the footer); `needs` names what must be there for it to work (`PlaceScreen.has`);
    `command` does the same without a screen, empty where there is nothing to do there. `first`
    takes the keys before a field sees them, where a text field has a use of its own for them.
    """

    id: str
    keys: str
    title: str
    short: str = ""
    place: Place = Place.ANYWHERE
    needs: str = ""
    command: str = ""
    first: bool = False

    @property
    def method(self) -> str:
        """The Textual action that a screen or the app implements as `action_<method>`."""
        return self.id.replace(".", "_")


ACTIONS: tuple[Action, ...] = (
    Action(
        "call.store",
        "ctrl+s,f2",
        "Store this call",
        "Store",
        Place.CALL,
        command="screener log",
    ),
    Action(
        "call.stop",
        "f7,ctrl+g",
        "Store it, and note that I told them to stop",
        "Stop",
        Place.CALL,
        needs="something",
        command="screener log, then screener optout",
        first=True,
    ),
    Action(
        "call.care",
        "f10",
        "I gave them something: store it, and what to do now",
        "Care",
        Place.CALL,
        needs="call",
        command="screener log, then screener aftercare",
    ),
    Action(
        "call.quick",
        "escape",
        "To the tells and answers, one key each; and back",
        "Tells",
        Place.CALL,
    ),
    Action(
        "call.ring",
        "f12,ctrl+k",
        "Ring back: the number on file of whom they claim to be",
        "Ring",
        Place.CALL,
        needs="something",
        command="screener lookup",
        first=True,
    ),
    Action(
        "call.expect",
        "f11,ctrl+e",
        "Expect a call: whose, and between which hours",
        "",
        Place.CALL,
        command="screener expect",
        first=True,
    ),
    Action("call.more", "f9,ctrl+l", "Show or hide the further fields", "More", Place.CALL),
    Action("call.clear", "f8", "Empty the form without storing", "", Place.CALL, needs="draft"),
    Action(
        "history.search",
        "slash,ctrl+f",
        "Search in everything",
        "Search",
        Place.HISTORY,
        command="screener history TEXT",
        first=True,
    ),
    Action(
        "history.narrow",
        "f",
        "Show only some: by label, permission, date, tag, vendor",
        "Filter",
        Place.HISTORY,
        command="screener history is:scam",
    ),
    Action(
        "history.label",
        "l",
        "Show only one label (again: the next)",
        "",
        Place.HISTORY,
        command="screener history label:upsell",
    ),
    Action(
        "history.group",
        "b",
        "Group by company, by number, by day, not at all",
        "Group",
        Place.HISTORY,
        command="screener history --by company",
    ),
    Action("history.fold", "z", "Open or fold all groups", "", Place.HISTORY, needs="groups"),
    Action(
        "history.correct",
        "c,f2",
        "Correct what this call was",
        "Correct",
        Place.HISTORY,
        needs="row",
        command="screener correct",
    ),
    Action(
        "history.note",
        "n",
        "Note something on this call",
        "",
        Place.HISTORY,
        needs="row",
        command="screener note",
    ),
    Action(
        "history.tag",
        "t",
        "Tag this call",
        "",
        Place.HISTORY,
        needs="row",
        command="screener tag",
    ),
    Action(
        "history.amend",
        "e",
        "Put facts of this call right",
        "",
        Place.HISTORY,
        needs="row",
        command="screener amend",
    ),
    Action(
        "history.vendor",
        "m",
        "Make a vendor of this caller",
        "",
        Place.HISTORY,
        needs="stranger",
        command="screener vendor add",
    ),
    Action(
        "history.optout",
        "o",
        "Opt this caller out",
        "Opt out",
        Place.HISTORY,
        needs="party",
        command="screener optout",
    ),
    Action(
        "history.care",
        "a",
        "I gave them something: what to do now",
        "",
        Place.HISTORY,
        needs="row",
        command="screener aftercare",
    ),
    Action("history.back", "escape", "Back to the list", "", Place.HISTORY),
    Action("vendors.add", "a", "Add a vendor", "Add", Place.VENDORS, command="screener vendor add"),
    Action(
        "vendors.edit",
        "e",
        "Edit this vendor",
        "Edit",
        Place.VENDORS,
        needs="vendor",
        command="screener vendor edit",
    ),
    Action(
        "vendors.optout",
        "o",
        "Opt out: tell that they may not call",
        "Opt out",
        Place.VENDORS,
        needs="vendor",
        command="screener optout",
    ),
    Action(
        "vendors.optin",
        "i",
        "Opt in: allow them to call",
        "Opt in",
        Place.VENDORS,
        needs="vendor",
        command="screener optin",
    ),
    Action(
        "vendors.end",
        "x",
        "End the relationship",
        "",
        Place.VENDORS,
        needs="vendor",
        command="screener vendor end",
    ),
    Action(
        "vendors.matrix",
        "t",
        "Say what they may call about, purpose by purpose",
        "",
        Place.VENDORS,
        needs="vendor",
        command="screener prefer",
    ),
    Action(
        "vendors.merge",
        "m",
        "Merge: another vendor is the same as this one",
        "",
        Place.VENDORS,
        needs="vendor",
        command="screener vendor merge",
    ),
    Action(
        "vendors.unmerge",
        "M",
        "Take a merge back",
        "",
        Place.VENDORS,
        needs="vendor",
        command="screener vendor unmerge",
    ),
    Action(
        "vendors.people",
        "p",
        "The people you know, apart from vendors",
        "People",
        Place.VENDORS,
        command="screener person list",
    ),
    Action("vendors.search", "slash,ctrl+f", "Find a vendor", "", Place.VENDORS),
    Action("vendors.back", "escape", "Back to the book", "", Place.VENDORS),
    Action(
        "rights.deadlines",
        "d",
        "To your opt-outs and their deadlines",
        "Due",
        Place.RIGHTS,
        needs="d",
        command="screener deadlines",
    ),
    Action(
        "rights.violations",
        "v",
        "To the calls that may have broken a rule",
        "Broken",
        Place.RIGHTS,
        needs="v",
        command="screener violations",
    ),
    Action(
        "rights.report",
        "r",
        "Write a report about this caller",
        "Report",
        Place.RIGHTS,
        needs="row",
        command="screener report",
    ),
    Action(
        "rights.letter",
        "l",
        "Write the letter that tells this caller to stop",
        "Letter",
        Place.RIGHTS,
        needs="row",
        command="screener letter",
    ),
    Action(
        "rights.care",
        "a",
        "The steps still to be done after a caller got something",
        "Steps",
        Place.RIGHTS,
        needs="care",
        command="screener aftercare",
    ),
    Action("rights.back", "escape", "Back to the list", "", Place.RIGHTS),
    Action(
        "insights.calls",
        "enter",
        "Show the calls behind this figure",
        "Calls",
        Place.INSIGHTS,
        needs="figures",
        command="screener history",
    ),
    Action(
        "insights.period",
        "p",
        "Look at another period: 13, 26 or 52 weeks",
        "Period",
        Place.INSIGHTS,
        needs="figures",
        command="screener insights --since",
    ),
    Action(
        "rules.switch",
        "space",
        "Turn this rule off, or on again",
        "On/off",
        Place.RULES,
        needs="rule",
        command="screener rules off",
    ),
    Action(
        "rules.weight",
        "w",
        "Weigh this rule otherwise, tried on past calls first",
        "Weight",
        Place.RULES,
        needs="rule",
        command="screener rules weight",
    ),
    Action(
        "rules.bench",
        "b",
        "Type a sentence, and see what it fires",
        "Try",
        Place.RULES,
        command="screener explain --said",
    ),
    Action(
        "rules.write",
        "n",
        "Write a rule of your own",
        "New",
        Place.RULES,
        command="screener rules write",
    ),
    Action(
        "rules.edit",
        "e",
        "Put right a rule that you wrote",
        "Edit",
        Place.RULES,
        needs="own",
        command="screener rules write ID",
    ),
    Action(
        "rules.reset",
        "r",
        "Take back what you changed of this rule",
        "",
        Place.RULES,
        needs="changed",
        command="screener rules reset",
    ),
    Action(
        "rules.search",
        "slash,ctrl+f",
        "Find a rule",
        "Find",
        Place.RULES,
        command="screener rules list",
    ),
    Action("rules.back", "escape", "Back to the list", "", Place.RULES),
    Action("go.call", "f3,ctrl+n", "Go to Call", "Call"),
    Action("go.history", "f4,ctrl+r", "Go to History", "History"),
    Action("go.vendors", "f5,ctrl+o", "Go to Vendors", "Vendors"),
    Action("go.rights", "f6,ctrl+b", "Go to Rights", "Rights", first=True),
    Action(
        "go.insights",
        "ctrl+d",
        "Go to Insights",
        "Insights",
        command="screener insights",
        first=True,
    ),
    Action(
        "go.rules",
        "ctrl+u",
        "Go to Rules",
        "Rules",
        command="screener rules list",
        first=True,
    ),
    Action(
        "app.jump",
        "ctrl+a",
        "Jump: a letter stands at every field and list, and goes there",
        first=True,
    ),
    Action("app.help", "f1,question_mark", "Show the keys of this place", "Help"),
    Action("app.commands", "ctrl+p", "Everything, by its name", "All"),
    Action(
        "app.undo",
        "ctrl+z,u",
        "Undo what was done last",
        "Undo",
        command="screener undo",
    ),
    Action("app.redo", "ctrl+y", "Do again what was undone", command="screener undo --redo"),
    Action(
        "app.theme",
        "ctrl+t",
        "Next theme: dark, light, each in high contrast",
        command="screener config theme",
    ),
    Action(
        "app.own",
        "ctrl+x",
        "Throw the sample data away, and begin with your own",
        first=True,
    ),
    Action("app.leave", "ctrl+q", "Leave Screener"),
)


KEY_WORDS = {"slash": "/", "question_mark": "?", "escape": "Esc"}


def key_words(keys: str) -> str:
    """Keys as one reads them on a keyboard: `ctrl+s,f2` is "Ctrl+S or F2". A letter alone is told
    as it is typed: `m` and `M` are two keys."""
    return " or ".join(
        KEY_WORDS.get(key, key)
        if len(key) == 1 or key in KEY_WORDS
        else "+".join(part.capitalize() for part in key.split("+"))
        for key in keys.split(",")
    )


def of_place(place: Place) -> tuple[Action, ...]:
    """The actions of one place, in the order in which they are shown."""
    return tuple(action for action in ACTIONS if action.place is place)


BY_METHOD = {action.method: action for action in ACTIONS}
