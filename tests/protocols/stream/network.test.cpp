// SPDX-License-Identifier: MIT
#include "protocols/stream/network.hpp"

#include <array>
#include <catch_amalgamated.hpp>

#include "socket/connection.hpp"
#include "socket/error.hpp"

using namespace porthole;

TEST_CASE("a stream carries bytes both ways and ends in order") {
  const auto listener = default_network().listen({"127.0.0.1", 0});
  const auto client = default_network().connect(listener->getsockname(), seconds(10));
  const auto server = listener->accept(seconds(10));
  CHECK(client->getpeername() == listener->getsockname());
  CHECK(server->getpeername() == client->getsockname());
  client->sendall("hello");
  client->shutdown_send();
  std::array<std::byte, 100> buffer{};
  CHECK(server->recv_into(buffer) == 5);
  CHECK(server->recv_into(buffer) == 0);
  server->sendall("bye");
  CHECK(client->recv_into(buffer) == 3);
}

TEST_CASE("urgent data stays in its place") {
  Socket server = create_server({"127.0.0.1", 0});
  const auto client = default_network().connect(server.getsockname(), seconds(10));
  Socket host = server.accept().first;
  host.sendall("one ");
  host.send("!", MSG_OOB);
  host.sendall(" two");
  host.close();
  std::string data;
  std::array<std::byte, 100> buffer{};
  while (const std::size_t count = client->recv_into(buffer))
    data.append(reinterpret_cast<const char*>(buffer.data()), count);
  CHECK(data == "one ! two");
}

TEST_CASE("a listener waits no longer than it is told") {
  const auto listener = default_network().listen({"127.0.0.1", 0});
  CHECK_THROWS_AS(listener->accept(seconds(0.01)), timeout);
}

TEST_CASE("a refused connection names the host that was asked for") {
  Socket closed = create_server({"127.0.0.1", 0});
  const int port = closed.getsockname().port();
  closed.close();
  SocketNetwork network(AF_INET);
  CHECK_THROWS_AS(network.connect({"localhost", port}, seconds(10)), ConnectionRefusedError);
  CHECK_THROWS_WITH(network.connect({"localhost", port}, seconds(10)),
                    "connect localhost:" + std::to_string(port) + ": Connection refused");
}

TEST_CASE("a network of one family has no addresses of the other") {
  SocketNetwork network(AF_INET6);
  CHECK_THROWS_AS(network.connect({"127.0.0.1", 9}, seconds(10)), gaierror);
}
