import assert from "node:assert/strict";
import { Failure } from "../../../firmware/mqtt/record";
import { BASIC_PACKETS } from "../../../firmware/mqtt/packets";
import { SKIP_OVERSIZED } from "../../../firmware/mqtt/skip";
import { CUTS, Owner, wire } from "./owner";

function message(payload: string): string {
  return wire({ cmd: "publish", topic: "a/set", payload, qos: 0, dup: false, retain: false });
}

describe("a client that takes no large messages", () => {
  for (const { name, cut } of CUTS) {
    it(`skips and counts what exceeds its capacity, and takes what follows, ${name}`, () => {
      const owner = new Owner({
        packets: BASIC_PACKETS,
        oversizedMessages: SKIP_OVERSIZED,
        options: { receiveBytes: 130 },
      }).connect();
      // Before the payload stand 2 + 2 + 5 bytes, from a payload of 121 bytes on 3 + 2 + 5.
      const sizes = [120, 121, 300, 20_000];
      cut(sizes.map((size) => message("x".repeat(size)) + message("ON")).join("")).forEach((part) =>
        owner.receive(part),
      );
      assert.deepEqual(
        owner.messages.map(({ payload }) => payload.length),
        [120, 2, 2, 2, 2],
      );
      assert.deepEqual([owner.client.oversized, owner.failures], [3, []]);
    });
  }

  it("skips nothing over the end of a connection", () => {
    const owner = new Owner({ packets: BASIC_PACKETS, oversizedMessages: SKIP_OVERSIZED }).connect();
    owner.receive(message("x".repeat(1000)).slice(0, 500));
    owner.close().connect();
    owner.receive(message("ON"));
    assert.deepEqual([owner.messages.length, owner.failures.includes(Failure.ProtocolViolation)], [1, false]);
  });
});
