import assert from "node:assert/strict";
import { exampleBoard } from "../../../scripts/lib/board/reference/example";
import type { Message } from "../broker/broker";
import { boardOf } from "./board-of";
import { Messages } from "./messages";

const config = exampleBoard({ sensors: [{ id: "soil", type: "analog", pin: "D34", periodSeconds: 1 }] });
const board = boardOf(config, { inputs: [], faults: [], speeds: [] });

function message(topic: string, payload: string, retain = false): Message {
  return { topic, payload, retain, qos: 0, atMs: 5 };
}

describe("what a desk keeps of messages", () => {
  let messages: Messages;

  beforeEach(() => {
    messages = new Messages(board);
  });

  const standing = (): string[] => messages.standing().map(({ topic, payload }) => `${topic} ${payload}`);

  it("is the last of each topic of the board, and of what somebody else had retained", () => {
    messages.take(message("example/soil/state", "1"));
    messages.take(message("example/soil/state", "2"));
    messages.take(message("other/kept", "3", true));
    messages.take(message("other/passing", "4"));
    assert.deepEqual(standing(), ["example/soil/state 2", "other/kept 3"]);
    messages.take(message("other/kept", "", true));
    assert.deepEqual(standing(), ["example/soil/state 2"]);
  });

  it("forgets with the broker what that had retained", () => {
    messages.take(message("example/status", "online", true));
    messages.take(message("example/soil/state", "2"));
    messages.forgetRetained();
    assert.deepEqual(standing(), ["example/soil/state 2"]);
  });

  it("has what a message of an update says in words", () => {
    messages.board = { ...board, updateTopics: { update: "example/update", want: "example/update/want" } };
    const { payload, words } = messages.take(message("example/update/want", "want abcdefgh 512 512"));
    assert.deepEqual([payload, words], ["want abcdefgh 512 512", "wants part at byte 512"]);
    assert.ok(!("words" in messages.take(message("example/update/want", "hello"))));
  });

  it("is bounded, whatever somebody publishes: topics and payloads", () => {
    for (let i = 0; i < 10_000; i++) messages.take(message(`other/${i}`, "x", true));
    messages.take(message("example/status", "online", true));
    assert.equal(messages.standing().length, 201);
    assert.equal(messages.last("other/9999"), "x");
    assert.equal(messages.last("example/status"), "online");
    const { payload } = messages.take(message("other/long", "y".repeat(1_000_000)));
    assert.ok(payload.length < 9_000 && payload.endsWith("(1000000 characters)"), payload.slice(-40));
  });
});
