// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

namespace porthole {

/// Added to every send, so that a broken pipe is an error and never a signal. (macOS has a socket option
/// instead.)
#ifdef MSG_NOSIGNAL
inline constexpr int no_signal = MSG_NOSIGNAL;
#else
inline constexpr int no_signal = 0;
#endif

}  // namespace porthole
