"""Which right each action asks, so that what somebody may not do is refused before it begins (rules.md#rights).

The act below the screens asks it again. An action that is not here asks none by itself. Imported only where somebody
logged in.
"""

from __future__ import annotations

from balie.library.rights import Right

_OF_RIGHT: dict[Right, tuple[str, ...]] = {
    Right.SEE_CUSTOMER: (
        *("search", "last_list", "previous", "customer_record", "money_history", "in_bezit", "reserved", "documents"),
        *("family", "open_addressee", "hold_customer", "bon_customer", "list_of_customer", "holds_of"),
    ),
    Right.CHANGE_CUSTOMER: (
        *("edit", "replace_card", "add_card", "primary_card", "give_plastic", "password", "pin", "bounce", "household"),
    ),
    Right.ENROL: ("new", "enrol_again", "change_subscription", "renew", "give_number"),
    Right.CANCEL: ("cancel_membership", "withdraw"),
    Right.MERGE: ("merge", "unmerge"),
    Right.REMOVE: ("remove",),
    Right.ACCESS: ("access",),
    Right.BLOCK: ("block_card",),
    Right.LEND: (
        *("undo_scan", "extend", "book_drop", "book_fines", "in_house", "own_due_date", "report_lost", "customer_bon"),
        *("claim_returned", "searched", "print_search_list"),
        *("add_customer", "put_ready", "not_found", "missing", "found"),
    ),
    Right.RESERVE: (
        *("reserve", "reserve_item", "place_hold", "cancel_hold", "keep_longer", "pause_hold", "resume_hold"),
        *("collect_elsewhere", "hold_contact", "hold_slip", "print_pull_list"),
    ),
    Right.JUMP_QUEUE: ("hold_priority",),
    Right.CHARGE: ("book_costs",),
    Right.RECEIVE: ("pay", "keep_change", "sell"),
    Right.WAIVE: ("waive",),
    Right.PAY_OUT: ("pay_out", "withdraw_refund", "refund_account"),
    Right.TAKE_BACK: ("restore", "take_costs_back", "take_sale_back"),
    Right.TAKE_BACK_LATER: ("storno",),
    Right.COUNT_TILL: ("cash_up", "z_reports"),
    Right.SPEND: ("take_from_till",),
    Right.INVOICE: ("invoicing", "dunning"),
    Right.COLLECT: ("collection",),
    Right.BANK_FILE: ("bank_file", "to_customer", "set_aside"),
    Right.PAYOUT_FILE: ("settling", "payouts", "executed"),
    Right.SEE_MONEY: ("overviews", "save_csv", "print_overview"),
    Right.CHANGE_TITLE: ("change_title",),
    Right.CHANGE_ITEM: ("add_copy", "placing", "item_notes", "change_item"),
    Right.WRITE_OFF: ("write_off", "undo_write_off", "write_off_series"),
    Right.SEND: (
        *("send_all", "send_letters", "prepare", "withdraw_message", "queue_again", "went_out", "did_not_go"),
        *("came_back", "drop_bon"),
    ),
    Right.CHANGE_DAY: ("working_date", "today"),
    Right.CHANGE_PLACE: ("till",),
    Right.CALENDAR: ("day_closed", "day_fine_free", "day_open", "day_usual", "day_period", "day_holidays"),
}

RIGHT_OF = {action_id: right for right, ids in _OF_RIGHT.items() for action_id in ids}
"""The right that an action asks, by the action's id."""
