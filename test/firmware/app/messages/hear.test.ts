import assert from "node:assert/strict";
import { hearFilters, hearTopic, nameRefused, inTurn, type Take } from "../../../../firmware/app/messages/hear";
import { MessagesDesk } from "./messages-desk";

describe("messages that a board hears", () => {
  let desk: MessagesDesk;
  let heard: string[];
  const take =
    (name: string): Take =>
    (payload, topic, retain) =>
      heard.push(`${name} ${topic} ${payload}${retain ? " retained" : ""}`);

  beforeEach(() => {
    desk = new MessagesDesk();
    heard = [];
  });

  it("come by their topic, with payload, topic, and whether they were kept", () => {
    hearTopic(desk.node, "\0\x03a/b", take("x"));
    desk.message("a/b", "1");
    desk.message("a/b", "2", true);
    desk.message("a/c", "3");
    assert.deepEqual(heard, ["x a/b 1", "x a/b 2 retained"]);
    assert.deepEqual(desk.others, ["a/c"]);
  });

  it("go to several, in order", () => {
    hearTopic(desk.node, "\0\x03a/b", inTurn([take("x"), take("y")]));
    desk.message("a/b", "1");
    assert.deepEqual(heard, ["x a/b 1", "y a/b 1"]);
  });

  it("come by each filter that matches, and on other topics to whoever had them before", () => {
    hearFilters(desk.node, [
      { filter: "home/+/leak", take: take("x") },
      { filter: "home/#", take: take("y") },
    ]);
    for (const topic of ["home/cellar/leak", "home", "home/a/b", "homes/a", "$SYS/home"]) desk.message(topic, "1");
    assert.deepEqual(heard, ["x home/cellar/leak 1", "y home/cellar/leak 1", "y home 1", "y home/a/b 1"]);
    assert.deepEqual(desk.others, ["homes/a", "$SYS/home"]);
  });

  it("by no wildcard are the node's own status, which the node looks after", () => {
    hearFilters(desk.node, [{ filter: "home/#", take: take("x") }]);
    desk.message("home/status", "offline");
    assert.deepEqual(heard, []);
    assert.deepEqual(desk.others, ["home/status"]);
  });

  it("that the broker does not grant are told by who asked, a refusal before a lower QoS", () => {
    const { node } = desk;
    node.client.events.lessGranted = (_field, qos) => {
      // As app/connection/subscriptions.ts has it.
      if (qos > 2 || node.lessGranted === undefined) node.lessGranted = "";
    };
    nameRefused(node, (field) => (field === "\0\x01a" ? "leaks" : field === "\0\x01b" ? "valve" : ""));
    const { events } = node.client;
    const after = (...granted: [string, number][]): string | undefined => {
      node.lessGranted = undefined;
      for (const [field, qos] of granted) events.lessGranted?.(field, qos);
      return node.lessGranted;
    };
    assert.equal(after(["\0\x01a", 0x80]), "leaks");
    assert.equal(after(["\0\x01a", 0], ["\0\x01b", 0x80]), "valve");
    assert.equal(after(["\0\x01a", 0x80], ["\0\x01b", 0]), "leaks");
    assert.equal(after(["\0\x01c", 0x80], ["\0\x01b", 0]), "");
    assert.equal(after(), undefined);
  });
});
