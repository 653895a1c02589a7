"""Hostile snippets: the build ends in time, the store stays sound, nothing is changed outside."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from multiprocessing import forkserver
from pathlib import Path

import pytest
from recipes.running import process
from recipes.running import sandbox as sandbox_module
from recipes.running.runner import Limits, Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux contains this much")


@pytest.fixture(scope="module")
def sandbox() -> None:
    """Skip where the machine has none: its absence is said by the build, and tested below."""
    process.call(abs, -1, files={}, seconds=30, memory=2**30, preload="sys")
    if process.missing_sandbox:
        pytest.skip(f"there is no sandbox here ({process.missing_sandbox})")


in_a_sandbox = pytest.mark.usefixtures("sandbox")

# Ways to send something else than a result, to each descriptor that is open, and what is said.
SENDING = {
    "closes its pipes": "os.closerange(3, 1000)",
    "closes its pipes and waits": "os.closerange(3, 1000)\nimport time\ntime.sleep(60)",
    "sends half a message": "send(b'\\x00\\x00\\x10\\x00half')\nos._exit(0)",
    "sends a message of no length": "send(b'\\xff' * 12)\nos._exit(0)",
    "sends half a message and waits": "send(b'\\x00\\x00\\x10\\x00')\nimport time\ntime.sleep(60)",
    "sends a pickle": "import pickle\n"
    "class Evil:\n"
    "    def __reduce__(self):\n"
    "        return os.mkdir, ({victim!r} + '/made',)\n"
    "sent = pickle.dumps(Evil())\n"
    "send(len(sent).to_bytes(4, 'big') + sent)\n"
    "os._exit(0)",
    "sends JSON of another shape": "send(b'[1, 2]')\nos._exit(0)",
    "sends a result without its cells": "send(b'{}')\nos._exit(0)",
    "sends JSON without an end": "send(b'[' * 100_000)\nos._exit(0)",
    "sends more than anybody can keep": "while True:\n    send(b' ' * 2**20)",
    "writes the last words of its supervisor": 'send(b\'{}\\n{"kind": "exit"}\')\nos._exit(0)',
}
SEND = """
import os, stat

def send(content):
    for descriptor in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                os.write(descriptor, content)
        except OSError:
            pass

"""


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    folder = tmp_path / "victim"
    folder.mkdir()
    (folder / "file").write_text("kept")
    (folder / "file").chmod(0o644)
    os.utime(folder / "file", (1, 1))
    return folder


def _state(folder: Path) -> list[object]:
    found = [(path.name, path.lstat()) for path in sorted(folder.rglob("*"))]
    return [(name, seen.st_mode, seen.st_uid, seen.st_mtime, seen.st_size) for name, seen in found]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(source, id=name, marks=[pytest.mark.long] * name.endswith("and waits"))
        for name, source in SENDING.items()
    ],
)
def test_the_build_goes_on_after_a_snippet_that(desk, victim, source):
    desk.settings = Settings(Limits(2, 2**30))
    before = _state(victim)
    desk.write("a/bad.py", SEND + source.replace("{victim!r}", repr(str(victim))))
    desk.write("a/good.py", "print('fine')")
    outcomes, (problem,) = desk.run("a/bad.py", "a/good.py")
    assert outcomes["a/good.py"].cells["only"].output == "fine\n"
    assert problem.path == "snippets/a/bad.py"
    assert any(
        word in problem.message for word in ("within 2 s", "its result is sent", "sent more")
    )
    assert _state(victim) == before
    assert len(desk.entries()) == 1


# A daemon as the manuals describe it: in a session of its own, its parent gone.
DAEMON = """
    import os, time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.wait()
    {ending}
