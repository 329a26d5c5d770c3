// SPDX-License-Identifier: MIT
// Walking through directories by every function that libc has for it.

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <sys/stat.h>

#include "peer.h"

static void build(void) {
  const char* const folders[] = {"a", "a/b", "a/b/c", "d"};
  const char* const files[] = {"a/one.c", "a/two.c", "a/b/three.h", "a/b/c/four", "五.txt"};
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) mkdir(folders[i], 0755);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) close(creat(files[i], 0644));
}

static void scan(const char* path) {
  struct dirent** entries;
  int count = scandir(path, &entries, NULL, alphasort);
  if (count < 0) {
    say(path, count);
    return;
  }
  printf("%s:", path);
  for (int i = 0; i < count; i++) {
    printf(" %s%s", entries[i]->d_name, entries[i]->d_type == DT_DIR ? "/" : "");
    free(entries[i]);
  }
  printf("\n");
  free(entries);
}

static int files, folders;
static int visit(const char* path, const struct stat* status, int type, struct FTW* walk) {
  (void)path, (void)status, (void)walk;
  if (type == FTW_F) files++;
  if (type == FTW_D || type == FTW_DP) folders++;
  return 0;
}

static int delete(const char* path, const struct stat* status, int type, struct FTW* walk) {
  (void)status, (void)type, (void)walk;
  return remove(path);
}

static void streams(void) {
  DIR* folder = opendir("a");
  int count = 0, again = 0;
  while (readdir(folder)) count++;
  rewinddir(folder);
  while (readdir(folder)) again++;
  printf("%d entries, %d again\n", count, again);
  rewinddir(folder);
  readdir(folder);
  long place = telldir(folder);
  char name[256];
  snprintf(name, sizeof name, "%s", readdir(folder)->d_name);
  readdir(folder);
  seekdir(folder, place);
  printf("seekdir finds it again: %d\n", strcmp(name, readdir(folder)->d_name) == 0);
  int fd = dirfd(folder);
  say("unlinkat of nothing", unlinkat(fd, "nothing", 0));
  say("mkdirat", mkdirat(fd, "made", 0700));
  say("renameat", renameat(fd, "made", AT_FDCWD, "moved"));
  struct stat status;
  say("fstatat", fstatat(fd, "b", &status, 0));
  printf("a directory: %d\n", S_ISDIR(status.st_mode));
  say("fstatat of itself", fstatat(fd, "", &status, AT_EMPTY_PATH));
  say("faccessat", faccessat(fd, "one.c", R_OK, 0));
  say("unlinkat", unlinkat(AT_FDCWD, "moved", AT_REMOVEDIR));
  say("fchdir", fchdir(fd));
  closedir(folder);
  scan(".");
  say("chdir", chdir("b/../.."));
  folder = fdopendir(open("a/b", O_RDONLY | O_DIRECTORY));
  count = 0;
  while (readdir(folder)) count++;
  printf("%d entries\n", count);
  closedir(folder);
  printf("opendir of a file: %d\n", opendir("a/one.c") == NULL);
  perror("opendir");
}

int main(void) {
  char path[PATH_MAX], start[PATH_MAX];
  say("chdir", chdir(getenv("SCRATCH")));
  if (!getcwd(start, sizeof start)) perror("getcwd");
  build();
  scan(".");
  scan("a");
  scan("a/b/c/four");
  streams();
  say("nftw", nftw(".", visit, 10, FTW_PHYS));
  printf("%d files, %d folders\n", files, folders);
  glob_t found;
  say("glob", glob("a/*.c", 0, NULL, &found));
  for (size_t i = 0; i < found.gl_pathc; i++) puts(found.gl_pathv[i]);
  globfree(&found);
  say("glob of nothing", glob("*.none", 0, NULL, &found));
  say("chdir", chdir("a/b/c"));
  if (!getcwd(path, sizeof path)) perror("getcwd");
  puts(path + strlen(start));
  printf("too small: %d\n", getcwd(path, 3) == NULL);
  perror("getcwd");
  if (!realpath("../../b/./three.h", path)) perror("realpath");
  puts(path + strlen(start));
  printf("of nothing: %d\n", realpath("nothing", path) == NULL);
  perror("realpath");
  say("chdir", chdir(start));
  char name[] = "temporary-XXXXXX", folder[] = "folder-XXXXXX";
  int fd = mkstemp(name);
  printf("mkstemp %d %d\n", fd >= 0, strcmp(name, "temporary-XXXXXX") != 0);
  printf("mkdtemp %d\n", mkdtemp(folder) != NULL);
  close(fd);
  say("access", access(name, W_OK));
  unlink(name);
  rmdir(folder);
  say("delete all", nftw("a", delete, 10, FTW_DEPTH | FTW_PHYS));
  rmdir("d");
  unlink("五.txt");
  scan(".");
}
