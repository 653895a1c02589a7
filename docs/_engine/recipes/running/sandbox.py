"""What Linux keeps from a process: writing elsewhere, the network, other processes.

Two means, each used where the system has it and neither with a program of its own. Namespaces:
the file system is read-only but for one folder, sockets of other programs are hidden, there is
no network. And Landlock, for what they leave: signals to other processes, writing where there
are no namespaces.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

# Where other programs have their sockets; a read-only file system does not keep from these.
_SOCKETS = ("/run", "/tmp", "/var/tmp")

_NEW_NAMESPACES = 0x10000000 | 0x00020000 | 0x40000000 | 0x08000000  # user, mount, network, IPC
_PRIVATE, _BIND = 0x4000 | (1 << 18), 0x1000
_RECURSIVE, _HERE, _READ_ONLY = 0x8000, -100, 1
_MOUNT_SETATTR = 442  # numbers of calls, alike on all processors
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_SUBREAPER, _DEATH_SIGNAL, _NO_NEW_PRIVILEGES, _DROP, _SECURE_BITS = 36, 1, 38, 24, 28


@cache
def _library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: Any) -> int:
    """Call a function of the C library; a number is a long, as ``syscall`` needs it."""
    numbers = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    result = int(getattr(_library(), name)(*numbers))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result


def adopt() -> None:
    """Become the parent of all descendants whose own parent ends."""
    if sys.platform == "linux":
        _call("prctl", _SUBREAPER, 1, 0, 0, 0)


def end_with_parent(signal: int) -> None:
    """Have the system send a signal to this process when its parent ends."""
    if sys.platform == "linux":
        _call("prctl", _DEATH_SIGNAL, signal, 0, 0, 0)


def enter(folder: Path, hidden: Iterable[str], memory: int) -> str:
    """Give this process and its children a world in which only ``folder`` can be written.

    Parameters
    ----------
    hidden
        Folders that they shall find empty.
    memory
        Bytes that they may keep in shared memory.

    Returns
    -------
    str
        Why the system does not allow it, or nothing.
    """
    if sys.platform != "linux":
        return f"there is none for {sys.platform}"
    user, group = os.getuid(), os.getgid()
    try:
        _call("unshare", _NEW_NAMESPACES)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        _mount(None, "/", None, _PRIVATE)
        handle = os.open(folder, os.O_PATH | os.O_DIRECTORY)
        try:
            for place in (*hidden, *filter(_unused, _SOCKETS)):
                if Path(place).is_dir():
                    _mount("none", place, "tmpfs", 0, "size=64k,mode=755")
            folder.mkdir(parents=True, exist_ok=True)
            _mount(f"/proc/self/fd/{handle}", str(folder), None, _BIND)
        finally:
            os.close(handle)
        writable = [folder]
        if Path("/dev/shm").is_dir():
            _mount("none", "/dev/shm", "tmpfs", 0, f"size={memory},mode=1777")
            writable.append(Path("/dev/shm"))
        _set_read_only(Path("/"), _RECURSIVE, on=True)
        for own in writable:
            _set_read_only(own, 0, on=False)
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    return ""


def _unused(place: str) -> bool:
    """Whether nothing that Python imports lies there."""
    real = Path(place).resolve()
    used = [sys.prefix, sys.base_prefix, __file__, *sys.path]
    return not any(real in (path := Path(one).resolve()).parents or path == real for one in used)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    texts = [None if text is None else text.encode() for text in (source, target, kind)]
    _call("mount", *texts, flags, data.encode() or None)


def _set_read_only(place: Path, flags: int, *, on: bool) -> None:
    attributes = struct.pack("QQQQ", _READ_ONLY * on, _READ_ONLY * (not on), 0, 0)
    where = str(place).encode()
    _call("syscall", _MOUNT_SETATTR, _HERE, where, flags, attributes, len(attributes))


def confine(folder: Path) -> None:
    """Take from this process for good what it could do to others, as far as the system can."""
    if sys.platform != "linux":
        return
    _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _restrict(folder)
    with suppress(OSError):  # without the privilege to drop them there are none
        _call("prctl", _SECURE_BITS, 0b11, 0, 0, 0)  # being root gives none again
        for capability in range(64):
            _call("prctl", _DROP, capability, 0, 0, 0)
    _call("capset", struct.pack("Ii", 0x20080522, 0), bytes(24))


def _restrict(folder: Path) -> None:
    """Let this process write below ``folder`` alone, and signal only its own descendants."""
    try:
        version = _call("syscall", _LANDLOCK_CREATE, None, 0, 1)
    except OSError:
        return  # the system does not have it
    file = 1 << 1 | (1 << 14 if version >= 3 else 0)  # write, truncate
    tree = file | 0b1_1111_1111 << 4 | (1 << 13 if version >= 2 else 0)  # make, remove, move
    rules = struct.pack("QQQ", tree, 0b11, 0b11)  # files; TCP; abstract sockets and signals
    size = 8 if version < 4 else 16 if version < 6 else 24
    rule_set = _call("syscall", _LANDLOCK_CREATE, rules, size, 0)
    for place, rights in ((folder, tree), ("/dev/shm", tree), (os.devnull, file)):
        with suppress(FileNotFoundError):
            handle = os.open(place, os.O_PATH)
            _call("syscall", _LANDLOCK_ADD, rule_set, 1, struct.pack("=Qi", rights, handle), 0)
            os.close(handle)
    _call("syscall", _LANDLOCK_RESTRICT, rule_set, 0)
    os.close(rule_set)
