// SPDX-License-Identifier: MIT
// stdio on connections: every way to read a line, buffers of every kind, EAGAIN, and the end.

#include <fcntl.h>
#include <stdarg.h>

#include "both_ends.h"

static void lines(void) {
  FILE* stream = fdopen(dial("DRIP"), "r+");
  fputs("700\n", stream);
  fflush(stream);
  size_t room = 0;
  char* line = NULL;
  long total = 0, count = 0, length;
  while ((length = getline(&line, &room, stream)) > 0) {
    total += length;
    count++;
  }
  printf("getline: %ld lines, %ld bytes, feof %d\n", count, total, feof(stream) != 0);
  free(line);
  fclose(stream);
}

static void formats(void) {
  struct both_ends ends = open_both("formats");
  FILE* out = fdopen(ends.left, "w");
  FILE* in = fdopen(ends.right, "r");
  setvbuf(out, NULL, _IONBF, 0);
  fprintf(out, "%d %s %.3f\n", 42, "words", 2.5);
  for (const char* i = "one by one\n"; *i; i++) fputc(*i, out);
  int number = 0;
  char word[16] = "", line[64];
  double real = 0;
  printf("fscanf %d: ", fscanf(in, "%d %15s %lf\n", &number, word, &real));
  printf("%d %s %.3f\n", number, word, real);
  int first = fgetc(in);
  ungetc('O', in);
  printf("%c then %s", first, fgets(line, sizeof line, in));
  say("dprintf", dprintf(fileno(out), "%s\n", "by its number"));
  printf("%s", fgets(line, sizeof line, in));
  setvbuf(out, NULL, _IOLBF, 64);
  fputs("a line\nand half of one", out);
  printf("%s", fgets(line, sizeof line, in));
  fclose(out);
  printf("[%s]", fgets(line, sizeof line, in));
  printf(" then %s", fgets(line, sizeof line, in) ? "more" : "the end");
  printf(", feof %d\n", feof(in) != 0);
  fclose(in);
}

static void not_ready(void) {
  struct both_ends ends = open_both("nothing");
  fcntl(ends.right, F_SETFL, O_NONBLOCK);
  FILE* in = fdopen(ends.right, "r");
  printf("fgetc %d: ", fgetc(in));
  puts(strerror(errno));
  printf("feof %d ferror %d\n", feof(in) != 0, ferror(in) != 0);
  clearerr(in);
  send_text(ends.left, "later\n");
  fcntl(ends.right, F_SETFL, 0);
  char line[16];
  printf("%s", fgets(line, sizeof line, in));
  shutdown(ends.left, SHUT_WR);
  char block[16];
  printf("fread %zu", fread(block, 1, sizeof block, in));
  printf(" feof %d\n", feof(in) != 0);
  fclose(in);
  close(ends.left);
}

int main(void) {
  lines();
  formats();
  not_ready();
}
