"""The way in: `balie`. Shows a first frame before anything large is imported, then opens the desk or runs a command.

Imports nothing at the top that the interpreter has not loaded already: the first cells are on the screen before
Textual is even looked for.
"""

import gc
import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from balie.commands import DeskOptions
    from balie.practice.asciicast import Cast
    from balie.store.waiting import Wait

_VALUED = frozenset({"--bestand", "--bibliotheek", "--vestiging", "--medewerker", "--werkdatum", "--kas"})
_BARE = frozenset({"--muis"})

_PRACTISE = "oefenen"
_OTHERWISE = frozenset({"--help", "-h", "--voortgang", "--csv", "--wis", "--opname"})
"""What `balie oefenen` does without a screen, or asks about before it shows one."""
_COMPLETION = "_BALIE_COMPLETE"
"""Set by a shell that asks what may follow what was typed: then there is no screen."""

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J"
_LEAVE = "\x1b[?25h\x1b[?1049l"


def main() -> int:
    """Run `balie` with the arguments of the command line. Returns the exit status: 0, 1 refused, 2 usage."""
    gc.disable()  # nothing made while starting is garbage; the app turns it on again when it is ready
    arguments = sys.argv[1:]
    frame = _FirstFrame()
    try:  # not `with`: a signal may come while the frame is being shown
        if opens_the_desk(arguments):
            if not _is_meant(arguments):
                return 1
            frame.show()
        else:
            gc.enable()
        return _run_command(arguments)
    except Exception as error:  # a mistake in the program, in a command or before the app is there to tell it
        from contextlib import suppress

        from screens.program.crash import tell

        with suppress(OSError):  # nobody may be there to tell
            print(tell(error), file=sys.stderr, flush=True)
        return 1
    finally:
        frame.take_away()


def opens_the_desk(arguments: list[str]) -> bool:
    """Whether these arguments open the screens: only options of the desk, and no sub-command but that of practising."""
    if _COMPLETION in os.environ:
        return False
    if arguments and arguments[0] == _PRACTISE:
        return not any(argument.partition("=")[0] in _OTHERWISE for argument in arguments)
    rest = iter(arguments)
    for argument in rest:
        name, equals, _ = argument.partition("=")
        if name in _VALUED:
            if not equals and next(rest, None) is None:
                return False
        elif argument not in _BARE:
            return False
    return True


def _is_meant(arguments: list[str]) -> bool:
    """Whether the store that `--bestand` names is there, or is to be made: a slip of the hand makes none.

    Who names the library too (`--bibliotheek`) wants one made.
    """
    named = _named(arguments, "--bestand")
    if named is None or _named(arguments, "--bibliotheek") is not None or not has_terminal():
        return True
    if os.path.lexists(os.path.expanduser(named)):
        return True
    from balie.commands.terminal import ask
    from balie.dutch.text import clean

    if ask(f"Het bestand {clean(named)} bestaat nog niet. Een nieuw bestand maken?"):
        return True
    print("Er is niets gemaakt. Controleer wat er achter --bestand staat.", file=sys.stderr)
    return False


def _named(arguments: list[str], option: str) -> str | None:
    """What the last of these options says; None where there is none."""
    found = None
    for place, argument in enumerate(arguments):
        name, equals, text = argument.partition("=")
        if name == option:
            found = text if equals else arguments[place + 1]
    return found


def has_terminal() -> bool:
    """Whether there is a keyboard and a screen: Textual reads standard input and writes standard error."""
    return os.isatty(0) and os.isatty(2)


def open_desk(options: "DeskOptions") -> int:
    """Open the store and the screens. Returns the exit status.

    Raises `Refusal` when there is nothing to open: no terminal, no store that can be used, settings that cannot be
    read.
    """
    if not has_terminal():
        from balie.refusal import Refusal

        raise Refusal("Balie heeft een terminal nodig om het scherm te tonen. Voor opdrachten: balie --help.")
    # Read by Textual when it is imported: paint at once, no wait for Esc; always plain keys, since those are what is
    # read, and always the window as it is, whatever size a shell exported.
    os.environ.setdefault("TEXTUAL_FPS", "500")
    os.environ.setdefault("ESCDELAY", "20")
    os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    for exported in ("COLUMNS", "LINES"):
        os.environ.pop(exported, None)
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    if isinstance(sys.__stderr__, io.TextIOWrapper):
        # Textual draws on it: what a screen is drawn with is UTF-8, also where nobody set a language (ssh, cron).
        sys.__stderr__.reconfigure(encoding="utf-8")
    from balie.opening import Opening
    from balie.store.place import settings_path

    with _recorded(options) as cast, Opening(options, make=True, on_wait=_show_wait) as opening:
        from screens.host.settings import Settings
        from screens.program.app import DeskApp

        settings = Settings(options.store.with_name("instellingen.json") if options.practice else settings_path())
        if not options.practice:
            opening.stands_at(settings.till, branch=settings.branch, printer=settings.printer)
        app = DeskApp(opening.desk, place=opening.place, settings=settings)
        app.lesson, app.shows, app.recorder = options.lesson, options.shows, cast
        app.is_first_start = opening.made
        app.told_to_end = lambda: _ending.number
        with _Titled("OEFENBALIE" if options.practice else ""):
            app.run(mouse=options.mouse)
        return app.return_code or 0


