// SPDX-License-Identifier: MIT
// A raw POSIX program for the interposer's tests: probe SCENE HOST PORT. It knows nothing of the practice
// hosts.
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const char* host;
static const char* port;

static struct addrinfo* look_up(void) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
  struct addrinfo* address = NULL;
  int code = getaddrinfo(host, port, &hints, &address);
  if (code != 0) {
    printf("getaddrinfo: %s\n", gai_strerror(code));
    exit(1);
  }
  return address;
}

static int dial_address(const struct addrinfo* address) {
  int fd = socket(address->ai_family, SOCK_STREAM, 0);
  if (connect(fd, address->ai_addr, address->ai_addrlen) != 0) {
    printf("connect: %s\n", strerror(errno));
    exit(1);
  }
  return fd;
}

static int dial(void) {
  struct addrinfo* address = look_up();
  int fd = dial_address(address);
  freeaddrinfo(address);
  return fd;
}

static void talk(int fd, const char* words) {
  char back[64];
  size_t got = 0;
  if (write(fd, words, strlen(words)) < 0) abort();
  while (got < strlen(words)) {
    ssize_t count = read(fd, back + got, sizeof back - got);
    if (count <= 0) abort();
    got += (size_t)count;
  }
  if (memcmp(back, words, got) != 0) abort();
}

static void* one_thread(void* unused) {
  (void)unused;
  for (int i = 0; i < 10; i++) {
    int fd = dial();
    talk(fd, "from a thread");
    close(fd);
  }
  return NULL;
}

static void threads(void) {
  // A child of a program with threads must not allocate: AddressSanitizer's allocator knows nothing of fork.
  struct addrinfo* address = look_up();
  pthread_t all[8];
  for (int i = 0; i < 8; i++) pthread_create(&all[i], NULL, one_thread, NULL);
  // A process made while the others hold whatever locks there are must not hang.
  for (int i = 0; i < 20; i++) {
    pid_t child = fork();
    if (child == 0) {
      int fd = dial_address(address);
      talk(fd, "from a child");
      close(fd);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) abort();
  }
  for (int i = 0; i < 8; i++) pthread_join(all[i], NULL);
  freeaddrinfo(address);
}

static int busy_fd;

static void on_alarm(int number) {
  (void)number;
  int saved = errno;
  send(busy_fd, "s", 1, MSG_DONTWAIT);
  errno = saved;
}

static void signals(void) {
  int pair[2];
  char drain[4096];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) abort();
  busy_fd = pair[0];
  signal(SIGPROF, on_alarm);
  for (int i = 0; i < 2000; i++) {
    if (i % 10 == 0) raise(SIGPROF);
    send(pair[0], "x", 1, 0);
    recv(pair[1], drain, sizeof drain, 0);
  }
}

static void mapped(void) {
  struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((unsigned short)atoi(port))};
  char text[64];
  snprintf(text, sizeof text, "::ffff:%s", host);
  inet_pton(AF_INET6, text, &address.sin6_addr);
  int fd = socket(AF_INET6, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr*)&address, sizeof address) != 0) {
    printf("connect: %s\n", strerror(errno));
    exit(1);
  }
  struct sockaddr_in6 peer;
  socklen_t size = sizeof peer;
  getpeername(fd, (struct sockaddr*)&peer, &size);
  printf("%s %d\n", inet_ntop(AF_INET6, &peer.sin6_addr, text, sizeof text), ntohs(peer.sin6_port));
  close(fd);
}

static void lookups(void) {
  struct hostent* entry = gethostbyname(host);
  if (entry == NULL) {
    printf("gethostbyname: %d\n", h_errno);
    exit(1);
  }
  printf("%s %s\n", entry->h_name, inet_ntoa(*(struct in_addr*)entry->h_addr_list[0]));
  struct addrinfo hints = {.ai_flags = AI_CANONNAME, .ai_family = AF_INET};
  struct addrinfo* found = NULL;
  if (getaddrinfo(host, port, &hints, &found) == 0) printf("%s\n", found->ai_canonname);
  struct sockaddr_in address = *(struct sockaddr_in*)found->ai_addr;
  freeaddrinfo(found);
  hints.ai_family = AF_INET6;
  hints.ai_flags = 0;
  printf("%s\n", gai_strerror(getaddrinfo(host, port, &hints, &found)));
  char name[64];
  char service[16];
  getnameinfo((struct sockaddr*)&address, sizeof address, name, sizeof name, service, sizeof service,
              NI_NUMERICSERV);
  printf("%s %s\n", name, service);
  printf("%d\n",
         getnameinfo((struct sockaddr*)&address, sizeof address, name, 4, NULL, 0, 0) == EAI_OVERFLOW);
}

static void standard(void) {
  int fd = dial();
  dup2(fd, 0);  // as inetd does
  close(fd);
  char byte = 'x';
  if (write(0, &byte, 1) != 1 || read(0, &byte, 1) != 1) abort();
  if (write(1, "written\n", 8) != 8) abort();
}

static void bulk(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};
  inet_pton(AF_INET, host, &to.sin_addr);
  char one[] = "one";
  char two[] = "two";
  struct iovec parts[2] = {{one, 3}, {two, 3}};
  struct mmsghdr messages[2];
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < 2; i++) {
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
    messages[i].msg_hdr.msg_name = &to;
    messages[i].msg_hdr.msg_namelen = sizeof to;
  }
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  printf("%d\n", sendmmsg(fd, messages, 2, 0));
  close(fd);
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  host = argv[2];
  port = argv[3];
  setvbuf(stdout, NULL, _IONBF, 0);
  if (strcmp(argv[1], "dial") == 0) close(dial());
  if (strcmp(argv[1], "threads") == 0) threads();
  if (strcmp(argv[1], "signals") == 0) signals();
  if (strcmp(argv[1], "mapped") == 0) mapped();
  if (strcmp(argv[1], "lookups") == 0) lookups();
  if (strcmp(argv[1], "standard") == 0) standard();
  if (strcmp(argv[1], "bulk") == 0) bulk();
  puts("done");
  return 0;
}
