"""How the Dutch write things: text, dates, periods, money, names, addresses, contact data and bank numbers.

Pure functions without a store or a screen. `read_*` take what a person typed, give it back in the one form the desk
keeps and shows (reading that form again changes nothing) and raise `balie.refusal.Refusal` with one reason in Dutch.
Empty input gives `""`: whether a field is required is judged by whoever asks. Only the digits 0 to 9 count as digits.

Patterns are kept as strings: `re` compiles them at first use, so that importing this room costs next to nothing.
"""
