// SPDX-License-Identifier: MIT
// As glibc does and musl does not: before stdio waits for a terminal, what was printed as a prompt is shown.

#include <stdio.h>
#include <stdio_ext.h>
#include <unistd.h>

size_t __real___stdio_read(FILE* stream, unsigned char* buffer, size_t size);
size_t __wrap___stdio_read(FILE* stream, unsigned char* buffer, size_t size);

size_t __wrap___stdio_read(FILE* stream, unsigned char* buffer, size_t size) {
  if (__flbf(stdout) && __fpending(stdout) > 0 && isatty(fileno(stream))) fflush(stdout);
  return __real___stdio_read(stream, buffer, size);
}
