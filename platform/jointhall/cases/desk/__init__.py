"""The officer's own desk (工作台): what is asked of a list, saved views, what is watched, batches."""
