"""`python -m stack`: starts, shows and stops everything on one machine."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from stack import interrupts, migrations, processes
from stack.demo import demo_layout, run_demo, say_addresses
from stack.errors import StackError
from stack.launcher import Launcher, known_addresses
from stack.layout import Layout
from stack.ownership import owned, stop_visibly
from stack.ports import Ports
from stack.progress import say
from stack.settings import StackSettings
from stack.temporal_binary import temporal_binary

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  (no public name)

_INTERRUPTED = 130  # what shells report for a program ended by Ctrl-C
_NOT_RUNNING = 3  # as `systemctl status` reports it


def up(arguments: argparse.Namespace) -> int:
    """Start everything and leave it running in the background."""
    settings = StackSettings.read()
    layout = Layout(settings.data_directory)
    with owned(layout) as ownership:
        ports = Ports.usual(settings)
        addresses = Launcher(settings, layout, ports, has_ui=not arguments.no_ui).start()
        ownership.release()
    say_addresses(addresses)
    return 0


def down(_arguments: argparse.Namespace) -> int:
    """End what `up` or a kept demo left running; the data stay."""
    settings = StackSettings.read()
    layouts = (demo_layout(settings), Layout(settings.data_directory))
    if not sum(stop_visibly(layout) for layout in layouts):
        say("Nothing was running.")
    return 0


def status(_arguments: argparse.Namespace) -> int:
    """Tell which programs run and where they are reached."""
    settings = StackSettings.read()
    layouts = (Layout(settings.data_directory), demo_layout(settings))
    shown = [_show(layout) for layout in layouts]
    if not any(shown):
        say("Nothing is running; start it with `make up`.")
        return _NOT_RUNNING
    return 0


def _show(layout: Layout) -> bool:
    running = processes.alive(layout)
    for one in running:
        print(f"{one.name:<12} process {one.pid:<8} log {layout.log(one.name)}")
    addresses = known_addresses(layout)
    if running and addresses:
        say_addresses(addresses)
    return bool(running)


def demo(arguments: argparse.Namespace) -> int:
    """Run one business's whole story on a fresh stack, then stop it."""
    return run_demo(StackSettings.read(), keep=arguments.keep, quick=arguments.quick)


def temporal_path(_arguments: argparse.Namespace) -> int:
    """Print the Temporal command line in use, getting it first if needed."""
    print(temporal_binary())
    return 0


def check_migrations(_arguments: argparse.Namespace) -> int:
    """Migrate a throw-away Postgres to the newest version and compare it with the models."""
    return migrations.check()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m stack", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    up_command = _command(commands, "up", up)
    up_command.add_argument("--no-ui", action="store_true", help="without the Temporal UI")
    _command(commands, "down", down)
    _command(commands, "status", status)
    demo_command = _command(commands, "demo", demo)
    demo_command.add_argument("--keep", action="store_true", help="leave everything running")
    demo_command.add_argument(
        "--quick", action="store_true", help="keep Temporal in memory, spare Postgres its fsync"
    )
    temporal = commands.add_parser("temporal", help="the Temporal server's command line")
    _command(temporal.add_subparsers(required=True, metavar="COMMAND"), "path", temporal_path)
    _command(commands, "check-migrations", check_migrations)
    return parser


def _command(
    commands: "Commands", name: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    """Add a command whose help is the first sentence of the function that runs it."""
    parser = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
    parser.set_defaults(run=run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a known failure is one sentence on stderr and exit code 1."""
    arguments = _parser().parse_args(argv)
    try:
        with interrupts.ending_as_interrupt():
            return int(arguments.run(arguments))
    except StackError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped on request.")
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
