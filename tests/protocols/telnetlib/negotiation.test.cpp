// SPDX-License-Identifier: MIT
#include "protocols/telnetlib/negotiation.hpp"

#include <catch_amalgamated.hpp>
#include <deque>

#include "protocols/telnetlib/codes.hpp"

using namespace porthole::telnetlib;

namespace {

using Said = std::optional<Negotiate>;

Negotiation everything() {
  return Negotiation([](Side, std::uint8_t) { return true; });
}
Negotiation nothing() {
  return Negotiation([](Side, std::uint8_t) { return false; });
}

}  // namespace

TEST_CASE("what is asked for is agreed to once, or refused each time") {
  Negotiation yes = everything();
  CHECK(yes.received({DO, NAWS}) == Said({WILL, NAWS}));
  CHECK(yes.received({DO, NAWS}) == Said());
  CHECK(yes.enabled(Side::us, NAWS));
  CHECK_FALSE(yes.enabled(Side::them, NAWS));
  CHECK(yes.received({WILL, ECHO_}) == Said({DO, ECHO_}));
  CHECK(yes.received({WILL, ECHO_}) == Said());

  Negotiation no = nothing();
  CHECK(no.received({DO, NAWS}) == Said({WONT, NAWS}));
  CHECK(no.received({DO, NAWS}) == Said({WONT, NAWS}));
  CHECK(no.received({WILL, 200}) == Said({DONT, 200}));
  CHECK_FALSE(no.enabled(Side::us, NAWS));
}

TEST_CASE("turning off is never refused, and what is off needs no answer") {
  Negotiation both = everything();
  CHECK(both.received({DONT, NAWS}) == Said());
  CHECK(both.received({WONT, ECHO_}) == Said());
  both.received({DO, NAWS});
  CHECK(both.received({DONT, NAWS}) == Said({WONT, NAWS}));
  CHECK_FALSE(both.enabled(Side::us, NAWS));
}

TEST_CASE("an answer to our own wish is not answered") {
  Negotiation ours = nothing();
  CHECK(ours.enable(Side::us, NAWS) == Said({WILL, NAWS}));
  CHECK(ours.pending(Side::us, NAWS));
  CHECK(ours.enable(Side::us, NAWS) == Said());
  CHECK(ours.received({DO, NAWS}) == Said());
  CHECK(ours.enabled(Side::us, NAWS));
  CHECK(ours.disable(Side::us, NAWS) == Said({WONT, NAWS}));
  CHECK(ours.received({DONT, NAWS}) == Said());
  CHECK_FALSE(ours.enabled(Side::us, NAWS));
  CHECK(ours.enable(Side::us, NAWS) == Said({WILL, NAWS}));
  CHECK(ours.received({DONT, NAWS}) == Said());
  CHECK_FALSE(ours.pending(Side::us, NAWS));
}

TEST_CASE("a wish against one under way waits for its answer") {
  Negotiation ours = nothing();
  ours.enable(Side::us, NAWS);
  CHECK(ours.disable(Side::us, NAWS) == Said());
  CHECK(ours.received({DO, NAWS}) == Said({WONT, NAWS}));
  CHECK(ours.enable(Side::us, NAWS) == Said());
  CHECK(ours.received({DONT, NAWS}) == Said({WILL, NAWS}));
  CHECK(ours.received({DO, NAWS}) == Said());
  CHECK(ours.enabled(Side::us, NAWS));
}

TEST_CASE("other codes than the four words say nothing") {
  CHECK(everything().received({AYT, NAWS}) == Said());
}

TEST_CASE("two machines come to rest whatever both wish, and agree") {
  // Each of three wishes of each side, made before, between or after the deliveries.
  constexpr int wishes = 4;
  for (int plan = 0; plan < wishes * wishes * wishes * wishes * 8; ++plan) {
    std::array<Negotiation, 2> machines = {everything(), plan % 2 == 0 ? everything() : nothing()};
    std::array<std::deque<Negotiate>, 2> wires;  // wires[i] leads to machine i
    int words = 0;
    const auto say = [&](std::size_t from, const Said& said) {
      if (said) {
        wires.at(1 - from).push_back(*said);
        ++words;
      }
    };
    const auto wish = [&](std::size_t who, int what) {
      Negotiation& machine = machines.at(who);
      const Side side = what % 2 == 0 ? Side::us : Side::them;
      say(who, what < 2 ? machine.enable(side, 1) : machine.disable(side, 1));
    };
    const auto deliver = [&](std::size_t to) {
      if (wires.at(to).empty()) return;
      const Negotiate said = wires.at(to).front();
      wires.at(to).pop_front();
      say(to, machines.at(to).received(said));
    };
    int rest = plan / 2;
    for (const std::size_t who : {0, 1, 0, 1}) {
      wish(who, rest % wishes);
      rest /= wishes;
      if (rest % 2 == 0) deliver(who);
    }
    while (words < 100 && !(wires[0].empty() && wires[1].empty())) {
      deliver(0);
      deliver(1);
    }
    CAPTURE(plan);
    REQUIRE(words < 20);
    CHECK(machines[0].enabled(Side::us, 1) == machines[1].enabled(Side::them, 1));
    CHECK(machines[0].enabled(Side::them, 1) == machines[1].enabled(Side::us, 1));
    CHECK_FALSE(machines[0].pending(Side::us, 1));
  }
}
