"""What many calls come to, and what a week brought."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from screener.dates import local_day
from screener.desk.care import Aftercare
from screener.desk.law import Law
from screener.ledger import PartyKind
from screener.words import Allowed

if TYPE_CHECKING:
    from screener import insights
    from screener.desk.companies import Whom
    from screener.reports.digest import Digest
    from screener.violations import Duty

MOST_COMPANIES = 10
_LOOKED_AT = 60
"""Counted names that are looked through for those that call most: several may be one company."""
_MOST_NEW = 5
_STATES = ("broken", "running", "kept so far", "no deadline")
_UNSURE = "label:undetermined OR -is:screened"
_MOST_ROWS = 200
"""Calls of one kind that a digest can tell."""


class Figures(Law, Aftercare):
    """Counting for people. Days are those of the household, both included."""

    def today(self) -> date:
        """The day at the household's place."""
        return local_day(self.clock(), self.household().time_zone)

    def period(self, since: date | None = None) -> tuple[date, date]:
        """From a day (without one: the usual weeks ago; never before the first call's) to today."""
        from screener.insights import usual_since  # noqa: PLC0415 - most commands count nothing

        today = self.today()
        if since is None:
            return usual_since(today), today
        return min(max(since, self.store.first_day() or today), today), today

    def count_all(self) -> int:
        """How many calls are on file."""
        return sum(calls for _, calls in self.store.days())

    def figures(self, since: date, until: date) -> "insights.Figures":
        """The calls by week and label, and by weekday and hour."""
        from screener.insights import figures_of  # noqa: PLC0415

        return figures_of(self.store.cells(since, until), since, until)

    def companies(self, since: date, limit: int = MOST_COMPANIES) -> "list[insights.Company]":
        """The companies that called most often since a day, spellings and numbers together."""
        found = [self._company(whom, since) for whom in self._busiest(since, limit)]
        return sorted(found, key=lambda each: -each.calls)[:limit]

    def changes(self) -> "insights.Changes":
        """What changed this month beside the same days of the month before."""
        from screener.insights import changes_of, month_spans  # noqa: PLC0415

        today = self.today()
        now, before = month_spans(today)
        found = (whom for whom in self._busiest(now[0], _LOOKED_AT)
                 if not self.store.came_before(whom.companies, now[0]))  # fmt: skip
        new = [self._company(whom, now[0]) for whom, _ in zip(found, range(_MOST_NEW))]  # noqa: B905
        return changes_of(self.store.counted(*now), self.store.counted(*before), today, new)

    def corrections(self, since: date, until: date) -> "insights.Corrections":
        """How often the verdict was corrected, and where."""
        from screener.consent import one_name  # noqa: PLC0415
        from screener.insights import corrections_of  # noqa: PLC0415

        names: dict[str, str] = {}
        corrected = [
            each._replace(company=names.setdefault(one_name(each.company), each.company))
            for each in self.store.corrected(since, until)
        ]
        return corrections_of(self.store.judged(since, until), corrected, since, until)

    def opt_outs(self) -> "insights.OptOuts":
        """What became of every opt-out. Fault where the country's law is not on file."""
        from screener.insights import OptOuts  # noqa: PLC0415

        # Where nobody was told to stop, no call needs to be held against the law.
        duties = self.deadlines() if self.household().ledger else ()
        states = Counter(duty.state for duty in duties)
        entries = sorted(map(self._opt_out, duties), key=lambda each: _STATES.index(each.state))
        return OptOuts(tuple(entries), states)

    def digest(self, day: date) -> "Digest":
        """What the week of a day brought (Monday to Sunday)."""
        from screener.insights import monday  # noqa: PLC0415
        from screener.reports.digest import Digest  # noqa: PLC0415

        first = monday(day)
        last, today = first + timedelta(days=6), self.today()
        rows = self.store.history
        known = self.law_on_file() is not None
        found = self.violations(since=first).violations if known else ()
        return Digest(
            first=first,
            last=last,
            today=today,
            week=self.store.counted(first, last),
            before=self.store.counted(first - timedelta(7), first - timedelta(1)),
            refused=tuple(
                rows(since=first, until=last, permission=Allowed.REFUSED, limit=_MOST_ROWS)
            ),
            scams=tuple(rows(since=first, until=last, scam=True, limit=_MOST_ROWS)),
            unsure=tuple(rows(_UNSURE, since=first, until=last, limit=_MOST_ROWS)),
            companies=tuple(self._of_week(first, last)),
            violations=tuple(each for each in found if first <= each.at.date() <= last),
            duties=self.deadlines() if known and self.household().ledger else (),
            care=tuple(self.aftercare_open()),
        )

    def _of_week(self, first: date, last: date) -> "Iterator[tuple[str, int]]":
        seen: set[object] = set()
        calls = {
            group.company: group.calls for group in self.store.busiest(first, last, _LOOKED_AT)
        }
        from screener.desk.companies import company_at  # noqa: PLC0415

        for company in calls:
            whom = company_at(self.store, company)
            if company not in seen:
                yield whom.name, sum(calls.get(each, 0) for each in {company, *whom.companies})
            seen.update(whom.companies)

    def _busiest(self, since: date, limit: int) -> "Iterator[Whom]":
        """Those that call most, each once."""
        from screener.desk.companies import company_at  # noqa: PLC0415 - names need rapidfuzz

        seen: set[object] = set()
        told = 0
        for group in self.store.busiest(since, self.today(), _LOOKED_AT):
            if group.company not in seen and told < limit:
                whom = company_at(self.store, group.company)
                seen.update((group.company, *whom.companies))
                told += 1
                yield whom

    def _company(self, whom: "Whom", since: date) -> "insights.Company":
        from screener.insights import Company, company_words  # noqa: PLC0415

        tally = self.store.companies_since(whom.companies, self.store.moment_of(since))
        names = (whom.name, *(self.store.folded(each) for each in whom.companies if each.claim))
        numbers = self.store.numbers_of(whom.companies, 1)[1]
        words = company_words(names)
        return Company(
            name=whom.name,
            calls=tally.calls,
            labels=tally.labels,
            numbers=numbers,
            refused=tally.refused,
            scams=tally.scams,
            words=f"{words} since:{since}" if words else f"since:{since}",
        )

    def _opt_out(self, duty: "Duty") -> "insights.OptOut":
        from screener.insights import OptOut, company_words  # noqa: PLC0415

        who, told = duty.party.value, local_day(duty.at, self.household().time_zone)
        if duty.party.kind is PartyKind.NUMBER:
            words = f"number:{who.lstrip('+')}" if any(map(str.isdigit, who)) else ""
        else:
            words = company_words([who])
        return OptOut(
            who=who,
            told=told,
            state=duty.state,
            honour_by=duty.honour_by,
            days_left=duty.days_left,
            broken=duty.broken,
            words=f"{words} since:{told}".strip(),
        )
