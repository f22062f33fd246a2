"""Findings: problems as values, and how they are told: as text, to other programs, as a workbook."""
