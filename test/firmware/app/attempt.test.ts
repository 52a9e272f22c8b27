import assert from "node:assert/strict";
import { attempt } from "../../../firmware/app/attempt";
import type { Chip } from "../../../firmware/engine/engine";
import { PublishStatus } from "../../../firmware/mqtt/record";

function chip(logged: string[] = []): Chip {
  return {
    uptimeSeconds: () => 0,
    freeMemoryBytes: () => 0,
    onError: () => {},
    isClosing: () => false,
    log: (line) => void logged.push(line),
  };
}

describe("publishing where the connection may just be closing", () => {
  it("gives the publisher's status", () => {
    assert.equal(
      attempt(() => PublishStatus.Full, "1", chip()),
      PublishStatus.Full,
    );
  });

  it("what is thrown is no connection, and told on the console", () => {
    const publish = (): PublishStatus => {
      throw new Error("This socket is closed");
    };
    const logged: string[] = [];
    assert.equal(attempt(publish, "1", chip(logged)), PublishStatus.NotConnected);
    assert.equal(logged.length, 1);
    assert.match(logged[0], /^not published: .*This socket is closed$/);
  });
});
