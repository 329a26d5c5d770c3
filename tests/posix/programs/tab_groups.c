// SPDX-License-Identifier: MIT
// Multicast within one host.

#include "near.h"

int main(void) {
  struct in_addr here = {.s_addr = htonl(INADDR_LOOPBACK)};
  int on = 1;
  int off = 0;
  int members[2];
  int port = 0;
  for (int i = 0; i < 2; i++) {
    members[i] = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(members[i], SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    say("bind", bind_to(members[i], "0.0.0.0", port));
    port = port_of(members[i]);
    // Only what this socket itself has joined.
    say("IP_MULTICAST_ALL", setsockopt(members[i], IPPROTO_IP, 49, &off, sizeof off));
  }
  struct ip_mreq group = {.imr_interface = here};
  inet_pton(AF_INET, "239.1.2.3", &group.imr_multiaddr);
  say("join", setsockopt(members[0], IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
  say("join again", setsockopt(members[0], IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
  struct ip_mreq wrong = {.imr_interface = here};
  inet_pton(AF_INET, "10.1.2.3", &wrong.imr_multiaddr);
  say("join what is no group", setsockopt(members[0], IPPROTO_IP, IP_ADD_MEMBERSHIP, &wrong, sizeof wrong));
  say("leave what was not joined",
      setsockopt(members[1], IPPROTO_IP, IP_DROP_MEMBERSHIP, &group, sizeof group));

  int sender = socket(AF_INET, SOCK_DGRAM, 0);
  say("IP_MULTICAST_IF", setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, &here, sizeof here));
  unsigned char hops = 0;
  socklen_t length = sizeof hops;
  say("IP_MULTICAST_TTL", getsockopt(sender, IPPROTO_IP, IP_MULTICAST_TTL, &hops, &length));
  printf("%d in %u bytes\n", hops, (unsigned)length);
  struct sockaddr_in to = at("239.1.2.3", port);
  char buffer[16];
  say("send", sendto(sender, "one", 3, 0, (struct sockaddr*)&to, sizeof to));
  arrives(members[0]);
  say("who has joined hears", recv(members[0], buffer, sizeof buffer, MSG_DONTWAIT));
  say("who has not does not", recv(members[1], buffer, sizeof buffer, MSG_DONTWAIT));
  say("the other joins", setsockopt(members[1], IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
  say("send", sendto(sender, "both", 4, 0, (struct sockaddr*)&to, sizeof to));
  for (int i = 0; i < 2; i++) {
    arrives(members[i]);
    say("each hears", recv(members[i], buffer, sizeof buffer, MSG_DONTWAIT));
  }
  say("leave", setsockopt(members[0], IPPROTO_IP, IP_DROP_MEMBERSHIP, &group, sizeof group));
  say("send", sendto(sender, "one left", 8, 0, (struct sockaddr*)&to, sizeof to));
  arrives(members[1]);
  say("who has left does not hear", recv(members[0], buffer, sizeof buffer, MSG_DONTWAIT));
  say("who stays does", recv(members[1], buffer, sizeof buffer, MSG_DONTWAIT));
  int stream = socket(AF_INET, SOCK_STREAM, 0);
  say("a stream cannot join", setsockopt(stream, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
  for (int i = 0; i < 2; i++) close(members[i]);
  close(sender);
  close(stream);
}
