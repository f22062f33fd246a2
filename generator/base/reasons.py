"""Why a file cannot be read or written, in Chinese: what the operating system says by number."""

from __future__ import annotations

import errno

_OPEN_ELSEWHERE = "没有权限（可能设成了只读），或者文件正被 Word、WPS 等程序打开，请关闭后再试"
_FULL = "磁盘满了，请腾出空间后再试"
_BUSY = "正被别的程序占用，请稍后再试"
_NO_NETWORK = "网络盘断开了，请重新连接后再试"

# By name, since not every system has every number.
_REASONS = {
    "EACCES": _OPEN_ELSEWHERE,
    "EPERM": _OPEN_ELSEWHERE,
    "EROFS": "磁盘是只读的",
    "ENOSPC": _FULL,
    "EDQUOT": "超过了磁盘的配额，请腾出空间后再试",
    "EFBIG": "文件太大",
    "EIO": "磁盘读写出错，可能已经损坏",
    "ENAMETOOLONG": "路径或者文件名太长",
    "EISDIR": "这是文件夹，不是文件",
    "ENOTDIR": "路径里有一段不是文件夹",
    "EEXIST": "同名的文件、文件夹或者链接已经存在",
    "ENOTEMPTY": "同名的文件夹已经存在",
    "ENOENT": "文件或文件夹不存在",
    "ELOOP": "这是一个链接（快捷方式），或者链接绕成了圈",
    "EXDEV": "链接指到了输出文件夹以外",
    "ENXIO": "这不是普通文件，而是管道、套接字或者设备",
    "EBUSY": _BUSY,
    "ETXTBSY": _BUSY,
    "EAGAIN": _BUSY,
    "EMFILE": "同时打开的文件太多",
    "ENFILE": "同时打开的文件太多",
    "ENOMEM": "内存不够",
    "EINVAL": "这个系统不允许这样的名称或位置",
    "EILSEQ": "名称里有这个系统不认识的字符",
    "ESTALE": _NO_NETWORK,
    "ENODEV": _NO_NETWORK,
    "EHOSTDOWN": _NO_NETWORK,
    "ETIMEDOUT": _NO_NETWORK,
}
# Windows tells some of them more exactly by numbers of its own.
_WINDOWS = {
    19: "磁盘有写保护",
    21: "磁盘没有准备好",
    32: "文件正被 Word、WPS 等程序打开，请关闭后再试",
    33: "文件正被 Word、WPS 等程序打开，请关闭后再试",
    39: _FULL,
    53: _NO_NETWORK,
    59: _NO_NETWORK,
    64: _NO_NETWORK,
    112: _FULL,
    123: _REASONS["EINVAL"],
    206: _REASONS["ENAMETOOLONG"],
}


def reason(error: OSError) -> str:
    """Say why a file could not be read or written, without a full stop."""
    known = _WINDOWS.get(getattr(error, "winerror", None) or 0)
    if known is None:
        known = _REASONS.get(errno.errorcode.get(error.errno or 0, "").removeprefix("WSA"))
    return known or f"系统报告“{error.strerror or error}”"
