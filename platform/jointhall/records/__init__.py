"""The journal of acts (操作记录): who did what for whom, append-only and chained per tenant."""
