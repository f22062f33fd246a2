"""The workbook (工作簿): a budget's YAML as sheets to work on in Excel, and back; the YAML stays the only master."""