"""


@pytest.mark.parametrize("ending", ["pass", "1 / 0", "time.sleep(60)", "os._exit(0)"])
def test_a_daemon_ends_with_its_snippet(desk, tmp_path, monkeypatch, working_in, ending):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk.settings = Settings(Limits(2, 2**30))
    desk.write("a/one.py", DAEMON.replace("{ending}", ending))
    desk.run("a/one.py")
    assert not working_in(str(tmp_path))


# What the guard of Python's events does not see, done in C or by another way.
LIBRARY = "import ctypes, os\nC = ctypes.CDLL(None, use_errno=True)\nfolder = {victim!r}\n"
OUTSIDE = {
    "opens by a descriptor of the folder": "d = os.open(folder, os.O_RDONLY)\n"
    "os.open('new', os.O_CREAT | os.O_WRONLY, dir_fd=d)",
    "removes by a descriptor of the folder": "d = os.open(folder, os.O_RDONLY)\n"
    "os.remove('file', dir_fd=d)",
    "renames by descriptors": "d = os.open(folder, os.O_RDONLY)\n"
    "os.rename('file', 'other', src_dir_fd=d, dst_dir_fd=d)",
    "makes a pipe with a name": "os.mkfifo(folder + '/pipe')",
    "makes a node": "os.mknod(folder + '/node')",
    "gives a file away": "os.chown(folder + '/file', 1, 1)",
    "changes a mode by descriptor": "os.fchmod(os.open(folder + '/file', os.O_RDONLY), 0o777)",
    "sets an attribute": "os.setxattr(folder + '/file', 'user.x', b'1')",
    "sets the time in C": "C.utimensat(-100, (folder + '/file').encode(), None, 0) and 1 / 0",
    "opens in C": "C.open((folder + '/new').encode(), 0o101, 0o644) == -1 and 1 / 0",
    "removes in C": "C.unlink((folder + '/file').encode()) and 1 / 0",
    "changes a mode in C": "C.chmod((folder + '/file').encode(), 0o777) and 1 / 0",
    "asks a shell": "import subprocess\nsubprocess.run(['rm', folder + '/file'], check=True)",
    "asks a child": "if os.fork() == 0:\n"
    "    C.unlink((folder + '/file').encode())\n    os._exit(0)\nos.wait()\n1 / 0",
}


@in_a_sandbox
@pytest.mark.parametrize("source", OUTSIDE.values(), ids=OUTSIDE)
def test_nothing_is_changed_outside_by_a_snippet_that(desk, victim, source):
    before = _state(victim)
    desk.problem(LIBRARY.replace("{victim!r}", repr(str(victim))) + source)
    assert _state(victim) == before


@in_a_sandbox
def test_shared_memory_of_a_snippet_is_its_own(desk):
    name = f"recipe-test-{os.getpid()}"
    desk.outcome(f"""
        from multiprocessing import shared_memory
        block = shared_memory.SharedMemory({name!r}, create=True, size=4096)
        block.buf[0] = 1
        block.close()
        from multiprocessing import resource_tracker
        resource_tracker.unregister(block._name, "shared_memory")
    """)
    assert not Path("/dev/shm", name).exists()


SECRETS = """
    import os
    from pathlib import Path

    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        for name in ("environ", "cmdline"):
            try:
                content = (place / name).read_bytes()
            except OSError:
                continue
            if name == "environ":
                found[place.name] = b"a-secret-of-the-build" in content
    found["own"] = any("a-secret-of-the-build" in value for value in os.environ.values())
    print(any(found.values()))
"""
ASK = """
import sys
from pathlib import Path
from recipes.reading.bundle import family
from recipes.running.runner import Limits, contents, job, run_job

root = Path(sys.argv[1])
members = family(root, "a/one.py")
outcome = run_job(job(members, contents(root, members)), Limits())
print(outcome.failure or outcome.cells["only"].output)
"""


@in_a_sandbox
def test_no_secret_of_the_build_is_in_reach(desk):
    secret = "a-secret-of-the-build"
    desk.write("a/one.py", SECRETS)
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(desk.snippets)],
        env={**os.environ, "TOKEN": secret, "HTTPS_PROXY": secret},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip() == "False", done.stderr


# A build without a page; it can be interrupted even where its own starter cannot.
PLAIN = """
import signal
import sys
from pathlib import Path
from recipes.reading.bundle import family
from recipes.running.runner import Runner, Settings
from recipes.running.store import Store

signal.signal(signal.SIGINT, signal.default_int_handler)
root = Path(sys.argv[1])
for attempt in range(2):
    store = Store(root.parent / f"results {attempt}", print)
    runner = Runner(root, store, Settings(), print)
    outcomes, problems = runner.run({"a/one.py": family(root, "a/one.py")})
    print(problems or outcomes["a/one.py"].cells["only"].output)
