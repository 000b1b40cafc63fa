"""What the tests of web/ share: Node's packages in a scratch folder, and when a test is skipped."""
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys

SKIPPED = 77
WEB = pathlib.Path("web").resolve()
LEFT_OUT = {"node_modules", "dist"}
NO_REGISTRY = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH",
               "ERR_SOCKET_TIMEOUT", "FETCH_ERROR", "network")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def node():
    for program in ("node", "npm"):
        if not shutil.which(program):
            skip(f"{program} is not installed (tools/install-packages web)")
    return shutil.which("node")


def scratch_with_packages(scratch):
    """A copy of web/ with what package-lock.json names; installed anew when that file changed."""
    node()
    scratch = pathlib.Path(scratch).resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    with open(scratch.parent / f"{scratch.name}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        copy(scratch)
        wanted = (WEB / "package-lock.json").read_bytes()
        stamp = scratch / "node_modules" / "installed"
        if not stamp.exists() or stamp.read_bytes() != wanted:
            install(scratch)
            stamp.write_bytes(wanted)
    return scratch


def copy(scratch):
    for old in scratch.iterdir():
        if old.name == "node_modules":
            continue
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for path in WEB.iterdir():
        if path.name in LEFT_OUT:
            continue
        if path.is_dir():
            shutil.copytree(path, scratch / path.name)
        else:
            shutil.copy2(path, scratch / path.name)


def install(scratch):
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    try:
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=20000"],
            cwd=scratch, capture_output=True, text=True, timeout=240, env=environment)
    except subprocess.TimeoutExpired:
        skip("the npm registry does not answer")
    if done.returncode == 0:
        return
    said = done.stdout + done.stderr
    if any(word in said for word in NO_REGISTRY):
        skip("the npm registry cannot be reached")
    sys.exit(f"npm ci failed:\n{said}")
