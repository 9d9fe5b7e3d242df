"""`hall verify-bundle FILE`: whether a bundle (凭证包) holds; the same check as lies inside it."""

from __future__ import annotations

from pathlib import Path

import click

from jointhall.exchange.bundle.verify_bundle import main


@click.command("verify-bundle")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The public keys as the county publishes them (/keys.json).",
)  # fmt: skip
@click.pass_context
def verify_bundle(context: click.Context, file: Path, keys: Path | None) -> None:
    """Check a bundle; exit code 1 when something does not hold, and what is named."""
    context.exit(main([str(file), *(("--keys", str(keys)) if keys else ())]))
