// Takes back at the next start what a killed process has written but not synced, as a machine does that loses its power.
//
// LD_PRELOAD=liblostsync.so LOSTSYNC_FOLDER=<folder> program
// LOSTSYNC_PRETEND=<part of a file name>: syncs of such files succeed without being remembered, after the first LOSTSYNC_PRETEND_AFTER of them.
//
// Beside each file below the folder lies an undo journal, <file>.undo: the old bytes of every range written since the last sync of that file.
// A sync that succeeds empties it. At the start of a process each journal is applied from its end to its beginning, and removed. The journals
// themselves need no sync: what is killed is the process, not the machine. Shared memory of SQLite (-shm) is no durable file: it is removed.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 256

struct undo { int64_t offset; int64_t length; int64_t size; }; // The size is the file's before the write.

struct file {
    dev_t device;
    ino_t inode;
    int journal;
    int pretends;
    long syncs;
    pthread_mutex_t gate;
};

static struct file files[FILES];
static int file_count;
static pthread_mutex_t files_gate = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static const char *pretend;
static long pretend_after;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);

static void load(void)
{
    if (real_pwrite) return;
    real_write = dlsym(RTLD_NEXT, "write");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
}

static int ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static void fail(const char *what)
{
    fprintf(stderr, "lostsync: %s: %s\n", what, strerror(errno));
    abort();
}

static void take_back(const char *path, const char *journal_path)
{
    int journal = open(journal_path, O_RDONLY);
    int target = open(path, O_RDWR);
    struct stat all;
    if (journal < 0 || fstat(journal, &all)) fail(journal_path);
    // From the newest to the oldest: each record is followed by its length, so that they can be walked backwards.
    off_t end = all.st_size;
    long records = 0;
    while (target >= 0 && end > 0) {
        int64_t total;
        struct undo undo;
        if (pread(journal, &total, sizeof total, end - (off_t)sizeof total) != sizeof total) fail("journal");
        off_t start = end - total;
        if (pread(journal, &undo, sizeof undo, start) != sizeof undo) fail("journal");
        char *bytes = malloc(undo.length + 1);
        if (pread(journal, bytes, undo.length, start + (off_t)sizeof undo) != undo.length) fail("journal");
        if (real_pwrite(target, bytes, undo.length, undo.offset) != undo.length) fail(path);
        if (real_ftruncate(target, undo.size)) fail(path);
        free(bytes);
        end = start;
        records++;
    }
    if (target >= 0) close(target);
    close(journal);
    real_unlink(journal_path);
    if (records) fprintf(stderr, "lostsync: took %ld writes back from %s\n", records, path);
}

__attribute__((constructor)) static void begin(void)
{
    const char *name = getenv("LOSTSYNC_FOLDER");
    load();
    if (!name || !realpath(name, folder)) { folder[0] = 0; return; }
    pretend = getenv("LOSTSYNC_PRETEND");
    pretend_after = getenv("LOSTSYNC_PRETEND_AFTER") ? atol(getenv("LOSTSYNC_PRETEND_AFTER")) : 0;
    DIR *list = opendir(folder);
    struct dirent *entry;
    char path[PATH_MAX * 2], journal[PATH_MAX * 2];
    while (list && (entry = readdir(list))) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (ends_with(path, "-shm")) real_unlink(path);
        if (!ends_with(path, ".undo")) continue;
        strcpy(journal, path);
        path[strlen(path) - 5] = 0;
        take_back(path, journal);
    }
    if (list) closedir(list);
}

