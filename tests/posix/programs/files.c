// SPDX-License-Identifier: MIT
// The private file system, through the system calls.

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "peer.h"

static int compare(const void* a, const void* b) {
  return strcmp(*(char* const*)a, *(char* const*)b);
}

static void list(const char* path) {
  DIR* folder = opendir(path);
  if (!folder) {
    printf("opendir %s: %s\n", path, strerror(errno));
    return;
  }
  char* names[32];
  int count = 0;
  for (struct dirent* entry; count < 32 && (entry = readdir(folder));) {
    char line[300];
    snprintf(line, sizeof line, "%s%s", entry->d_name, entry->d_type == DT_DIR ? "/" : "");
    names[count++] = strdup(line);
  }
  closedir(folder);
  qsort(names, (size_t)count, sizeof *names, compare);
  printf("%s:", path);
  for (int i = 0; i < count; i++) {
    printf(" %s", names[i]);
    free(names[i]);
  }
  printf("\n");
}

static void contents(const char* path) {
  char buffer[64] = {0};
  int fd = open(path, O_RDONLY);
  if (fd < 0) {
    say(path, fd);
    return;
  }
  long count = read(fd, buffer, sizeof buffer);
  printf("%s: %ld \"", path, count);
  for (long i = 0; i < count; i++) putchar(buffer[i] ? buffer[i] : '.');
  printf("\"\n");
  close(fd);
}

static void reading_and_writing(void) {
  int fd = (int)say("create", open("file", O_RDWR | O_CREAT | O_EXCL, 0640));
  say("create again", open("file", O_RDWR | O_CREAT | O_EXCL, 0640));
  say("write", write(fd, "hello, file", 11));
  say("lseek", lseek(fd, 7, SEEK_SET));
  char buffer[16] = {0};
  say("read", read(fd, buffer, 4));
  puts(buffer);
  say("read at the end", read(fd, buffer, 4));
  say("lseek from the end", lseek(fd, -4, SEEK_END));
  say("write", write(fd, "FILE", 4));
  say("lseek before the start", lseek(fd, -100, SEEK_SET));
  say("lseek with a bad whence", lseek(fd, 0, 9));
  say("lseek beyond the end", lseek(fd, 15, SEEK_SET));
  say("write", write(fd, "!", 1));
  say("pread", pread(fd, buffer, 5, 0));
  say("pwrite", pwrite(fd, "J", 1, 0));
  say("the position stayed", lseek(fd, 0, SEEK_CUR));
  struct stat status;
  say("fstat", fstat(fd, &status));
  printf("size %ld, mode %o, a file: %d\n", (long)status.st_size, (unsigned)(status.st_mode & 0777),
         S_ISREG(status.st_mode));
  say("ftruncate", ftruncate(fd, 5));
  say("dup shares the position", lseek(dup(fd), 0, SEEK_CUR));
  close(fd);
  contents("file");
  fd = open("file", O_WRONLY | O_APPEND);
  say("append", write(fd, " more", 5));
  say("read what is only written", read(fd, buffer, 1));
  close(fd);
  contents("file");
  fd = open("file", O_RDONLY);
  say("write what is only read", write(fd, "x", 1));
  close(fd);
  close(open("file", O_WRONLY | O_TRUNC));
  contents("file");
  say("truncate", truncate("file", 3));
  contents("file");
}

static void names(void) {
  say("mkdir", mkdir("folder", 0755));
  say("mkdir again", mkdir("folder", 0755));
  say("mkdir below nothing", mkdir("none/folder", 0755));
  say("rename", rename("file", "folder/moved"));
  contents("folder/moved");
  contents("folder/../folder/./moved");
  list("folder");
  list(".");
  list("folder/moved");
  list("nowhere");
  say("rmdir of a full one", rmdir("folder"));
  say("unlink of a directory", unlink("folder") < 0);
  say("rmdir of a file", rmdir("folder/moved"));
  say("open of a directory for writing", open("folder", O_WRONLY));
  say("open below a file", open("folder/moved/x", O_RDONLY));
  say("open of nothing", open("", O_RDONLY));
  say("stat of nothing", stat("nothing", &(struct stat){0}));
  say("access", access("folder/moved", R_OK | W_OK));
  say("access of nothing", access("nothing", F_OK));
  say("rename of nothing", rename("nothing", "something"));
  say("rename into itself", rename("folder", "folder/below"));
  struct stat status;
  stat("folder", &status);
  printf("a directory: %d\n", S_ISDIR(status.st_mode));
  say("chdir", chdir("folder"));
  contents("moved");
  say("chdir to a file", chdir("moved"));
  say("chdir back", chdir(".."));
  int folder = open("folder", O_RDONLY | O_DIRECTORY);
  say("openat", openat(folder, "moved", O_RDONLY) >= 0);
  say("O_DIRECTORY of a file", open("folder/moved", O_RDONLY | O_DIRECTORY));
  say("read of a directory", read(folder, &status, 1));
  close(folder);
  say("unlink", unlink("folder/moved"));
  say("unlink again", unlink("folder/moved"));
  say("rmdir", rmdir("folder"));
  list(".");
  char long_name[300];
  memset(long_name, 'n', 299);
  long_name[299] = 0;
  say("a name that is too long", open(long_name, O_RDONLY));
  say("chmod", chmod("nothing", 0600));
}

int main(void) {
  say("chdir", chdir(getenv("SCRATCH")));
  reading_and_writing();
  names();
}