def _recorded(options: "DeskOptions") -> "AbstractContextManager[Cast | None]":
    """What is recorded of the desk, if anything."""
    if options.recording is None:
        from contextlib import nullcontext

        return nullcontext()
    from balie.practice.recording import recorded

    return recorded(options, os.get_terminal_size(2))


class _Titled:
    """A title for the window of the terminal meanwhile; none where it is empty."""

    def __init__(self, title: str) -> None:
        self._title = title

    def __enter__(self) -> None:
        if self._title:
            os.write(2, f"\x1b[22;2t\x1b]2;{self._title}\x07".encode())

    def __exit__(self, *error: object) -> None:
        if self._title:
            try:
                os.write(2, b"\x1b[23;2t")
            except OSError:
                return  # the terminal is gone


def _show_wait(wait: "Wait | None") -> None:
    """On the first frame: whom the opening waits for. The desk draws over it."""
    if wait is not None:
        from balie.store.waiting import waiting_text
        from screens.widgets.waiting_line import line_at

        columns, rows = os.get_terminal_size(2)
        os.write(2, line_at(rows - 1, columns, waiting_text(wait)).encode())


def _run_command(arguments: list[str]) -> int:
    from balie.commands import run

    return run(arguments, open_desk)


class _FirstFrame:
    """The first frame of the desk on a real terminal, and the terminal put back as it was at the end.

    What is told meanwhile on standard error is held back until the end: on the screen of the desk nobody could read
    it. Signals that come before Textual is there end the desk just as they do later.
    """

    def __init__(self) -> None:
        self._attributes: list[int | list[bytes | int]] = []
        self._told = io.StringIO()

    def show(self) -> None:
        """Draw the frame and keep what is typed; nothing where there is no terminal."""
        if not has_terminal():
            return
        import _signal  # type: ignore[import-not-found]  # built in; `signal` takes as long as all of this frame
        import termios

        from screens.first_frame import FIRST_FRAME

        self._attributes = termios.tcgetattr(0)
        for number in (_signal.SIGHUP, _signal.SIGTERM, _signal.SIGINT):
            _signal.signal(number, _ending)
        # Keys typed from here on are kept for the desk as they are: not echoed over the frame, Enter not changed.
        quiet = termios.tcgetattr(0)
        quiet[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(0, termios.TCSANOW, quiet)
        sys.stderr = self._told
        columns, rows = os.get_terminal_size(2)
        lines = [line[:columns] for line in FIRST_FRAME[:rows]]
        os.write(2, (_ENTER + "\r\n".join(lines)).encode())

    def take_away(self) -> None:
        """Put the terminal back and tell what was held back."""
        if not self._attributes:
            return
        import _signal
        import termios

        for number in (_signal.SIGHUP, _signal.SIGTERM, _signal.SIGINT):
            _signal.signal(number, _signal.SIG_IGN)  # it is ending already
        sys.stderr = sys.__stderr__
        try:
            # A second time when Textual was there: xterm then moves the cursor back, so this comes before the text.
            os.write(2, _LEAVE.encode())
            termios.tcsetattr(0, termios.TCSANOW, self._attributes)
            os.write(2, self._told.getvalue().encode(errors="replace"))
        except (OSError, termios.error):
            return  # the terminal is gone


class _Ending:
    """What a signal does before Textual is there, and which one it was.

    Python drops what is raised while it lets go of an object or of a lock of its imports: the desk asks, when it has
    come that far, whether it was told to end.
    """

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, number: int, frame: object) -> None:
        self.number = number
        raise SystemExit(128 + number)


_ending = _Ending()


if __name__ == "__main__":
    sys.exit(main())
