"""Which company a number or a name means, by what is on file: the vendor, else a claimed name
with all its spellings."""

from collections.abc import Iterable
from typing import NamedTuple

from screener.store.callers import CallerStore
from screener.store.claims import Company
from screener.store.search import fold
from screener.vendor import Household, Vendor

_ALIKE = 80
"""Of 100, from which on a name resembles another (rapidfuzz's token_sort_ratio)."""
_MOST_ALIKE = 3


class Whom(NamedTuple):
    """Whom a number or name means. `companies` are what the calls are counted by; `on_file` is
    False where only a claim says so. `alike` are names that resemble one nobody has."""

    name: str = ""
    vendor: Vendor | None = None
    companies: tuple[Company, ...] = ()
    on_file: bool = False
    alike: tuple[str, ...] = ()


NOBODY = Whom()


def company_of_number(store: CallerStore, number: str) -> Whom:
    """The company behind a number: the vendor on whose file it is, else whom its newest calls
    were attributed to, else what they claimed most often."""
    key = store.vendor_key_at(number) if number else None
    if key is not None:
        return _of_vendor(store, key, on_file=True)
    seen = store.companies_at(number) if number else []
    if not seen:
        return NOBODY
    vendor = next((company for company, _ in seen if not company.claim), None)
    if vendor is not None:
        return _of_vendor(store, vendor.key, on_file=False)
    name = seen[0][1]
    return Whom(name, companies=_spelled(store, (name,)))


def company_at(store: CallerStore, company: Company) -> Whom:
    """The company that calls are counted by, with all that is counted with it: a vendor's
    claimed names, a claimed name's other spellings, the vendor of such a name."""
    if not company.claim:
        return _of_vendor(store, company.key, on_file=False)
    name = store.said_as(store.folded(company))
    for key in store.vendor_keys_named(name):
        return _of_vendor(store, key, on_file=False)
    return Whom(name, companies=_spelled(store, (name,)) or (company,))


def company_named(store: CallerStore, name: str) -> Whom:
    """The company of that name: a vendor's, also where it is written another way, else one that
    was claimed in calls; else nobody, with the names that resemble it."""
    keys = store.vendor_keys_named(name)
    if len(keys) == 1:
        return _of_vendor(store, keys[0], on_file=True)
    vendor = _matched(store, name)
    if vendor is not None:
        return _of_vendor(store, vendor, on_file=True)
    companies = _spelled(store, (name,))
    if companies:
        return Whom(_as_said(store, name, companies), companies=companies)
    return Whom(name, alike=_alike(store, name))


def _of_vendor(store: CallerStore, key: int, *, on_file: bool) -> Whom:
    vendor = store.vendor_at_key(key)
    claims = _spelled(store, (vendor.name, *vendor.aliases))
    return Whom(vendor.name, vendor, (Company(False, key), *claims), on_file)


def _matched(store: CallerStore, name: str) -> int | None:
    """The vendor that identity finds for a claimed name."""
    from screener.call import Call  # noqa: PLC0415 - only for a name
    from screener.identity import Directory, identify  # noqa: PLC0415

    book = Household(region=store.region(), vendors=store.vendor_book())
    found = identify(Call(company=name), Directory(book)).vendor
    return None if found is None else found.id


def _spelled(store: CallerStore, names: Iterable[str]) -> tuple[Company, ...]:
    """The names claimed in calls that are one of these but for spelling and legal form."""
    from screener.consent import one_name  # noqa: PLC0415 - only where names are on file
    from screener.name_spelling import LEGAL_ENDINGS, SMALL, bare_words  # noqa: PLC0415

    names = tuple(names)
    ones = dict.fromkeys(one_name(name) for name in names)
    forms = dict.fromkeys((*(bare_words(fold(name)) for name in names), *((one,) for one in ones)))
    like = store.claimed_spelled(tuple(forms), SMALL, LEGAL_ENDINGS)
    found = {company: None for said, company in like.items() if one_name(said) in ones}
    for same in map(store.claimed, names):
        found |= {same: None} if same is not None else {}
    return tuple(found)


def _as_said(store: CallerStore, name: str, companies: tuple[Company, ...]) -> str:
    folded = fold(name)
    return store.said_as(folded) if store.claimed(name) in companies else name


def _alike(store: CallerStore, name: str) -> tuple[str, ...]:
    from rapidfuzz.fuzz import token_sort_ratio  # noqa: PLC0415 - only for a name nobody has
    from rapidfuzz.process import extract  # noqa: PLC0415

    asked = fold(name)
    vendors = {fold(n): n for v in store.vendor_book() for n in (v.name, *v.aliases)}
    claimed = [folded for word in asked.split() for folded in store.claimed_begun(word)]
    names = list(dict.fromkeys((*vendors, *claimed)))
    best = extract(asked, names, scorer=token_sort_ratio, limit=_MOST_ALIKE, score_cutoff=_ALIKE)
    return tuple(vendors.get(folded) or store.said_as(folded) for folded, _, _ in best)
