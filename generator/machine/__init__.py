"""The machine (电脑): what of it matters to the work, looked at by probes that return values and change nothing."""
