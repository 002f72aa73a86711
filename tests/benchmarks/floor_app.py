"""The floor: a bare Textual app with one Input. Run as a script."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class FloorApp(App[None]):
    """The least that a Textual app with something to type in can be."""

    def compose(self) -> ComposeResult:
        """One Input."""
        yield Input()


FloorApp().run()
