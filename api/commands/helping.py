"""Help pages in Dutch: the few words that Typer itself brings to them."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


def _in_dutch() -> None:
    from typer import rich_utils  # slow to load, and only a help page needs it

    rich_utils.ARGUMENTS_PANEL_TITLE = "Wat je invult"
    rich_utils.OPTIONS_PANEL_TITLE = "Keuzes"
    rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
    rich_utils.REQUIRED_LONG_STRING = "[verplicht]"
    rich_utils.DEFAULT_STRING = "[gewoon: {}]"


def _usage(usage: str) -> str:
    return usage.replace("Usage: ", "Gebruik: ", 1)


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = "Toon deze uitleg."
    return option


class DutchCommand(TyperCommand):
    """A command with its help page in Dutch."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help page."""
        _in_dutch()
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:
        """Say how the command is used, in one line."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Give the option --help."""
        return _help_option(super().get_help_option(ctx))


class DutchGroup(TyperGroup):
    """A group of commands with its help page in Dutch."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help page."""
        _in_dutch()
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:
        """Say how the group is used, in one line."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Give the option --help."""
        return _help_option(super().get_help_option(ctx))


class Commands(typer.Typer):
    """Commands under one name; without a word behind it, the name shows its help page."""

    def __init__(self, about: str) -> None:
        super().__init__(
            cls=DutchGroup,
            help=about,
            no_args_is_help=True,
            add_completion=False,
            pretty_exceptions_enable=False,
            options_metavar="[KEUZES]",
            subcommand_metavar="OPDRACHT [...]",
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        """Add a function as a command."""
        return super().command(name, cls=DutchCommand, options_metavar="[KEUZES]", **settings)
