// SPDX-License-Identifier: MIT
// The corners of a file system: names that vanish or are replaced while open, holes, odd flags, times and
// modes.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "peer.h"

static int make(const char* name, const char* text) {
  int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0644);
  if (fd >= 0 && write(fd, text, strlen(text)) < 0) perror("write");
  return fd;
}

static void show(const char* name) {
  char text[64] = "";
  int fd = open(name, O_RDONLY);
  long count = read(fd, text, sizeof text - 1);
  printf("%s: %ld %s\n", name, count, count < 0 ? strerror(errno) : text);
  close(fd);
}

static void vanishing_names(void) {
  int fd = make("first", "the first");
  say("unlink while open", unlink("first"));
  char text[32] = "";
  say("pread", pread(fd, text, sizeof text, 0));
  puts(text);
  say("write", write(fd, "!", 1));
  struct stat status;
  fstat(fd, &status);
  printf("%ld bytes, %ld names\n", (long)status.st_size, (long)status.st_nlink);
  close(fd);
  show("first");
  close(make("one", "one"));
  fd = make("two", "two");
  say("rename over another", rename("one", "two"));
  say("what was replaced is still open", pread(fd, text, 3, 0));
  printf("%.3s\n", text);
  close(fd);
  show("two");
  show("one");
  say("rename onto itself", rename("two", "two"));
  mkdir("empty", 0755);
  mkdir("full", 0755);
  close(make("full/inside", "x"));
  say("a file over a directory", rename("two", "empty"));
  say("a directory over a file", rename("empty", "two"));
  say("a directory over a full one", rename("empty", "full"));
  say("a directory over an empty one", rename("full", "empty"));
  show("empty/inside");
  say("unlink", unlink("empty/inside"));
  say("rmdir with a slash", rmdir("empty/"));
  say("rmdir of .", rmdir("."));
  say("unlink with a slash", unlink("two/"));
  say("mkdir with a slash", mkdir("new/", 0755));
  say("rename of a directory with a slash", rename("new/", "newer/"));
  say("rmdir", rmdir("newer"));
}

static void odd_flags(void) {
  say("open of a file with a slash", open("two/", O_RDONLY));
  say("create with a slash", open("three/", O_WRONLY | O_CREAT, 0644));
  say("create a directory", open(".", O_WRONLY | O_CREAT, 0644));
  say("O_EXCL over a file", open("two", O_RDWR | O_CREAT | O_EXCL, 0644));
  say("create below nothing", open("none/file", O_WRONLY | O_CREAT, 0644));
  say("O_DIRECTORY", open("two", O_RDONLY | O_DIRECTORY));
  int writer = creat("four", 0600), reader = open("four", O_RDONLY),
      appender = open("four", O_WRONLY | O_APPEND);
  say("write", write(writer, "abc", 3));
  say("append", write(appender, "def", 3));
  say("write", write(writer, "X", 1));
  show("four");
  say("read", read(reader, (char[8]){0}, 8));
  say("lseek of the appender", lseek(appender, 0, SEEK_SET));
  say("append", write(appender, "ghi", 3));
  show("four");
  struct iovec parts[2] = {{(char*)"j", 1}, {(char*)"kl", 2}};
  say("writev", writev(appender, parts, 2));
  show("four");
  say("F_SETFL", fcntl(appender, F_SETFL, 0));
  say("lseek", lseek(appender, 0, SEEK_SET));
  say("write", write(appender, "A", 1));
  show("four");
  say("ftruncate of what is read", ftruncate(reader, 1));
  say("ftruncate below zero", ftruncate(writer, -1));
  say("ftruncate to more", ftruncate(writer, 20));
  struct stat status;
  stat("four", &status);
  printf("%ld bytes, mode %o\n", (long)status.st_size, (unsigned)status.st_mode & 07777);
  say("lseek beyond", lseek(writer, 1000000, SEEK_SET));
  say("write", write(writer, "end", 3));
  char zeros[8];
  say("pread of the hole", pread(reader, zeros, 8, 500000));
  printf("zeros: %d\n", memcmp(zeros, "\0\0\0\0\0\0\0\0", 8) == 0);
  close(writer);
  close(reader);
  close(appender);
}

static void times_and_modes(void) {
  struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1234567890, .tv_nsec = 500000000}};
  say("utimensat", utimensat(AT_FDCWD, "four", times, 0));
  struct stat status, other;
  stat("four", &status);
  printf("modified %ld\n", (long)status.st_mtim.tv_sec);
  int fd = make("four", "new");
  fstat(fd, &other);
  printf("modified since: %d, the same file: %d\n", other.st_mtim.tv_sec > status.st_mtim.tv_sec,
         other.st_ino == status.st_ino && other.st_dev == status.st_dev);
  close(fd);
  say("chmod", chmod("four", 0640));
  stat("four", &status);
  printf("mode %o\n", (unsigned)status.st_mode & 07777);
  mode_t mask = umask(027);
  close(open("masked", O_CREAT | O_WRONLY, 0666));
  stat("masked", &status);
  printf("mode %o under the mask %o\n", (unsigned)status.st_mode & 07777, (unsigned)umask(mask));
  unlink("masked");
  unlink("two");
  unlink("four");
}

int main(void) {
  say("chdir", chdir(getenv("SCRATCH")));
  vanishing_names();
  odd_flags();
  times_and_modes();
}
