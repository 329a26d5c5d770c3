// SPDX-License-Identifier: MIT
// The other streams of stdio: in memory, temporary, opened again, positioned; and what is flushed when.

#include <fcntl.h>

#include "peer.h"

static void memory(void) {
  char* text = NULL;
  size_t size = 0;
  FILE* stream = open_memstream(&text, &size);
  fprintf(stream, "%05d", 42);
  fflush(stream);
  printf("%s %zu\n", text, size);
  fputs(" and more", stream);
  fclose(stream);
  printf("%s %zu\n", text, size);
  free(text);
  char fixed[16] = "0123456789";
  stream = fmemopen(fixed, 10, "r+");
  fseek(stream, 4, SEEK_SET);
  fputs("ab", stream);
  rewind(stream);
  char line[16] = "";
  printf("%zu %s\n", fread(line, 1, 15, stream), line);
  fclose(stream);
}

static void positions(void) {
  FILE* stream = fopen("positions", "w+");
  fpos_t start, middle;
  fgetpos(stream, &start);
  fputs("first\n", stream);
  fgetpos(stream, &middle);
  fputs("second\nthird\n", stream);
  fsetpos(stream, &middle);
  char line[32];
  fputs(fgets(line, sizeof line, stream), stdout);
  fsetpos(stream, &start);
  fputs(fgets(line, sizeof line, stream), stdout);
  say("fseeko from the end", fseeko(stream, -6, SEEK_END));
  fputs(fgets(line, sizeof line, stream), stdout);
  say("ftello", (long)ftello(stream));
  printf("%d", fgetc(stream));
  printf(" %d\n", feof(stream) != 0);
  say("fseek before the start", fseek(stream, -1, SEEK_SET));
  fclose(stream);
  stream = fopen("positions", "a+");
  fputs("fourth\n", stream);
  rewind(stream);
  int count = 0;
  while (fgets(line, sizeof line, stream)) count++;
  printf("%d lines, the last is %s", count, line);
  fclose(stream);
  printf("x: %d\n", fopen("positions", "wx") == NULL);
  perror("fopen");
  stream = fopen("positions", "r");
  printf("write to a file for reading: %d\n", fputs("x", stream) < 0);
  printf("ferror %d\n", ferror(stream) != 0);
  say("fclose", fclose(stream));
}

static void redirected(void) {
  fflush(stdout);
  int saved = dup(1);
  int file = open("redirected", O_RDWR | O_CREAT | O_TRUNC, 0600);
  dup2(file, 1);
  printf("into the file\n");
  fflush(stdout);
  dup2(saved, 1);
  close(saved);
  char text[32] = "";
  printf("%ld bytes: ", (long)pread(file, text, 31, 0));
  printf("%s", text);
  close(file);
  if (!freopen("redirected", "r", stdin)) perror("freopen");
  printf("%s", fgets(text, sizeof text, stdin));
  printf("%d\n", getchar() == EOF);
  int fd = dial("ECHO");
  send_text(fd, "3 words here\n");
  shutdown(fd, SHUT_WR);
  dup2(fd, 0);
  close(fd);
  clearerr(stdin);
  int number = 0;
  char words[2][16];
  printf("scanf %d: ", scanf("%d %15s %15s", &number, words[0], words[1]));
  printf("%d %s %s\n", number, words[0], words[1]);
}

int main(void) {
  say("chdir", chdir(getenv("SCRATCH")));
  memory();
  positions();
  redirected();
  FILE* temporary = tmpfile();
  printf("tmpfile: %d\n", temporary != NULL);
  if (temporary) {
    fputs("temporary", temporary);
    rewind(temporary);
    char text[16] = "";
    printf("%s\n", fgets(text, sizeof text, temporary));
    fclose(temporary);
  }
  remove("positions");
  remove("redirected");
  FILE* left = fopen("left", "w");
  fputs("flushed by exit", left);
  printf("no newline, flushed by exit");
}
