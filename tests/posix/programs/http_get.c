// SPDX-License-Identifier: MIT
// The classic client: a request, the reply by lines, the body, the end.

#include <ctype.h>

#include "peer.h"

int main(void) {
  int fd = dial("HTTP");
  FILE* in = fdopen(fd, "r");
  FILE* out = fdopen(dup(fd), "w");
  fprintf(out, "GET %s HTTP/1.0\r\n", "/");
  fprintf(out, "Host: %s\r\n", "peer");
  fputs("\r\n", out);
  say("fflush", fflush(out));
  char line[256];
  long length = -1;
  while (fgets(line, sizeof line, in) && strcmp(line, "\r\n") != 0) {
    line[strcspn(line, "\r\n")] = 0;
    printf("[%s]\n", line);
    if (strncmp(line, "Content-Length: ", 16) == 0) length = strtol(line + 16, NULL, 10);
  }
  char* body = calloc(1, (size_t)length + 10);
  size_t count = fread(body, 1, (size_t)length + 9, in);
  printf("%zu of %ld: %s", count, length, body);
  printf("feof %d ferror %d\n", feof(in) != 0, ferror(in) != 0);
  free(body);
  say("fclose", fclose(out));
  say("fclose", fclose(in));
  say("the descriptor is closed", close(fd));
}
