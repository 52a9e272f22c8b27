import assert from "node:assert/strict";
import { attempt } from "../../../firmware/app/attempt";
import { PublishStatus } from "../../../firmware/mqtt/publish";

describe("publishing where the connection may just be closing", () => {
  it("gives the publisher's status", () => {
    assert.equal(
      attempt(() => PublishStatus.Full, "1"),
      PublishStatus.Full,
    );
  });

  it("what the transport throws is no connection", () => {
    const publish = (): PublishStatus => {
      throw new Error("This socket is closed");
    };
    assert.equal(attempt(publish, "1"), PublishStatus.NotConnected);
  });
});
