// SPDX-License-Identifier: MIT
// A prompt without a newline is on the screen before the program waits for its answer; reading by stdio.

#include "peer.h"

int main(void) {
  char line[64];
  printf("name? ");
  if (fgets(line, sizeof line, stdin)) printf("hello, %s", line);
  int number = 0;
  char word[16] = "";
  printf("a number and a word? ");
  printf("%d: ", scanf("%d %15s", &number, word));
  printf("%d %s\n", number, word);
  printf("the rest of the line:");
  int character;
  while ((character = getchar()) != EOF && character != '\n') printf(" %d", character);
  printf("\nthen the end? ");
  printf("%d", getchar());
  printf(" feof %d\n", feof(stdin) != 0);
  clearerr(stdin);
  printf("after the end? ");
  printf("%s", fgets(line, sizeof line, stdin) ? line : "nothing\n");
  printf("half a line? ");
  printf("[%s]\n", fgets(line, sizeof line, stdin) ? line : "nothing");
  clearerr(stdin);
  fprintf(stderr, "no buffer: ");
  printf("[%c]", getchar());
  printf("[%c]", getchar());
}
