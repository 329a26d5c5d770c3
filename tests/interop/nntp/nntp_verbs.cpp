// SPDX-License-Identifier: MIT
// Every verb of NNTP against a real server whose local.test holds a thousand articles.
// With one port: SASL, from a server that has it.
// usage: nntp_verbs HOST READERS [MEMBERS FEED]   (ports)

#include <cstdlib>
#include <exception>

#include "verbs.hpp"

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) {
    std::cerr << "usage: nntp_verbs HOST READERS [MEMBERS FEED]\n";
    return 2;
  }
  const std::string host = argv[1];
  const verbs::Place readers{host, std::atoi(argv[2])};
  try {
    if (argc == 3) {
      verbs::sasl(readers);
      return 0;
    }
    const verbs::Place members{host, std::atoi(argv[3])};
    const verbs::Place feed{host, std::atoi(argv[4])};
    verbs::session(readers);
    verbs::overviews(readers);
    verbs::reading(readers);
    verbs::posting(readers);
    verbs::login(members);
    verbs::feeding(feed, readers);
  } catch (const std::exception& problem) {
    std::cout << "failed: " << problem.what() << std::endl;
    return 1;
  }
}
