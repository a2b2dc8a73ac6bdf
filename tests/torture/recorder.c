/* Stands between a process and the disk (LD_PRELOAD): writes down what is done to the files below one folder, in the
 * order in which it is done, or refuses it from a given call on, as a full or failing disk does.
 *
 * A record is: what (1 byte), 3 numbers of 8 bytes, 2 lengths of 4 bytes, then as many bytes of path and of data.
 *   O path       opened; inode; 1 made + 2 emptied       W data       written; inode, offset
 *   T            cut or stretched; inode, size           S            brought to the disk; inode
 *   D path       folder brought to the disk              U path       unlinked
 *   R path data  renamed from path to data               L path data  linked from path to data
 *   M path       folder made                             A data       what the process said it had done
 *   X data       something that this recorder does not know; whoever replays it must give up
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
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 65536
#define WRITES 1
#define SYNCS 2

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
static int refused_kind, refused_errno;
static long calls_left = -1;
static long calls_seen;
static int takes_a_part;
static char whose[FILES]; /* 0 not ours, 1 a file, 2 a folder, 3 shared memory, which no power cut outlives */
static uint64_t inode[FILES];

static void put(char what, uint64_t a, uint64_t b, uint64_t c, const char *path, const void *data, size_t size)
{
    unsigned char head[1 + 3 * 8 + 2 * 4];
    uint64_t numbers[3] = {a, b, c};
    uint32_t sizes[2] = {path ? (uint32_t)strlen(path) : 0, (uint32_t)size};
    if (log_fd < 0)
        return;
    head[0] = (unsigned char)what;
    memcpy(head + 1, numbers, sizeof numbers);
    memcpy(head + 1 + sizeof numbers, sizes, sizeof sizes);
    struct iovec parts[3] = {{head, sizeof head}, {(void *)path, sizes[0]}, {(void *)data, size}};
    size_t wanted = sizeof head + sizes[0] + size;
    if (syscall(SYS_writev, log_fd, parts, 3) != (long)wanted)
        abort();
}

/* The full path in `found`, true when it lies below the root. */
static int ours(int folder, const char *path, char *found)
{
    if (!root_length)
        return 0;
    if (path[0] == '/')
        strncpy(found, path, PATH_MAX - 1);
    else if (folder == AT_FDCWD) {
        if (!getcwd(found, PATH_MAX / 2))
            return 0;
        strncat(found, "/", 2);
        strncat(found, path, PATH_MAX / 2 - 2);
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t size = readlink(link, found, PATH_MAX / 2);
        if (size < 0)
            return 0;
        found[size] = 0;
        strncat(found, "/", 2);
        strncat(found, path, PATH_MAX / 2 - 2);
    }
    return strncmp(found, root, root_length) == 0 && (found[root_length] == '/' || !found[root_length]);
}

static int is_memory(const char *path)
{
    size_t size = strlen(path);
    return size > 4 && strcmp(path + size - 4, "-shm") == 0;
}

/* True when this call of this kind has to fail; errno is set then. */
static int refused(int kind)
{
    if (kind == refused_kind || refused_kind == 0)
        calls_seen++;
    if (kind != refused_kind || calls_left < 0)
        return 0;
    if (calls_left > 0) {
        calls_left--;
        return 0;
    }
    errno = refused_errno;
    return 1;
}


/* --- spoken to from Python ------------------------------------------------------------------------------------ */

void torture_record(const char *folder, int fd)
{
    strncpy(root, folder, PATH_MAX - 1);
    root_length = strlen(root);
    log_fd = fd;
}

void torture_said(const char *words)
{
    pthread_mutex_lock(&turn);
    put('A', 0, 0, 0, NULL, words, strlen(words));
    pthread_mutex_unlock(&turn);
}

/* From the call number `after` of this kind on, all of them fail; a negative number ends it. */
void torture_refuse(int kind, long after, int code)
{
    refused_kind = kind;
    calls_left = after;
    refused_errno = code;
    calls_seen = 0;
    takes_a_part = kind == WRITES && after % 2;
}

long torture_calls(void) { return calls_seen; }

/* --- opening and closing ---------------------------------------------------------------------------------------- */

