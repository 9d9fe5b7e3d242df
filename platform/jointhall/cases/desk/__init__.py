"""The officer's own desk (工作台): lists and what is asked of them, views, watching, batches."""
