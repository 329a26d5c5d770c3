// SPDX-License-Identifier: MIT
// Calls that wait from places where a program seldom waits: comparators, handlers, deep stacks, before and
// after main.

#include <setjmp.h>
#include <signal.h>

#include "peer.h"

static int echo = -1;

static int ask(int number) {
  char text[16], answer[16] = {0};
  int size = snprintf(text, sizeof text, "%d;", number);
  send_text(echo, text);
  return recv(echo, answer, (size_t)size, MSG_WAITALL) == size ? atoi(answer) : -1;
}

__attribute__((constructor)) static void before_main(void) {
  echo = dial("ECHO");
  printf("before main: %d\n", ask(1));
}

static void after_main(void) {
  printf("after main: %d\n", ask(2));
}

static int compare(const void* a, const void* b) {
  return ask(*(const int*)a) - ask(*(const int*)b);
}

static void handle(int number) {
  (void)number;
  printf("in a handler: %d\n", ask(3));
}

static int deep(int level) {
  char room[4000];
  memset(room, level, sizeof room);
  if (level == 0) return ask(4);
  return deep(level - 1) + (room[3999] != (char)level);
}

int main(void) {
  atexit(after_main);
  int numbers[] = {5, 3, 9, 1, 7, 2, 8};
  qsort(numbers, 7, sizeof *numbers, compare);
  for (int i = 0; i < 7; i++) printf("%d ", numbers[i]);
  printf("\n");
  int key = 7;
  int* found = bsearch(&key, numbers, 7, sizeof key, compare);
  printf("bsearch: %d\n", found ? (int)(found - numbers) : -1);
  signal(SIGUSR1, handle);
  raise(SIGUSR1);
  printf("150 calls deep: %d\n", deep(150));
  jmp_buf out;
  volatile int rounds = 0;
  if (setjmp(out) < 3) {
    rounds++;
    ask(rounds);
    longjmp(out, rounds);
  }
  printf("longjmp after a wait: %d\n", rounds);
}
