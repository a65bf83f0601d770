"""syscalls - each system call of the unit, the intake and the watch that can fail, fails once.

strace names the calls of a run without faults; then each (call, nth) gets an error of its own.
strace counts a call thread by thread, so a number may befall more than one thread. What the loader
and libc do before the program opens its first own file is left alone."""
import collections
import random
import re

import trial

# Without brk: when it fails it says so by its value, which strace cannot make it do.
ERRORS = {
    "openat": "EMFILE EIO ENOSPC", "read": "EIO EINTR", "pread64": "EIO EINTR",
    "readv": "EIO", "write": "EIO ENOSPC EINTR", "writev": "EIO ENOSPC",
    "pwrite64": "EIO ENOSPC", "fsync": "EIO", "fdatasync": "EIO", "ftruncate": "EIO",
    "fallocate": "ENOSPC", "mmap": "ENOMEM", "mprotect": "ENOMEM",
    "rename": "EIO ENOSPC", "renameat": "EIO", "unlink": "EIO", "mkdir": "ENOSPC", "link": "EIO",
    "socket": "EMFILE ENOBUFS", "connect": "ECONNREFUSED ENETUNREACH", "bind": "EADDRINUSE",
    "listen": "EADDRINUSE", "accept4": "EMFILE ECONNABORTED", "accept": "EMFILE ECONNABORTED",
    "sendto": "ECONNRESET EAGAIN EPIPE", "sendmsg": "ECONNRESET EAGAIN EPIPE",
    "recvfrom": "ECONNRESET EAGAIN", "recvmsg": "ECONNRESET EAGAIN", "setsockopt": "ENOBUFS",
    "getsockopt": "ENOBUFS", "getsockname": "ENOBUFS", "getpeername": "ENOTCONN",
    "epoll_create1": "EMFILE", "epoll_ctl": "ENOSPC ENOMEM", "epoll_wait": "EINTR",
    "poll": "EINTR ENOMEM", "ppoll": "EINTR ENOMEM", "eventfd2": "EMFILE", "signalfd4": "EMFILE",
    "pipe2": "EMFILE", "newfstatat": "EIO", "fstat": "EIO", "lstat": "EIO", "fcntl": "ENOLCK EINTR",
    "flock": "EINTR ENOLCK", "statfs": "EIO", "fstatfs": "EIO", "getrandom": "EINTR",
    "clone3": "EAGAIN", "clone": "EAGAIN", "fchmod": "EPERM", "fchown": "EPERM", "chmod": "EPERM",
    "access": "EIO", "readlink": "EIO", "getcwd": "ENOENT", "prlimit64": "EPERM", "close": "EIO",
    "dup": "EMFILE", "dup2": "EMFILE", "dup3": "EMFILE", "lseek": "EINVAL", "getdents64": "EIO",
}
CALL = re.compile(r"^(\d+) +(\w+)\((.*)")
# A sanitizer maps memory and reads /proc at times of its own; there it would be it that fails.
SANITIZERS_OWN = ("mmap", "mprotect", "readlink", "read", "openat", "close", "getcwd")


def read_trace(text, own_path):
    """Of each thread its calls in order, and of the first how many precede the program's own."""
    threads, first, before = collections.defaultdict(collections.Counter), None, None
    for line in text.splitlines():
        match = CALL.match(line)
        if not match:
            continue
        thread, call, rest = match.groups()
        first = first or thread
        if before is None and call != "execve" and own_path in rest:
            before = collections.Counter(threads[first])
        threads[thread][call] += 1
    return threads, before or collections.Counter()


def traced(model, subject):
    """The calls of SUBJECT in a run without a fault."""
    watched = trial.Fault("trace", ("strace", "-D", "-f", "-o", "@/fault.log"))
    done = trial.Trial(model, subject, watched)
    text = []
    remove, done.folder.remove = done.folder.remove, lambda: None
    try:
        result = done.run()
        text.append(done.folder.said("fault"))
    finally:
        remove()
    if result.wrong or result.kind != trial.WENT_ON:
        raise trial.programs.Failed(f"{subject} under strace: {result.wrong or result.said}")
    return read_trace(text[0], f'"{done.folder.path}')


def spread(numbers, limit):
    """All of NUMBERS, or LIMIT of them: the first few, the last few, and some in between."""
    numbers = sorted(numbers)
    if len(numbers) <= limit:
        return numbers
    ends = limit // 4
    inner = numbers[ends:len(numbers) - ends]
    rest = limit - 2 * ends
    return (numbers[:ends] + [inner[i * len(inner) // rest] for i in range(rest)]
            + numbers[len(numbers) - ends:])


def fault_at(call, nth):
    errors = ERRORS[call].split()
    error = errors[nth % len(errors)]
    return trial.Fault(f"{call} {nth} {error}",
                       ("strace", "-D", "-f", "--seccomp-bpf", "-o", "@/fault.log", "-e",
                        f"trace={call}", "-e", f"inject={call}:error={error}:when={nth}"),
                       mark="(INJECTED)")


def faults(model, subject, limit, sanitized):
    """(faults to try, a line on what was counted and what is left out)."""
    threads, before = traced(model, subject)
    chosen, counted, untried = [], 0, set()
    for call in sorted({call for calls in threads.values() for call in calls}):
        if call not in ERRORS or (sanitized and call in SANITIZERS_OWN):
            untried.add(call)
            continue
        numbers = {nth for calls in threads.values()
                   for nth in range(before[call] + 1, calls[call] + 1)}
        counted += len(numbers)
        chosen += [fault_at(call, nth) for nth in spread(numbers, limit)]
    return chosen, (f"{subject}: {counted} places, {len(chosen)} tried; calls left alone: "
                    f"{' '.join(sorted(untried))}")


def sample(chosen, count, seed):
    """COUNT of the faults, every call among them as far as COUNT goes."""
    chance, by_call = random.Random(seed), collections.defaultdict(list)
    for fault in chosen:
        by_call[fault.name.split()[0]].append(fault)
    for some in by_call.values():
        chance.shuffle(some)
    picked = []
    while len(picked) < min(count, len(chosen)):
        for call in sorted(by_call):
            if by_call[call] and len(picked) < count:
                picked.append(by_call[call].pop())
    return picked
