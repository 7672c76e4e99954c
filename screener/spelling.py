"""One spelling for one word: contractions, abbreviations and slips of speech recognition."""


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as people read it."""
    return frozenset(words.split())


_CONTRACTED = {
    "aren't": "are not",
    "can't": "can not",
    "couldn't": "could not",
    "didn't": "did not",
    "doesn't": "does not",
    "don't": "do not",
    "hadn't": "had not",
    "hasn't": "has not",
    "haven't": "have not",
    "isn't": "is not",
    "mustn't": "must not",
    "needn't": "need not",
    "shouldn't": "should not",
    "wasn't": "was not",
    "weren't": "were not",
    "won't": "will not",
    "wouldn't": "would not",
    "ain't": "is not",
    "shan't": "shall not",
}

# Typed without the apostrophe; left out are those that are words of their own
# (were, well, ill, id, its, lets, shed, wed).
_BARE = {
    **{short.replace("'", ""): whole for short, whole in _CONTRACTED.items()},
    "cannot": "can not",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "youve": "you have",
    "youll": "you will",
    "theyre": "they are",
    "theyve": "they have",
    "weve": "we have",
    "thats": "that is",
    "whats": "what is",
    "heres": "here is",
    "theres": "there is",
    "wheres": "where is",
    "hes": "he is",
    "shes": "she is",
}

_SPOKEN = {
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "lemme": "let me",
    "gimme": "give me",
    "dunno": "do not know",
    "y'all": "you all",
    "ma'am": "maam",
    "o'clock": "oclock",
    "let's": "let us",
    "em": "them",
    "ya": "you",
    "yer": "your",
}

_SHORT = {
    "acc": "account",
    "acct": "account",
    "accts": "accounts",
    "addr": "address",
    "amt": "amount",
    "appt": "appointment",
    "appts": "appointments",
    "b4": "before",
    "bc": "because",
    "cust": "customer",
    "dept": "department",
    "govt": "government",
    "info": "information",
    "maint": "maintenance",
    "mgr": "manager",
    "min": "minute",
    "mins": "minutes",
    "mo": "month",
    "mos": "months",
    "mth": "month",
    "mths": "months",
    "msg": "message",
    "ok": "okay",
    "pcm": "per month",
    "pkg": "package",
    "pls": "please",
    "plz": "please",
    "pmt": "payment",
    "pymt": "payment",
    "pw": "password",
    "pwd": "password",
    "qs": "questions",
    "sched": "schedule",
    "svc": "service",
    "thx": "thanks",
    "thru": "through",
    "tonite": "tonight",
    "trnsfr": "transfer",
    "txt": "text",
    "tmr": "tomorrow",
    "tmrw": "tomorrow",
    "tmw": "tomorrow",
    "tomoz": "tomorrow",
    "ur": "your",
    "vm": "voicemail",
    "wk": "week",
    "wks": "weeks",
    "yr": "year",
    "yrs": "years",
    "2nite": "tonight",
    "2moro": "tomorrow",
    "&": "and",
    "+": "and",
    "/": "per",
    "%": "percent",
    "pct": "percent",
}

# Common slips of fingers and of speech recognition, each seen as one word for another.
_SLIPS = {
    "amozon": "amazon",
    "appointmnet": "appointment",
    "definately": "definitely",
    "garantee": "guarantee",
    "guarentee": "guarantee",
    "insurence": "insurance",
    "medicair": "medicare",
    "morgage": "mortgage",
    "mortage": "mortgage",
    "recieve": "receive",
    "recieved": "received",
    "soler": "solar",
    "subscribtion": "subscription",
    "warantee": "warranty",
    "waranty": "warranty",
    "warrenty": "warranty",
}

_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}
_IS = {"he", "she", "it", "that", "what", "who", "there", "here", "where", "how", "when", "why"}

_WHOLE = {
    short: tuple(whole.split())
    for table in (_CONTRACTED, _BARE, _SPOKEN, _SHORT, _SLIPS)
    for short, whole in table.items()
}

SINGLE = {"u": "you", "r": "are", "n": "and", "k": "okay", "w": "with"}
"""Letters that stand for a word, where they are not part of a spelled acronym."""

PAIRS = {
    ("per", "cent"): "percent",
    ("w", "o"): "without",
    ("b", "c"): "because",
    ("wi", "fi"): "wifi",
    ("e", "mail"): "email",
    ("voice", "mail"): "voicemail",
}
"""Words that are written apart or together."""


def spelled_out(word: str) -> tuple[str, ...]:
    """The words that one lower-case word with straight apostrophes stands for.

    A possessive loses its ending ("company's" → company); what is in no table stays.
    """
    whole = _WHOLE.get(word)
    if whole is not None:
        return whole
    if "'" not in word:
        return (word,)
    for ending, opened in _ENDINGS.items():
        if word.endswith(ending):
            return (*spelled_out(word.removesuffix(ending)), opened)
    if word.endswith("'s"):
        stem = word.removesuffix("'s")
        return (stem, "is") if stem in _IS else spelled_out(stem)
    return (word.replace("'", ""),)
