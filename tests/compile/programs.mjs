// SPDX-License-Identifier: MIT
// Programs that must compile in the page, run, and print what they print natively.

export const hello = '#include <iostream>\nint main() { std::cout << "hello\\n"; }\n';

const posix = `#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(int argc, char** argv) {
  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
  struct addrinfo* found = NULL;
  if (argc != 3 || getaddrinfo(argv[1], argv[2], &hints, &found) != 0) return 2;
  int fd = socket(found->ai_family, found->ai_socktype, 0);
  if (connect(fd, found->ai_addr, found->ai_addrlen) < 0) return perror("connect"), 1;
  const char* request = "GET / HTTP/1.0\\r\\n\\r\\n";
  send(fd, request, strlen(request), 0);
  shutdown(fd, SHUT_WR);
  char buffer[200];
  ssize_t got = recv(fd, buffer, 15, MSG_WAITALL);
  printf("%.*s\\n", (int)got, buffer);
  return close(fd);
}
`;

const exceptions = `#include <iostream>
#include <stdexcept>
struct Loud { ~Loud() { std::cout << "destroyed\\n"; } };
void thrower(int i) { Loud loud; if (i > 1) throw std::out_of_range("too far"); }
int main() {
  try { thrower(1); thrower(2); } catch (const std::logic_error& error) { std::cout << error.what() << '\\n'; }
  try { std::string().at(3); } catch (...) { std::cout << "caught\\n"; }
}
`;

const format = `#include <cstdio>
#include <format>
#include <ranges>
#include <string>
#include <vector>
int main() {
  std::string all;
  for (int n : std::views::iota(1, 4)) all += std::format("{:>4}|{:#x}|{:.2f}\\n", n, n * 10, n / 3.0);
  std::fputs(all.c_str(), stdout);
}
`;

/** name: [files, arguments (a lab host's name stands for its address), what is printed, and more for the run] */
export const programs = {
  iostream: [hello, [], "hello\n"],
  "a C program over <sys/socket.h>": [[{ name: "main.c", text: posix }], ["http"], "HTTP/1.0 200 OK\n"],
  "exceptions, and destructors on the way": [exceptions, [], "destroyed\ndestroyed\ntoo far\ncaught\n"],
  "<format> and ranges": [format, [], "   1|0xa|0.33\n   2|0x14|0.67\n   3|0x1e|1.00\n"],
  "several files, C and C++": [
    [
      { name: "main.cpp", text: '#include "parts/greet.hpp"\nint main() { greet(answer()); }\n' },
      {
        name: "greet.cpp",
        text: '#include <iostream>\n#include "parts/greet.hpp"\nvoid greet(int n) { std::cout << n << "\\n"; }\n',
      },
      { name: "answer.c", text: "int answer(void) { return 42; }\n" },
      { name: "parts/greet.hpp", text: 'void greet(int);\nextern "C" int answer(void);\n' },
    ],
    [],
    "42\n",
  ],
  "arguments and standard input": [
    '#include <iostream>\n#include <string>\nint main(int argc, char** argv) { std::string line; std::getline(std::cin, line); std::cout << argc << argv[1] << line << "\\n"; return 3; }\n',
    ["one"],
    "typed\n2onetyped\n",
    { input: [{ text: "typed\n", wait: 100 }], code: 3 },
  ],
  "another standard, another level": [
    '#include <expected>\n#include <print>\nstatic_assert(__cplusplus > 202002L);\nint main() { std::expected<int, int> four = 4; std::println("{}", *four); }\n',
    [],
    "4\n",
    { flags: ["-std=c++23", "-O2"] },
  ],
  "setjmp and longjmp": [
    [
      {
        name: "jump.c",
        text: '#include <setjmp.h>\n#include <stdio.h>\nstatic jmp_buf back;\nstatic void leap(void) { longjmp(back, 7); }\nint main(void) { int came = setjmp(back); if (!came) leap(); printf("%d\\n", came); }\n',
      },
    ],
    [],
    "7\n",
  ],
};
