// SPDX-License-Identifier: MIT
/// Ordinary emcc output: files belong to Emscripten's own JavaScript, sockets and pipes to the page's module
/// "posix". Each side has its own descriptors, so that a number alone tells whose it is.
#ifndef PORTHOLE_POSIX_GLUE_H
#define PORTHOLE_POSIX_GLUE_H

#include <stdbool.h>

/// The page's descriptors begin here and end below FD_SETSIZE; web/run/glue.ts repeats the number.
enum { FIRST_OF_PAGE = 512, MOST_OF_PAGE = 1024 };

static inline bool is_page(int fd) {
  return fd >= FIRST_OF_PAGE;
}

/// An import of Emscripten's own, under another name than the symbol that is defined here in its place.
#define THEIRS(module, result, name, ...) \
  __attribute__((import_module(module), import_name(#name))) result theirs_##name(__VA_ARGS__)

#endif
