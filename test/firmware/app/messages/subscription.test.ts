import assert from "node:assert/strict";
import { createSubscription } from "../../../../firmware/app/messages/subscription";
import { MessagesDesk } from "./messages-desk";

describe("a subscription of a board's program", () => {
  it("tells each message to all that listen, and nothing while nobody does", () => {
    const { node } = new MessagesDesk();
    const { take, onMessage } = createSubscription(node, "leaks", 8, true);
    const heard: string[] = [];
    take("0", "a/b", false);
    onMessage((payload, topic) => heard.push(`x ${topic} ${payload}`));
    onMessage((payload, topic) => heard.push(`y ${topic} ${payload}`));
    take("1", "a/b", true);
    assert.deepEqual(heard, ["x a/b 1", "y a/b 1"]);
  });

  it("leaves out what was kept where the board file says so", () => {
    const { node } = new MessagesDesk();
    const { take, onMessage } = createSubscription(node, "leaks", 8, false);
    const heard: string[] = [];
    onMessage((payload) => heard.push(payload));
    take("1", "a/b", true);
    take("2", "a/b", false);
    assert.deepEqual(heard, ["2"]);
    assert.equal(node.diagnostics.ignored, 0);
  });

  it("counts and tells what is too long, and hands none of it on", () => {
    const { node } = new MessagesDesk();
    const { take, onMessage } = createSubscription(node, "leaks", 8, true);
    const heard: string[] = [];
    onMessage((payload) => heard.push(payload));
    take("12345678", "a/b", false);
    take("123456789", "a/b", false);
    assert.deepEqual(heard, ["12345678"]);
    const { refused, event, id } = node.diagnostics;
    assert.deepEqual([refused, event, id], [1, "message too long", "leaks"]);
  });
});
