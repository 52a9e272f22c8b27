import assert from "node:assert/strict";
import { createPublication } from "../../../../firmware/app/messages/publication";
import { PublishStatus } from "../../../../firmware/mqtt/record";
import { MessagesDesk } from "./messages-desk";

describe("a publication of a board's program", () => {
  for (const [status, isTaken] of [
    [PublishStatus.Sent, true],
    [PublishStatus.Kept, true],
    [PublishStatus.NotConnected, false],
    [PublishStatus.Full, false],
  ] as const) {
    it(`says whether a message is on its way, and counts what is not (${status})`, () => {
      const { node } = new MessagesDesk();
      const published: string[] = [];
      const { publish } = createPublication(node, (payload) => (published.push(payload), status));
      assert.equal(publish("ON"), isTaken);
      assert.deepEqual(published, ["ON"]);
      assert.equal(node.diagnostics.dropped, isTaken ? 0 : 1);
    });
  }

  it("survives a connection that closes in that moment", () => {
    const { node } = new MessagesDesk();
    const { publish } = createPublication(node, () => {
      throw new Error("This socket is closed");
    });
    assert.equal(publish("ON"), false);
    assert.equal(node.diagnostics.dropped, 1);
  });
});