// The file behind a descriptor, or null when it is none below the folder.
static struct file *find(int fd)
{
    struct stat about;
    if (!folder[0] || fstat(fd, &about) || !S_ISREG(about.st_mode)) return NULL;
    pthread_mutex_lock(&files_gate);
    struct file *found = NULL;
    for (int i = 0; i < file_count && !found; i++)
        if (files[i].device == about.st_dev && files[i].inode == about.st_ino) found = &files[i];
    if (!found) {
        char link[64], path[PATH_MAX + 8] = "";
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, path, PATH_MAX);
        if (length > 0) path[length] = 0;
        if (file_count == FILES) fail("too many files");
        found = &files[file_count++];
        found->device = about.st_dev;
        found->inode = about.st_ino;
        found->journal = -1;
        pthread_mutex_init(&found->gate, NULL);
        size_t root = strlen(folder);
        if (strncmp(path, folder, root) == 0 && path[root] == '/' && strstr(path, ".db") && !ends_with(path, "-shm")) {
            found->pretends = pretend && strstr(path, pretend) != NULL;
            strcat(path, ".undo");
            found->journal = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
            if (found->journal < 0) fail(path);
        }
    }
    pthread_mutex_unlock(&files_gate);
    return found->journal < 0 ? NULL : found;
}

// Keeps what is about to be overwritten. The caller holds the gate.
static void keep(struct file *file, int fd, off_t offset, size_t count)
{
    struct stat about;
    if (fstat(fd, &about)) fail("stat");
    int64_t old = offset >= about.st_size ? 0 : (int64_t)count < about.st_size - offset ? (int64_t)count : about.st_size - offset;
    struct undo undo = { offset, old, about.st_size };
    int64_t total = (int64_t)sizeof undo + old + (int64_t)sizeof total;
    char *record = malloc(total);
    memcpy(record, &undo, sizeof undo);
    if (old && pread(fd, record + sizeof undo, old, offset) != old) fail("read");
    memcpy(record + total - sizeof total, &total, sizeof total);
    if (real_write(file->journal, record, total) != total) fail("journal");
    free(record);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t offset)
{
    load();
    struct file *file = find(fd);
    if (!file) return real_pwrite(fd, bytes, count, offset);
    pthread_mutex_lock(&file->gate);
    keep(file, fd, offset, count);
    ssize_t done = real_pwrite(fd, bytes, count, offset);
    pthread_mutex_unlock(&file->gate);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return pwrite64(fd, bytes, count, offset); }

ssize_t write(int fd, const void *bytes, size_t count)
{
    load();
    struct file *file = find(fd);
    if (!file) return real_write(fd, bytes, count);
    pthread_mutex_lock(&file->gate);
    keep(file, fd, lseek(fd, 0, SEEK_CUR), count);
    ssize_t done = real_write(fd, bytes, count);
    pthread_mutex_unlock(&file->gate);
    return done;
}

int ftruncate64(int fd, off_t size)
{
    load();
    struct file *file = find(fd);
    if (!file) return real_ftruncate(fd, size);
    struct stat about;
    pthread_mutex_lock(&file->gate);
    if (fstat(fd, &about)) fail("stat");
    keep(file, fd, size, about.st_size > size ? about.st_size - size : 0);
    int done = real_ftruncate(fd, size);
    pthread_mutex_unlock(&file->gate);
    return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_with(int (*real)(int), int fd)
{
    struct file *file = find(fd);
    if (!file) return real(fd);
    // Held meanwhile: what is written during a sync is not known to be covered by it.
    pthread_mutex_lock(&file->gate);
    int pretends = file->pretends && file->syncs++ >= pretend_after;
    int done = pretends ? 0 : real(fd);
    if (done == 0 && !pretends && real_ftruncate(file->journal, 0)) fail("journal");
    pthread_mutex_unlock(&file->gate);
    return done;
}

int fsync(int fd) { load(); return sync_with(real_fsync, fd); }

int fdatasync(int fd) { load(); return sync_with(real_fdatasync, fd); }

// Deleting counts as durable. The next file may get the same inode, and needs a journal of its own.
int unlink(const char *path)
{
    struct stat about;
    load();
    if (folder[0] && stat(path, &about) == 0) {
        pthread_mutex_lock(&files_gate);
        for (int i = 0; i < file_count; i++) {
            if (files[i].device != about.st_dev || files[i].inode != about.st_ino) continue;
            files[i].inode = 0;
            if (files[i].journal >= 0) {
                char journal[PATH_MAX + 8];
                snprintf(journal, sizeof journal, "%s.undo", path);
                real_unlink(journal);
                close(files[i].journal);
            }
        }
        pthread_mutex_unlock(&files_gate);
    }
    return real_unlink(path);
}