"""
REFUSING = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'


def test_without_namespaces_the_build_says_so_once_and_daemons_end_all_the_same(desk, working_in):
    prefix = ["unshare", "--user", "--map-root-user", "sh", "-c", REFUSING, "sh"]
    if not shutil.which("unshare") or subprocess.run([*prefix, "true"], check=False).returncode:
        pytest.skip("namespaces can be taken away only where there are some")
    desk.write("a/one.py", DAEMON.replace("{ending}", "print('fine')"))
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(
            [*prefix, sys.executable, "-c", PLAIN, str(desk.snippets)],
            env={**os.environ, "TMPDIR": scratch},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        assert not working_in(scratch)
    assert done.stdout.count("fine") == 2
    assert done.stdout.count("without a sandbox") == 1
    assert "unshare" in done.stdout


def test_a_sandbox_that_cannot_be_made_leaves_nothing_open(tmp_path, monkeypatch):
    def refuse(*arguments):
        if "tmpfs" in arguments:
            raise PermissionError(errno.EPERM, "not permitted", "mount")

    monkeypatch.setattr(sandbox_module, "_call", lambda *_: 0)
    monkeypatch.setattr(sandbox_module, "_mount", refuse)
    monkeypatch.setattr(Path, "write_text", lambda *_: 0)
    before = {*Path("/proc/self/fd").iterdir()}
    assert sandbox_module.enter(tmp_path, [str(tmp_path)], 0) == "mount: not permitted"
    assert {*Path("/proc/self/fd").iterdir()} == before


OTHERS = {
    "the build": "os.kill({build}, 9)",
    "its supervisor": "os.kill(os.getppid(), 9)",
    "the build in C": "ctypes.CDLL(None).kill({build}, 9)",
}


@in_a_sandbox
@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_a_snippet_cannot_end(desk, working_in, tmp_path, monkeypatch, source):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    victim = os.posix_spawn("/bin/sleep", ["sleep", "600"], {})
    try:
        code = source.format(build=victim)
        desk.write("a/one.py", f"import ctypes, os\ntry:\n    {code}\nexcept OSError:\n    pass")
        desk.run("a/one.py")
        assert os.waitpid(victim, os.WNOHANG) == (0, 0)
        assert process.call(abs, -1, files={}, seconds=30, memory=2**30, preload="sys") == 1
    finally:
        os.kill(victim, 9)
        os.waitpid(victim, 0)
    assert not working_in(str(tmp_path))


@in_a_sandbox
def test_the_network_is_closed_to_c_as_well(desk):
    source = """
        import socket, subprocess, sys
        code = "import socket; socket.create_connection(('127.0.0.1', {port}), 2)"
        print(subprocess.run([sys.executable, "-c", code], capture_output=True).returncode)
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert desk.printed(source.replace("{port}", str(server.getsockname()[1]))) == "1"


@in_a_sandbox
def test_the_server_of_processes_cannot_be_asked(desk):
    """It would run what it is sent, outside."""
    process.call(abs, -1, files={}, seconds=30, memory=2**30, preload="sys")
    address = forkserver._forkserver._forkserver_address
    assert Path(address).exists()
    assert desk.printed(f"import os\nprint(os.path.exists({address!r}))") == "False"


def test_memory_counts_for_all_processes_of_a_snippet(desk):
    desk.settings = Settings(Limits(30, 300 * 2**20))
    source = """
        import os, time
        for number in range(4):
            if os.fork() == 0:
                kept = b"x" * (200 * 2**20)
                time.sleep(60)
                os._exit(0)
        time.sleep(60)
    """
    problem = desk.problem(source)
    assert "memory" in problem.message
    assert "memory_limit in mkdocs.yml" in problem.message


def test_an_interrupted_build_does_not_wait_for_its_snippets(
    desk, tmp_path, monkeypatch, working_in
):
    monkeypatch.setattr("recipes.running.runner.PROGRESS_SECONDS", 0.5)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk.settings = Settings(Limits(600, 2**30))
    desk.write("a/one.py", DAEMON.replace("{ending}", "while True: pass"))

    def interrupt(line: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk, "report", interrupt)
    with pytest.raises(KeyboardInterrupt):
        desk.run("a/one.py")
    assert not working_in(str(tmp_path))


@pytest.mark.parametrize(
    "source", ["while True: pass", DAEMON.replace("{ending}", "time.sleep(600)")]
)
def test_ctrl_c_ends_a_build_and_all_that_its_snippets_started(
    desk, working_in, wait_until, source
):
    desk.settings = Settings(Limits(600, 2**30))
    desk.write("a/one.py", source)
    with tempfile.TemporaryDirectory() as scratch:
        build = subprocess.Popen(
            [sys.executable, "-c", PLAIN, str(desk.snippets)],
            env={**os.environ, "TMPDIR": scratch},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        wait_until(lambda: working_in(scratch), 60)
        os.killpg(build.pid, signal.SIGINT)  # as a terminal does
        _, error = build.communicate(timeout=30)  # the snippet's own limit is a minute
        assert "KeyboardInterrupt" in error
        assert not working_in(scratch)


SHARED = """
import mmap, time
taken = mmap.mmap(-1, 2**29)
for _ in range(2**9):
    taken.write(bytes(2**20))
time.sleep(20)
"""
RESTLESS = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        kept = b"x" * 2**27
        time.sleep(30)
        os._exit(0)
while True:  # each leaves an orphan, of whose end the supervisor is told
    child = os.fork()
    if child == 0:
        os.fork()
        os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.mark.parametrize("source", [SHARED, RESTLESS], ids=["shared memory", "many orphans"])
def test_memory_is_counted_also_for(desk, source):
    desk.settings = Settings(Limits(15, 2**28))
    assert "took more memory than its limit" in desk.problem(source).message
