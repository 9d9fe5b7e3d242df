"""`hall items vocabulary` and `hall items schema`: what may be written, for people and editors."""

import click

from jointhall.service_items.library import modules_folder
from jointhall.service_items.schema import schema_text
from jointhall.service_items.vocabulary_page import vocabulary_page

PAGE = "VOCABULARY.md"
SCHEMA = "sheet.schema.json"


@click.command("vocabulary")
@click.option("--write", is_flag=True, help=f"Write modules/{PAGE} instead of printing it.")
def vocabulary(*, write: bool) -> None:
    """Every heading a sheet may carry, with an example of each."""
    _give(vocabulary_page(), PAGE, write=write)


@click.command("schema")
@click.option("--write", is_flag=True, help=f"Write modules/{SCHEMA} instead of printing it.")
def schema(*, write: bool) -> None:
    """The JSON Schema of a sheet, by which editors complete and check it."""
    _give(schema_text(), SCHEMA, write=write)


def _give(text: str, name: str, *, write: bool) -> None:
    if write:
        (modules_folder() / name).write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
