/* Stands between a program and the disk, for what it does below one directory (preloaded; Linux).
 *
 * It does two things. It writes down every change with what was there before, and every sync, so that afterwards all that
 * was not synced can be taken back, as a power cut would. And it fails the n-th operation, or every one from the n-th on,
 * as a full or a dying disk would. What to do is read from a page of memory that is shared with whoever started it.
 *
 * A file that is mapped into memory is not seen; SQLite's `-shm` is the only one, and means nothing after a power cut.
 *
 * Environment: DISK_BELOW (the directory), DISK_LOG (what is written down), DISK_CONTROL (the shared page), DISK_KEPT (a
 * directory on the same file system, for files that were removed).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The shared page; `src/disk.rs` knows the same order. */
struct control {
    uint64_t fails;   /* which operations fail: 1 writing, 2 syncing, 4 cutting short, 8 making a file */
    uint64_t at;      /* the number of the first that fails; 0 for none */
    uint64_t with;    /* the errno */
    uint64_t lasting; /* 1: every one from then on */
    uint64_t half;    /* 1: the first that fails while writing writes a half before */
    uint64_t seen;    /* how many there were */
    uint64_t hits;    /* how many failed */
    uint64_t lies;    /* 1: a sync says that it is done and does nothing */
    uint64_t records; /* 1: changes are written down */
};

enum { WRITES = 1, SYNCS = 2, CUTS = 4, MAKES = 8 };
enum { WRITE = 1, CUT = 2, SYNC = 3, MADE = 4, RENAMED = 5, REMOVED = 6, SYNCED_DIR = 7, OPENED = 8 };

struct head {
    uint64_t kind, inode, offset, before, length, path, more;
};

#define MOST_FDS 4096
static unsigned char known[MOST_FDS]; /* 0 not looked at, 1 below the directory, 2 elsewhere */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *below;
static size_t below_length;
static const char *kept;
static uint64_t kept_count;
static int log_fd = -1;
static struct control nothing;
static volatile struct control *control = &nothing;

static void begin(void) {
    const char *log = getenv("DISK_LOG"), *page = getenv("DISK_CONTROL");
    below = getenv("DISK_BELOW");
    kept = getenv("DISK_KEPT");
    if (!below || !log || !page || !kept) {
        below = NULL;
        return;
    }
    below_length = strlen(below);
    log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    int fd = syscall(SYS_openat, AT_FDCWD, page, O_RDWR | O_CLOEXEC, 0);
    void *at = fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (log_fd < 0 || at == MAP_FAILED) {
        fprintf(stderr, "disk shim: no log or no control\n");
        _exit(99);
    }
    syscall(SYS_close, fd);
    control = at;
}

