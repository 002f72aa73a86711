"""What is counted: keys beyond the characters that are data.

Data is what is written down or looked for: a name, a date, a number, an address, a code, an amount, with the blanks and
dots in it; and what a scanner sends, its Enter too. A key is everything else: Enter, Tab, a function key, an arrow, a
letter that chooses (`v` for a number of the system, `m` for a man, `j` for yes, `p` for pin) and a letter that goes
somewhere (`W`). A chord is one.
"""

from __future__ import annotations

from tests.support.desk_driver import Driver


class Hands:
    """Two hands at the desk: what they press is counted, what they type from a form or a card is not."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.keys = 0

    async def press(self, *keys: str) -> None:
        """Press keys that are no data."""
        self.keys += len(keys)
        await self.driver.keys(*keys)

    async def data(self, text: str) -> None:
        """Type what is data, character by character."""
        await self.driver.type(text)

    async def scan(self, *numbers: str) -> None:
        """Hold things before the scanner, which sends an Enter behind each."""
        for number in numbers:
            await self.driver.burst(f"{number}\r")

    def see(self, text: str) -> None:
        """The screen shows this now; who does not see it has done something else."""
        assert text in self.driver.text, f"{text!r} is not on the screen:\n{self.driver.text}"
