// SPDX-License-Identifier: MIT
// protocol: Sockets
// title: Every error
// title.zh: 各种错误
// blurb: Sockets fail in many ways. This program meets each of them and prints what the system says.
// blurb.zh: 套接字会以许多方式出错。这个程序逐一遇到它们，并打印系统给出的说明。
// usage: every_error [HOST [PORT]]
// page: www.test 80

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

/// Runs what must fail, and prints how it did.
template <typename Work>
static void show(const char* title, Work work) {
  std::cout << title << ":\n    ";
  try {
    work();
    std::cout << "no error\n";
  } catch (const gaierror& problem) {  // a name that cannot be resolved
    std::cout << "gaierror: " << problem.what() << '\n';
  } catch (const timeout& problem) {  // settimeout's time ran out
    std::cout << "timeout: " << problem.what() << '\n';
  } catch (const ConnectionRefusedError& problem) {  // nobody listens at this port
    std::cout << "ConnectionRefusedError: " << problem.what() << '\n';
  } catch (const BlockingIOError& problem) {  // a non-blocking socket has nothing to say yet
    std::cout << "BlockingIOError: " << problem.what() << '\n';
  } catch (const error& problem) {  // every other error of the system
    std::cout << "error: " << problem.what() << '\n';
  } catch (const std::logic_error& problem) {  // an argument that no socket could take
    std::cout << "wrong argument: " << problem.what() << '\n';
  } catch (const std::overflow_error& problem) {
    std::cout << "overflow: " << problem.what() << '\n';
  }
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "www.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 80;

  show("A name that does not exist", [] { Socket(AF_INET, SOCK_STREAM).connect({"no-such-host.test", 80}); });
  show("A port where nobody listens", [&] { Socket(AF_INET, SOCK_STREAM).connect({host, 9}); });
  show("A host that is not there", [] { Socket(AF_INET, SOCK_STREAM).connect({"198.18.0.250", 80}); });
  show("A port that does not exist", [&] { Socket(AF_INET, SOCK_STREAM).connect({host, 65536}); });
  show("A host that says nothing", [&] {
    Socket s(AF_INET, SOCK_STREAM);
    s.settimeout(0.3);
    s.connect({host, port});
    s.recv(1024);  // a web server waits for our request
  });
  show("Not waiting at all", [&] {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    s.setblocking(false);
    s.recv(1024);
  });
  show("A socket that is not connected", [] { Socket(AF_INET, SOCK_STREAM).send("hello"); });
  show("Whose peer is nobody", [] { Socket(AF_INET, SOCK_STREAM).getpeername(); });
  show("A socket connected twice", [&] {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    s.connect({host, port});
  });
  show("A socket closed already", [&] {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    s.close();
    s.send("hello");
  });
  show("Sending after the end", [&] {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    s.shutdown(SHUT_WR);
    s.send("hello");
  });
  show("A timeout below zero", [] { Socket(AF_INET, SOCK_STREAM).settimeout(-1.0); });
}