static int opened(int (*open_it)(int, const char *, int, mode_t), int folder, const char *path, int flags, mode_t mode)
{
    char found[PATH_MAX];
    struct stat before, after;
    if (!ours(folder, path, found))
        return open_it(folder, path, flags, mode);
    pthread_mutex_lock(&turn);
    int there = stat(found, &before) == 0;
    int fd = -1;
    if (there || !(flags & O_CREAT) || !refused(WRITES))
        fd = open_it(folder, path, flags, mode);
    int code = errno;
    if (fd >= 0 && fd < FILES && fstat(fd, &after) == 0) {
        whose[fd] = S_ISDIR(after.st_mode) ? 2 : is_memory(found) ? 3 : 1;
        inode[fd] = after.st_ino;
        if (whose[fd] == 1)
            put('O', after.st_ino, (there ? 0 : 1) | ((flags & O_TRUNC) && there && before.st_size ? 2 : 0), 0, found,
                NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    errno = code;
    return fd;
}

static int open_there(int folder, const char *path, int flags, mode_t mode)
{
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...)
{
    MODE
    return opened(open_there, AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE
    return opened(open_there, AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE
    return opened(open_there, folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
    MODE
    return opened(open_there, folder, path, flags | O_LARGEFILE, mode);
}

int __open_2(const char *path, int flags) { return opened(open_there, AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(open_there, AT_FDCWD, path, flags | O_LARGEFILE, 0); }

int close(int fd)
{
    if (fd >= 0 && fd < FILES)
        whose[fd] = 0;
    return (int)syscall(SYS_close, fd);
}

static int copied(int from, int to)
{
    if (to >= 0 && to < FILES && from >= 0 && from < FILES) {
        whose[to] = whose[from];
        inode[to] = inode[from];
    }
    return to;
}

int dup(int fd) { return copied(fd, (int)syscall(SYS_dup, fd)); }
int dup2(int fd, int to) { return copied(fd, (int)syscall(SYS_dup3, fd, to, 0)); }
int dup3(int fd, int to, int flags) { return copied(fd, (int)syscall(SYS_dup3, fd, to, flags)); }

/* --- writing ------------------------------------------------------------------------------------------------------ */

static int is_ours(int fd) { return fd >= 0 && fd < FILES && whose[fd]; }

static ssize_t written(int fd, const void *data, size_t size, off_t offset)
{
    pthread_mutex_lock(&turn);
    ssize_t done = -1;
    if (!refused(WRITES))
        done = syscall(SYS_pwrite64, fd, data, size, offset);
    else if (takes_a_part && size > 1 && whose[fd] == 1) {
        takes_a_part = 0; /* as a disk that fills up does; the next call takes nothing */
        done = syscall(SYS_pwrite64, fd, data, size / 2, offset);
    }
    int code = errno;
    if (done > 0 && whose[fd] == 1)
        put('W', inode[fd], (uint64_t)offset, 0, NULL, data, (size_t)done);
    pthread_mutex_unlock(&turn);
    errno = code;
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
    return is_ours(fd) ? written(fd, data, size, offset) : syscall(SYS_pwrite64, fd, data, size, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    return is_ours(fd) ? written(fd, data, size, offset) : syscall(SYS_pwrite64, fd, data, size, offset);
}

ssize_t write(int fd, const void *data, size_t size)
{
    if (!is_ours(fd))
        return syscall(SYS_write, fd, data, size);
    off_t offset = lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    ssize_t done = written(fd, data, size, offset);
    if (done > 0) {
        int code = errno;
        lseek(fd, offset + done, SEEK_SET);
        errno = code;
    }
    return done;
}

static int cut(int fd, off_t size)
{
    struct stat now;
    if (!is_ours(fd))
        return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&turn);
    int done = -1;
    int grows = fstat(fd, &now) == 0 && now.st_size < size;
    if (!grows || !refused(WRITES))
        done = (int)syscall(SYS_ftruncate, fd, size);
    int code = errno;
    if (done == 0 && whose[fd] == 1)
        put('T', inode[fd], (uint64_t)size, 0, NULL, NULL, 0);
    pthread_mutex_unlock(&turn);
    errno = code;
    return done;
}

int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int synced(int fd, long number)
{
    char link[64], found[PATH_MAX];
    if (!is_ours(fd))
        return (int)syscall(number, fd);
    pthread_mutex_lock(&turn);
    int done = -1;
    if (!refused(SYNCS))
        done = (int)syscall(number, fd);
    int code = errno;
    if (done == 0 && whose[fd] == 1)
        put('S', inode[fd], 0, 0, NULL, NULL, 0);
    if (done == 0 && whose[fd] == 2) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t size = readlink(link, found, PATH_MAX - 1);
        found[size > 0 ? size : 0] = 0;
        put('D', inode[fd], 0, 0, found, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    errno = code;
    return done;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

/* --- names -------------------------------------------------------------------------------------------------------- */

static int named(char what, int done, const char *path, const char *other)
{
    int code = errno;
    if (done == 0 && !is_memory(path))
        put(what, 0, 0, 0, path, other, other ? strlen(other) : 0);
    pthread_mutex_unlock(&turn);
    errno = code;
    return done;
}

static int removed(int folder, const char *path, int flags)
{
    char found[PATH_MAX];
    if (!ours(folder, path, found))
        return (int)syscall(SYS_unlinkat, folder, path, flags);
    pthread_mutex_lock(&turn);
    return named('U', (int)syscall(SYS_unlinkat, folder, path, flags), found, NULL);
}

int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return removed(folder, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int moved(char what, int folder, const char *path, int other_folder, const char *other)
{
    char from[PATH_MAX], to[PATH_MAX];
    int is_link = what == 'L';
    int first = ours(folder, path, from), second = ours(other_folder, other, to);
    long number = is_link ? SYS_linkat : SYS_renameat2;
    if (!first && !second)
        return (int)syscall(number, folder, path, other_folder, other, 0);
    pthread_mutex_lock(&turn);
    if (refused(WRITES)) {
        pthread_mutex_unlock(&turn);
        return -1;
    }
    if (first != second)
        put('X', 0, 0, 0, NULL, "a file moved across the edge", 28);
    return named(what, (int)syscall(number, folder, path, other_folder, other, 0), from, to);
}

int rename(const char *path, const char *other) { return moved('R', AT_FDCWD, path, AT_FDCWD, other); }
int renameat(int a, const char *path, int b, const char *other) { return moved('R', a, path, b, other); }
int link(const char *path, const char *other) { return moved('L', AT_FDCWD, path, AT_FDCWD, other); }
int linkat(int a, const char *path, int b, const char *other, int flags)
{
    (void)flags;
    return moved('L', a, path, b, other);
}

static int made(int folder, const char *path, mode_t mode)
{
    char found[PATH_MAX];
    if (!ours(folder, path, found))
        return (int)syscall(SYS_mkdirat, folder, path, mode);
    pthread_mutex_lock(&turn);
    if (refused(WRITES)) {
        pthread_mutex_unlock(&turn);
        return -1;
    }
    return named('M', (int)syscall(SYS_mkdirat, folder, path, mode), found, NULL);
}

int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { return made(folder, path, mode); }

/* --- what is not wanted here: copies inside the kernel are refused, so that they are written as everything else ------ */

ssize_t sendfile(int to, int from, off_t *offset, size_t size)
{
    if (!is_ours(to))
        return syscall(SYS_sendfile, to, from, offset, size);
    errno = EINVAL;
    return -1;
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) { return sendfile(to, from, offset, size); }

ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t size, unsigned flags)
{
    if (!is_ours(to))
        return syscall(SYS_copy_file_range, from, a, to, b, size, flags);
    errno = EXDEV;
    return -1;
}

#define UNKNOWN(fd, name) \
    if (is_ours(fd) && whose[fd] == 1) \
        put('X', 0, 0, 0, NULL, name, strlen(name))

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    UNKNOWN(fd, "writev");
    return syscall(SYS_writev, fd, parts, count);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset)
{
    UNKNOWN(fd, "pwritev");
    return syscall(SYS_pwritev, fd, parts, count, offset, 0);
}

int fallocate(int fd, int mode, off_t offset, off_t size)
{
    UNKNOWN(fd, "fallocate");
    return (int)syscall(SYS_fallocate, fd, mode, offset, size);
}

int posix_fallocate(int fd, off_t offset, off_t size)
{
    UNKNOWN(fd, "posix_fallocate");
    return syscall(SYS_fallocate, fd, 0, offset, size) ? errno : 0;
}

void *mmap(void *place, size_t size, int use, int flags, int fd, off_t offset)
{
    if ((use & PROT_WRITE) && (flags & MAP_SHARED))
        UNKNOWN(fd, "mmap");
    return (void *)syscall(SYS_mmap, place, size, use, flags, fd, offset);
}
