"""Refuse in Python what no snippet may do: use files elsewhere, or the network.

This stops mistakes, in the line that makes them; it is no sandbox. A file elsewhere is refused
to readers too, since a result is kept under a key that does not know of it.
"""

import os
import site
import sys
import sysconfig
from collections.abc import Callable
from functools import cache
from importlib.machinery import all_suffixes
from pathlib import Path
from typing import Any

from .warned import Watch

# Where systems keep what is theirs: programs, settings, fonts, time zones, devices.
_SYSTEM = (
    *("/usr", "/etc", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/proc", "/sys", "/dev"),
    *("/nix", "/gnu", "/snap", "/System", "/Library", "/private/etc", "/var/db", "/private/var/db"),
)


@cache
def readable() -> tuple[str, ...]:
    """The folders of the system, of Python, of the packages that are imported, and of fonts."""
    from matplotlib import font_manager, get_cachedir, get_configdir

    fonts = font_manager.fontManager
    found = {
        *_SYSTEM,
        *filter(None, map(os.environ.get, ("SYSTEMROOT", "PROGRAMFILES"))),
        *(sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()),
        *(*site.getsitepackages(), site.getusersitepackages()),
        *(get_cachedir(), get_configdir()),
        *(os.path.dirname(one.fname) for one in (*fonts.ttflist, *fonts.afmlist)),  # noqa: PTH120 (of strings)
    }
    for name, module in list(sys.modules.items()):
        if "." not in name:
            found.update(map(str, getattr(module, "__path__", ())))
    outermost: tuple[str, ...] = ()
    for place in sorted(_inside(one) for path in found for one in (path, os.path.realpath(path))):
        if not place.startswith(outermost):
            outermost += (place,)
    return outermost


def _inside(path: str) -> str:
    """A path as it begins the paths of what lies there."""
    return os.path.join(os.path.normcase(path), "")  # noqa: PTH118 (ends with a separator)


def guard(folder: Path, watch: Watch) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook that refuses files outside ``folder`` and the network."""
    # Each with the place of its descriptor of a folder among the arguments, or 0.
    changing = {"os.mkdir": 2, "os.remove": 1, "os.rmdir": 1, "os.chmod": 2, "os.chown": 3}
    changing |= {"os.utime": 3, "os.truncate": 0, "os.setxattr": 0, "os.removexattr": 0}
    changing |= {"shutil.rmtree": 0, "sqlite3.connect": 0}
    pairs = {"os.rename", "os.link", "os.symlink"}
    network = {"connect", "getaddrinfo", "gethostbyaddr", "gethostbyname", "sendmsg", "sendto"}

    def check(path: object, within: object = -1) -> None:
        if isinstance(path, int):  # of an open file
            path = _opened(path) or os.devnull
        if isinstance(path, str | bytes | os.PathLike):
            target = Path(os.fsdecode(path))
            if isinstance(within, int) and within >= 0:
                target = Path(_opened(within), target)
            resolved = target.parent.resolve() / target.name
            inside = (resolved := resolved.resolve()) == folder or folder in resolved.parents
            if not inside and resolved != Path(os.devnull):
                message = f"a snippet writes only in its own folder, not to {target}"
                raise PermissionError(message)

    allowed = (_inside(str(folder)), *readable())
    modules = tuple(all_suffixes())  # wherever Python finds them, such as a package's own sources

    def check_read(path: str | bytes | os.PathLike[str]) -> None:
        place = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 (quick: imports ask as well)
        if not (_inside(place).startswith(allowed) or place.endswith(modules)):
            real = os.path.realpath(place)
            if Path(real).is_file() and not _inside(real).startswith(allowed):
                raise PermissionError(
                    f"a snippet reads only files of its own folder, not {os.fsdecode(path)}; "
                    "put a copy there"
                )

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and not isinstance(arguments[0], int):
            path, _, flags = arguments
            watch.opens(path)
            if flags and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
                check(path)
            else:
                check_read(path)
        elif event in changing:
            place = changing[event]
            check(arguments[0], arguments[place] if 0 < place < len(arguments) else -1)
        elif event in pairs:
            folders = arguments[2:] if event != "os.symlink" else (-1, *arguments[2:])
            for path, within in zip(arguments, folders, strict=False):
                check(path, within)
        elif event == "socket.connect" and isinstance(arguments[1], str | bytes):
            check(arguments[1])  # of a process that the snippet started
        elif event == "socket.sendmsg" and arguments[1] is None:
            pass  # to where it is connected
        elif event.startswith("socket.") and event[7:] in network:
            raise PermissionError("a snippet uses no network; put its data beside it")

    return hook


def _opened(descriptor: int) -> str:
    """The path behind a descriptor; empty for what is no file, and where it is not told."""
    try:
        path = str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""
    return "" if path.startswith(("/memfd:", "/dev/shm/")) or not path.startswith("/") else path
