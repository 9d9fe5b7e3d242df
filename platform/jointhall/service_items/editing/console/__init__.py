"""The console's door to editing items, one file for each noun."""

from jointhall.service_items.editing.console import (
    beginning,
    confirmations,
    draft,
    history,
    item,
    preview,
    review,
    sheet_file,
)

ROUTES = [
    *beginning.ROUTES,
    *item.ROUTES,
    *draft.ROUTES,
    *history.ROUTES,
    *confirmations.ROUTES,
    *review.ROUTES,
    *preview.ROUTES,
    *sheet_file.ROUTES,
]
