"""Proofreading (通读): finished sentences are read again, as a careful editor would before anything goes out."""