static int is_below(const char *path) {
    if (!below || strncmp(path, below, below_length) != 0) return 0;
    if (path[below_length] != '/' && path[below_length] != 0) return 0;
    size_t length = strlen(path);
    return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

/* The path of a file that is open; empty if it has none. */
static void path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

static int tracked(int fd) {
    pthread_once(&once, begin);
    if (!below || fd < 0 || fd >= MOST_FDS) return 0;
    if (known[fd] == 0) {
        char path[PATH_MAX];
        path_of(fd, path);
        known[fd] = is_below(path) ? 1 : 2;
    }
    return known[fd] == 1;
}

/* A path as it is from the root, without looking where a last link leads. */
static void from_root(int dir, const char *path, char *whole) {
    if (path[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", path);
        return;
    }
    char base[PATH_MAX];
    if (dir == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) base[0] = 0;
    } else {
        path_of(dir, base);
    }
    snprintf(whole, PATH_MAX, "%.2000s/%.2000s", base, path);
}

static void put(const void *bytes, size_t length) {
    const char *from = bytes;
    while (length > 0) {
        ssize_t done = syscall(SYS_write, log_fd, from, length);
        if (done <= 0) {
            fprintf(stderr, "disk shim: the log takes no more\n");
            _exit(99);
        }
        from += done;
        length -= done;
    }
}

static void record(uint64_t kind, uint64_t inode, uint64_t offset, uint64_t before, uint64_t length, const char *path,
                   const void *old, size_t old_length, const void *new, size_t new_length) {
    if (!control->records) return;
    struct head head = {kind, inode, offset, before, length, strlen(path), old_length + new_length};
    put(&head, sizeof head);
    put(path, strlen(path));
    put(old, old_length);
    put(new, new_length);
}

/* Whether this operation is one that fails. */
static int fails(uint64_t what) {
    if (!(control->fails & what)) return 0;
    uint64_t number = ++control->seen;
    if (!control->at || number < control->at || (!control->lasting && number > control->at)) return 0;
    control->hits++;
    errno = (int)control->with;
    return 1;
}

/* What a file holds from `offset` on, at most `length` bytes; how many those are. */
static size_t old_bytes(int fd, uint64_t offset, size_t length, uint64_t size, char **bytes) {
    *bytes = NULL;
    if (offset >= size) return 0;
    if (length > size - offset) length = size - offset;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int reader = syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
    *bytes = malloc(length ? length : 1);
    size_t done = 0;
    while (reader >= 0 && *bytes && done < length) {
        ssize_t count = syscall(SYS_pread64, reader, *bytes + done, length - done, offset + done);
        if (count <= 0) break;
        done += count;
    }
    if (reader >= 0) syscall(SYS_close, reader);
    if (done < length) {
        fprintf(stderr, "disk shim: cannot read what was there\n");
        _exit(99);
    }
    return length;
}

static ssize_t write_at(int fd, const void *bytes, size_t length, int64_t offset, int moves) {
    struct stat stat;
    pthread_mutex_lock(&mutex);
    if (fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode)) {
        pthread_mutex_unlock(&mutex);
        return moves ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, offset);
    }
    if (moves) {
        int append = syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND;
        offset = append ? stat.st_size : syscall(SYS_lseek, fd, 0, SEEK_CUR);
    }
    if (fails(WRITES)) {
        int because = errno;
        if (!control->half || control->hits > 1 || length < 2) {
            pthread_mutex_unlock(&mutex);
            errno = because;
            return -1;
        }
        length /= 2;
    }
    char *old = NULL;
    size_t there = control->records ? old_bytes(fd, offset, length, stat.st_size, &old) : 0;
    record(WRITE, stat.st_ino, offset, stat.st_size, length, "", old, there, bytes, length);
    free(old);
    ssize_t done = moves ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, offset);
    pthread_mutex_unlock(&mutex);
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    return tracked(fd) ? write_at(fd, bytes, length, 0, 1) : syscall(SYS_write, fd, bytes, length);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    return tracked(fd) ? write_at(fd, bytes, length, offset, 0) : syscall(SYS_pwrite64, fd, bytes, length, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!tracked(fd)) return syscall(SYS_writev, fd, parts, count);
    ssize_t all = 0;
    for (int at = 0; at < count; at++) {
        ssize_t done = write_at(fd, parts[at].iov_base, parts[at].iov_len, 0, 1);
        if (done < 0) return all ? all : -1;
        all += done;
        if ((size_t)done < parts[at].iov_len) break;
    }
    return all;
}

int ftruncate64(int fd, off64_t size) {
    struct stat stat;
    if (!tracked(fd)) return syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&mutex);
    int done = fstat(fd, &stat);
    if (done == 0 && fails(CUTS)) {
        done = -1;
    } else if (done == 0) {
        char *old = NULL;
        size_t gone = control->records ? old_bytes(fd, size, SIZE_MAX / 2, stat.st_size, &old) : 0;
        record(CUT, stat.st_ino, size, stat.st_size, 0, "", old, gone, "", 0);
        free(old);
        done = syscall(SYS_ftruncate, fd, size);
    }
    pthread_mutex_unlock(&mutex);
    return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_fd(int fd, long call) {
    struct stat stat;
    if (!tracked(fd)) return syscall(call, fd);
    pthread_mutex_lock(&mutex);
    int done = fstat(fd, &stat);
    if (done == 0 && fails(SYNCS)) {
        done = -1;
    } else if (done == 0 && !control->lies) {
        done = syscall(call, fd);
        if (done == 0 && S_ISDIR(stat.st_mode)) {
            char path[PATH_MAX];
            path_of(fd, path);
            record(SYNCED_DIR, stat.st_ino, 0, 0, 0, path, "", 0, "", 0);
        } else if (done == 0) {
            record(SYNC, stat.st_ino, 0, 0, 0, "", "", 0, "", 0);
        }
    }
    pthread_mutex_unlock(&mutex);
    return done;
}

