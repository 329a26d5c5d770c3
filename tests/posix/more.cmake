# SPDX-License-Identifier: MIT
# The programs of cases_more.mjs.

list(APPEND POSIX_PROGRAMS
  alarms backpressure big_download connect_states descriptor_matrix directories duplex dup_and_close file_edges filesystem
  http_get linger many_connections mapped_addresses more_options names_more nested_waits pipe_kills poll_mixtures quick_exit
  self_pipe signals slow_peer stdio_kinds stdio_sockets surroundings terminal_client terminal_password terminal_prompt
  terminal_quit terminal_remote terminal_resize terminal_streams vanishing_peer vector_limits)
