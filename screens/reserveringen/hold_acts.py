"""What a list of reservations offers: the acts on the one that is marked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from balie.circulation.hold_rules import ON_SHELF, ClosingReason
from balie.circulation.holds import HoldState
from balie.lending.holds.holds import HANDLED
from balie.lending.holds.pausing import NOT_PAUSED, SET_ASIDE
from screens.host.places import Queue
from screens.pages.act import Acts, PageAct
from screens.pages.page import Page

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.holds.catching import Handed
    from balie.lending.holds.lists import HoldRow
    from screens.host.asking import Host

_REASONS = (ClosingReason.CUSTOMER, ClosingReason.LIBRARY, ClosingReason.NOT_SUPPLIED)
_NONE = "Er staat hier geen reservering."
_WEEK = timedelta(days=7)


class HoldActs(Page):
    """A page with one reservation at hand. The rules of what may be done are those of `balie.lending.holds.holds`."""

    desk: Desk

    def row(self) -> HoldRow | None:
        """The reservation at hand; None where the list is empty."""
        raise NotImplementedError

    def done(self, told: str) -> None:
        """Something was done with it: show how it is now, and tell."""
        raise NotImplementedError

    def foot(self) -> tuple[str, ...]:
        """The acts that suit the reservation at hand."""
        row = self.row()
        if row is None:
            return self.FOOT
        if row.closed_on is not None:
            suiting: tuple[str, ...] = ("hold_queue",)
        elif row.state in ON_SHELF:
            suiting = ("cancel_hold", "keep_longer", "collect_elsewhere", "hold_slip")
        elif row.state is HoldState.TRANSPORT:
            suiting = ("cancel_hold", "collect_elsewhere", "hold_contact", "hold_slip")
        else:
            pausing = "pause_hold" if row.paused_until is None else "resume_hold"
            suiting = ("cancel_hold", "hold_priority", pausing, "hold_queue")
        return ("help", "main", *suiting, "back")

    def no_hold(self) -> str:
        """Why nothing can be done; empty when there is a reservation at hand."""
        return _NONE if self.row() is None else ""

    def against_cancelling(self) -> str:
        """Why it cannot be cancelled; empty when it can."""
        row = self.row()
        if row is None:
            return _NONE
        return HANDLED if row.closed_on is not None else ""

    def against_priority(self) -> str:
        """Why it can have no other priority; empty when it can."""
        row = self.row()
        if row is None:
            return _NONE
        return (
            "Deze reservering wacht niet meer: de volgorde doet er niet toe."
            if row.state is not HoldState.WAITING
            else ""
        )

    def against_pausing(self) -> str:
        """Why it cannot be paused; empty when it can."""
        row = self.row()
        if row is None:
            return _NONE
        if row.closed_on is not None:
            return HANDLED
        return "" if row.state is HoldState.WAITING else SET_ASIDE

    def against_resuming(self) -> str:
        """Why it cannot be taken up again; empty when it can."""
        row = self.row()
        if row is None:
            return _NONE
        return NOT_PAUSED if row.paused_until is None else ""

    def against_moving(self) -> str:
        """Why it cannot be collected elsewhere; empty when it can."""
        row = self.row()
        if row is None:
            return _NONE
        if row.closed_on is not None:
            return HANDLED
        return "" if len(self.desk.library.branches) > 1 else "Deze bibliotheek heeft maar één vestiging."

    def against_contact(self) -> str:
        """Why the customer cannot hear of it otherwise; empty when they can."""
        row = self.row()
        if row is None:
            return _NONE
        return HANDLED if row.closed_on is not None else ""

    def against_keeping(self) -> str:
        """Why nothing can be kept longer for it; empty when it can."""
        row = self.row()
        if row is None:
            return _NONE
        return "Voor deze reservering staat niets klaar." if row.state not in ON_SHELF else ""

    def against_slip(self) -> str:
        """Why its slip cannot be printed; empty when it can."""
        row = self.row()
        if row is None:
            return _NONE
        return (
            "Voor deze reservering staat niets apart: er is nog geen bon."
            if row.closed_on is not None or row.ready_item is None
            else ""
        )

    def against_opening(self) -> str:
        """Why its customer cannot be opened; empty when it can."""
        row = self.row()
        if row is None:
            return _NONE
        return "Van wie deze reservering was, wordt niet bewaard." if row.customer_id is None else ""

    async def do_cancel_hold(self) -> None:
        """Annuleren, with a reason."""
        from balie.lending.holds.holds import cancel_hold
        from screens.dialogs.pick import Pick
        from screens.dialogs.question import Question

        row = self.at_hand()
        chosen = await self.desk_app.ask(Pick("Waarom annuleren?", [_sentence(reason) for reason in _REASONS]))
        if chosen is None:
            return
        if await self.desk_app.ask(Question(f"De reservering van {row.customer} op {row.name} annuleren?")):
            handed = cancel_hold(self.desk, row.id, _REASONS[chosen])
            self.done(" ".join(("Geannuleerd.", *await told(self.desk_app, handed))))

    async def do_hold_priority(self) -> None:
        """Voorrang."""
        from balie.lending.holds.holds import read_priority, set_priority
        from screens.dialogs.ask_text import AskText

        row = self.at_hand()
        typed = await self.desk_app.ask(
            AskText(
                *("Voorrang", "Welke prioriteit? 0 komt eerst, 5 is gewoon, 9 komt laatst."),
                longest=1,
                typed=str(row.priority),
                makes_way=True,
                read=read_priority,
            )
        )
        if typed is not None:
            place = set_priority(self.desk, row.id, read_priority(typed))
            self.done(f"Prioriteit {typed}: nummer {place} in de rij.")

    async def do_pause_hold(self) -> None:
        """Uitstellen, or another day for what is put off."""
        from balie.dutch.dates import format_date
        from balie.lending.holds.pausing import pause_hold, read_pause
        from screens.dialogs.ask_text import AskText

        row, today = self.at_hand(), self.desk.working_date
        ahead = row.paused_until or today + 2 * _WEEK
        typed = await self.desk_app.ask(
            AskText(
                *("Uitstellen", "Vanaf welke dag wil de klant het weer hebben? (dd-mm-jjjj)"),
                longest=20,
                typed=format_date(ahead),
                makes_way=True,
                read=lambda text: read_pause(text, today),
            )
        )
        if typed is not None:
            until = read_pause(typed, today)
            pause_hold(self.desk, row.id, until)
            self.done(f"Uitgesteld tot {format_date(until)}; de plaats in de rij blijft.")

    async def do_resume_hold(self) -> None:
        """Hervatten."""
        from balie.lending.holds.pausing import resume_hold

        resume_hold(self.desk, self.at_hand().id)
        self.done("Doet weer mee, op dezelfde plaats in de rij.")

    async def do_collect_elsewhere(self) -> None:
        """Afhalen bij: another branch; what stands ready goes on transport."""
        from balie.lending.holds.collecting import collect_elsewhere
        from screens.dialogs.pick import Pick
        from screens.reserveringen.slips import print_slip

        row = self.at_hand()
        others = [branch for branch in self.desk.library.branches if branch.number != row.branch]
        labels = [f"{branch.number} {branch.name}" for branch in others]
        chosen = await self.desk_app.ask(Pick("Waar afhalen?", labels))
        if chosen is None:
            return
        moved = collect_elsewhere(self.desk, row.id, others[chosen].number)
        printed = await print_slip(self.desk_app, moved.slip)
        self.done(" ".join(filter(None, (moved.text, f"{printed}." if printed else ""))))

    async def do_hold_contact(self) -> None:
        """Bericht via: mail, letter, or none."""
        from balie.lending.holds.collecting import CONTACT_LABELS, hear_otherwise
        from screens.dialogs.pick import Pick

        row, ways = self.at_hand(), list(CONTACT_LABELS)
        labels = list(CONTACT_LABELS.values())
        chosen = await self.desk_app.ask(Pick("Hoe hoort de klant ervan?", labels, at=ways.index(row.contact)))
        if chosen is not None:
            hear_otherwise(self.desk, row.id, ways[chosen])
            self.done(f"Bericht over deze reservering: {labels[chosen]}.")

    async def do_keep_longer(self) -> None:
        """Langer klaar."""
        from balie.dutch.dates import format_date
        from balie.lending.holds.holds import keep_longer, read_until
        from screens.dialogs.ask_text import AskText

        row = self.at_hand()
        today = self.desk.working_date
        ahead = max(row.expires_on or today, today) + _WEEK
        typed = await self.desk_app.ask(
            AskText(
                *("Langer klaar", "Tot en met welke dag blijft het klaarstaan? (dd-mm-jjjj)"),
                longest=20,
                typed=format_date(ahead),
                makes_way=True,
                read=lambda text: read_until(text, today),
            )
        )
        if typed is not None:
            until = read_until(typed, today)
            keep_longer(self.desk, row.id, until)
            self.done(f"Blijft klaarstaan t/m {format_date(until)}.")

    async def do_hold_slip(self) -> None:
        """The slip in the item once more."""
        from balie.lending.holds.slips import queue_slip_again
        from screens.acts.printing import print_receipt

        self.say(await print_receipt(self.desk, queue_slip_again(self.desk, self.at_hand().id), None))

    async def do_hold_queue(self) -> None:
        """Who else waits."""
        await self.desk_app.show(Queue(self.at_hand().title_id))

    async def do_hold_customer(self) -> None:
        """Open whose it is, on the tab Klanten."""
        from screens.acts.in_klanten import open_in_klanten

        customer_id = self.at_hand().customer_id
        assert customer_id is not None, "refusal_of was asked first"
        await open_in_klanten(self.desk_app, customer_id)

    def at_hand(self) -> HoldRow:
        """The reservation that is marked."""
        row = self.row()
        assert row is not None, "refusal_of was asked first"
        return row

    ACTS: Acts[Self] = (
        PageAct("cancel_hold", do_cancel_hold, refused=against_cancelling),
        PageAct("hold_priority", do_hold_priority, refused=against_priority),
        PageAct("pause_hold", do_pause_hold, refused=against_pausing),
        PageAct("resume_hold", do_resume_hold, refused=against_resuming),
        PageAct("collect_elsewhere", do_collect_elsewhere, refused=against_moving),
        PageAct("hold_contact", do_hold_contact, refused=against_contact),
        PageAct("keep_longer", do_keep_longer, refused=against_keeping),
        PageAct("hold_slip", do_hold_slip, refused=against_slip),
        PageAct("hold_queue", do_hold_queue, refused=no_hold),
        PageAct("hold_customer", do_hold_customer, refused=against_opening),
    )


async def told(app: Host, handed: Handed | None) -> list[str]:
    """What becomes of a copy that is free, after printing the slip that goes with it; nothing without one."""
    from screens.reserveringen.slips import print_slip

    if handed is None:
        return []
    printed = await print_slip(app, handed.slip)
    return [f"{handed.number}: {handed.text}", *([f"{printed}."] if printed else [])]


def _sentence(reason: ClosingReason) -> str:
    return reason.label.capitalize()
