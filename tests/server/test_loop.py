# SPDX-License-Identifier: MIT
"""The event loop by itself."""

from porthole_gateway.loop import Loop


def test_calls_that_come_while_it_ends_do_no_harm() -> None:
    loop, done = Loop(), []

    def last() -> None:
        loop.call(lambda: done.append("too late"))
        done.append("last")

    loop.call(loop.stop)
    loop.later(0, lambda: loop.call(last))
    loop.put_off(lambda: done.append("written"))
    loop.run()
    assert done == ["written", "last"]


def test_what_is_put_off_is_done_although_other_things_happen() -> None:
    loop, done, seen = Loop(), [], []
    for index in range(1000):
        loop.put_off(lambda index=index: done.append(index))

    def again(rounds: int) -> None:
        seen.append(len(done))
        loop.call(loop.stop if rounds == 0 else lambda: again(rounds - 1))

    again(60)
    loop.run()
    assert seen[10] > 500
    assert done == list(range(1000))