int fsync(int fd) { return sync_fd(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_fd(fd, SYS_fdatasync); }

int close(int fd) {
    if (fd >= 0 && fd < MOST_FDS) known[fd] = 0;
    return syscall(SYS_close, fd);
}

static int open_at(int dir, const char *path, int flags, mode_t mode) {
    pthread_once(&once, begin);
    char whole[PATH_MAX];
    from_root(dir, path, whole);
    if (!is_below(whole)) {
        int fd = syscall(SYS_openat, dir, path, flags, mode);
        if (fd >= 0 && fd < MOST_FDS) known[fd] = 0;
        return fd;
    }
    struct stat stat;
    pthread_mutex_lock(&mutex);
    int there = fstatat(dir, path, &stat, 0) == 0;
    int makes = (flags & O_CREAT) && !there;
    if (makes && fails(MAKES)) {
        pthread_mutex_unlock(&mutex);
        return -1;
    }
    if (there && (flags & O_TRUNC) && S_ISREG(stat.st_mode) && control->records) {
        /* Emptied by opening: as cutting it short. */
        int fd = syscall(SYS_openat, dir, path, O_RDONLY | O_CLOEXEC, 0);
        char *old = NULL;
        size_t gone = fd < 0 ? 0 : old_bytes(fd, 0, SIZE_MAX / 2, stat.st_size, &old);
        record(CUT, stat.st_ino, 0, stat.st_size, 0, "", old, gone, "", 0);
        free(old);
        if (fd >= 0) syscall(SYS_close, fd);
    }
    int fd = syscall(SYS_openat, dir, path, flags, mode);
    int because = errno;
    if (fd >= 0 && fd < MOST_FDS) known[fd] = 1;
    if (fd >= 0 && fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode)) {
        record(makes ? MADE : OPENED, stat.st_ino, 0, 0, 0, whole, "", 0, "", 0);
    }
    errno = because;
    pthread_mutex_unlock(&mutex);
    return fd;
}

#define MODE(flags)                                    \
    mode_t mode = 0;                                   \
    if ((flags) & (O_CREAT | O_TMPFILE)) {             \
        va_list rest;                                  \
        va_start(rest, flags);                         \
        mode = va_arg(rest, mode_t);                   \
        va_end(rest);                                  \
    }

int open64(const char *path, int flags, ...) {
    MODE(flags)
    return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int open(const char *path, int flags, ...) {
    MODE(flags)
    return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat64(int dir, const char *path, int flags, ...) {
    MODE(flags)
    return open_at(dir, path, flags | O_LARGEFILE, mode);
}

int openat(int dir, const char *path, int flags, ...) {
    MODE(flags)
    return open_at(dir, path, flags | O_LARGEFILE, mode);
}

/* Keeps a file under another name, so that it can come back; empty if there is none. */
static void keep(const char *path, char *name) {
    snprintf(name, PATH_MAX, "%s/%d-%llu", kept, (int)getpid(), (unsigned long long)++kept_count);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, name, 0) != 0) name[0] = 0;
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
    pthread_once(&once, begin);
    char a[PATH_MAX], b[PATH_MAX], name[PATH_MAX];
    from_root(from_dir, from, a);
    from_root(to_dir, to, b);
    if (!is_below(a) && !is_below(b)) return syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
    struct stat stat;
    pthread_mutex_lock(&mutex);
    int there = fstatat(from_dir, from, &stat, AT_SYMLINK_NOFOLLOW) == 0;
    name[0] = 0;
    if (there && control->records) keep(b, name);
    int done = syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
    if (done == 0) record(RENAMED, stat.st_ino, 0, 0, strlen(b), a, b, strlen(b), name, strlen(name));
    pthread_mutex_unlock(&mutex);
    return done;
}

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
    return renameat2(from_dir, from, to_dir, to, 0);
}

int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int dir, const char *path, int flags) {
    pthread_once(&once, begin);
    char whole[PATH_MAX], name[PATH_MAX];
    from_root(dir, path, whole);
    if (flags || !is_below(whole)) return syscall(SYS_unlinkat, dir, path, flags);
    struct stat stat;
    pthread_mutex_lock(&mutex);
    int there = fstatat(dir, path, &stat, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(stat.st_mode);
    name[0] = 0;
    if (there && control->records) keep(whole, name);
    int done = syscall(SYS_unlinkat, dir, path, flags);
    if (done == 0 && there) record(REMOVED, stat.st_ino, 0, 0, 0, whole, name, strlen(name), "", 0);
    pthread_mutex_unlock(&mutex);
    return done;
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
