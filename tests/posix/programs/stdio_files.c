// SPDX-License-Identifier: MIT
// stdio over files, devices and sockets.

#include <fcntl.h>

#include "peer.h"

int main(void) {
  chdir(getenv("SCRATCH")) == 0 || puts("no scratch");
  FILE* file = fopen("lines", "w");
  for (int i = 0; i < 2000; i++) fprintf(file, "line %d\n", i);
  printf("ftell %ld\n", ftell(file));
  fclose(file);
  file = fopen("lines", "r+");
  char line[64];
  int count = 0;
  while (fgets(line, sizeof line, file)) count++;
  printf("%d lines, the last is %s", count, line);
  fseek(file, 0, SEEK_SET);
  fputs("LINE", file);
  rewind(file);
  fgets(line, sizeof line, file) || puts("nothing");
  fputs(line, stdout);
  fclose(file);
  printf("missing: %d\n", fopen("missing", "r") == NULL);
  perror("fopen");
  remove("lines");

  file = fopen("/dev/null", "r");
  printf("null: %d\n", fgetc(file) == EOF);
  fclose(file);
  file = fopen("/dev/urandom", "r");
  unsigned char random[32] = {0};
  printf("random: %zu\n", fread(random, 1, sizeof random, file));
  int different = 0;
  for (size_t i = 1; i < sizeof random; i++) different |= random[i] != random[0];
  printf("different: %d\n", different);
  fclose(file);

  FILE* stream = fdopen(dial("ECHO"), "r+");
  setvbuf(stream, NULL, _IOLBF, 256);
  for (int i = 0; i < 3; i++) {
    fprintf(stream, "message %d\n", i);
    fflush(stream);
    fgets(line, sizeof line, stream) || puts("nothing");
    fputs(line, stdout);
  }
  fclose(stream);
}
