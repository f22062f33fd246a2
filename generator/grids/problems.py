"""What is said about other people's files (导入) that cannot be read, or not wholly; and the limits of their size."""

from __future__ import annotations

from generator.findings.finding import Finding, Kind, Place, Severity

MAX_BYTES = 100_000_000  # of a file
MAX_UNPACKED = 300_000_000  # bytes of what a zipped file (.xlsx, .ods, .docx) or a PDF holds
MAX_TAGS = 4_000_000  # of the body of a Word file; each takes about 100 bytes of memory
MAX_CELLS = 1_000_000  # of all sheets; 660 lines of a department have some 20,000
MAX_PAGES = 2_000  # of a PDF
MAX_DRAWN = 2_000_000  # characters and lines of a PDF; a full page has some 3,000

UNREADABLE = Kind("I101", "导入的文件读不了", Severity.ERROR, "文件不存在、没有读取权限，或者不是普通文件。")
FOREIGN = Kind("I102", "这种文件不能导入", Severity.ERROR, "能导入的是 .xlsx、.xls、.ods、.csv、.docx 和 .pdf。")
LOCKED = Kind("I103", "导入的文件有密码", Severity.ERROR, "有打开密码的文件读不出来。")
DAMAGED = Kind("I104", "导入的文件不完整", Severity.ERROR, "文件是空的、只传了一半，或者损坏了。")
TOO_LARGE = Kind("I105", "导入的文件太大", Severity.ERROR, "为防止占满内存，文件、单元格和页数都有上限。")
MISNAMED = Kind("I106", "文件名和内容不符", Severity.HINT, "文件按内容读，不看扩展名。")
HIDDEN_SHEET = Kind("I111", "隐藏的工作表没有读", Severity.HINT, "只读看得见的工作表。")
HIDDEN_ROWS = Kind("I112", "有隐藏的行或列", Severity.HINT, "隐藏的行和列也读，因为合计里包含它们。")
ERROR_VALUE = Kind("I113", "单元格是错误值", Severity.WARNING, "公式没有算出结果，如 #REF!、#N/A。")
MACROS = Kind("I114", "文件带宏", Severity.HINT, "只读单元格，宏不会运行。")
LINKS = Kind("I115", "公式引用了别的文件", Severity.HINT, "读的是上次存盘时算出的值，不打开别的文件。")
SCANNED = Kind("I121", "这一页没有文字", Severity.HINT, "扫描图片里的字读不出来。")
BAD_PAGE = Kind("I122", "这一页读不出来", Severity.WARNING, "其他页照常读。")


class UnreadableFileError(Exception):
    """A file cannot be read at all: the finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def damaged(name: str) -> UnreadableFileError:
    """Say that a file is not whole."""
    return UnreadableFileError(
        DAMAGED.at(Place(name), "文件不完整，或者损坏了。", "请重新拷贝或下载，能用 Excel、WPS 打开后再导入。")
    )


def locked(name: str) -> UnreadableFileError:
    """Say that a file has a password."""
    return UnreadableFileError(LOCKED.at(Place(name), "文件有打开密码。", "请去掉密码，另存一份再导入。"))


def too_large(place: Place, what: str) -> UnreadableFileError:
    """Say which limit a file is beyond."""
    return UnreadableFileError(TOO_LARGE.at(place, f"{what}，不予读入。", "请只留要导入的表，拆成几个文件。"))
