"""The table engine: from a table specification and a ledger to a neutral table whose cells know their origins."""
