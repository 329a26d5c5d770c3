// SPDX-License-Identifier: MIT
// keeper: copies what the page put into the file `given` into `made`, with a line of its own.

#include <stdio.h>
#include <sys/stat.h>

int main(void) {
  FILE* from = fopen("/given", "r");
  if (!from) {
    perror("/given");
    return 1;
  }
  mkdir("/folder", 0755);
  FILE* to = fopen("/folder/made", "w");
  char line[100];
  while (fgets(line, sizeof line, from)) fputs(line, to);
  fputs("and mine\n", to);
  fclose(to);
  fclose(from);
}
