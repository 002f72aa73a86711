"""What `balie importeer titels` brings in, and what it says of it."""

from __future__ import annotations

from balie.commands.importing import ImportKind
from balie.dutch.counts import format_count, many
from balie.importing.titles.opening import encoding_of_titles, give_titles_back
from balie.importing.titles.titles import CheckedTitles, StoredTitles, TitleImport


def _counted(checked: CheckedTitles) -> list[str]:
    return [
        *(
            f"{words(tally.new)} nieuw, {format_count(tally.changed)} te wijzigen,"
            f" {format_count(tally.same)} al gelijk."
            for words, tally in ((_titles, checked.titles), (_items, checked.items))
        ),
        f"{many(checked.bad, 'fout', 'fouten')}; wat fout is gaat niet mee.",
    ]


def _asked(checked: CheckedTitles) -> str:
    titles, items = checked.titles.new + checked.titles.changed, checked.items.new + checked.items.changed
    return f"{_titles(titles)} en {_items(items)}"


def _stored(done: StoredTitles) -> list[str]:
    return [
        f"{words(tally.new)} toegevoegd, {words(tally.changed)} gewijzigd."
        for words, tally in ((_titles, done.titles), (_items, done.items))
    ]


def _passed_over(done: StoredTitles) -> list[str]:
    return [f"Exemplaar {number} kreeg intussen een andere titel en is overgeslagen." for number in done.elsewhere]


def _titles(count: int) -> str:
    return many(count, "titel", "titels")


def _items(count: int) -> str:
    return many(count, "exemplaar", "exemplaren")


TITLES: ImportKind[CheckedTitles, StoredTitles] = ImportKind(
    TitleImport, _counted, _asked, _stored, _passed_over, give_titles_back, encoding_of_titles
)
