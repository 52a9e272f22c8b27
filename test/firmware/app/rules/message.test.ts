import assert from "node:assert/strict";
import { messageRule, onSilence } from "../../../../firmware/app/rules/message";
import { MessagesDesk } from "../messages/messages-desk";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 1_440 * MINUTE;

describe("a rule that goes by messages", () => {
  let desk: MessagesDesk;

  beforeEach(() => {
    desk = new MessagesDesk();
  });

  const shut = (payload: string): string => (payload === "ON" ? "OFF" : "");

  it("gives the command that a payload means, and publishes the state; other payloads mean none", () => {
    const take = messageRule(desk.node, 0, true, shut);
    for (const payload of ["OFF", "ON", "", "on", "ON "]) take(payload, "leak", false);
    assert.deepEqual(desk.commands, ["OFF"]);
    assert.deepEqual(desk.published, ["OFF"]);
    assert.equal(desk.node.diagnostics.refused, 0);
  });

  it("obeys what was kept, or not, as the board file says", () => {
    messageRule(desk.node, 0, true, shut)("ON", "leak", true);
    assert.deepEqual(desk.commands, ["OFF"]);
    messageRule(desk.node, 0, false, shut)("ON", "leak", true);
    assert.deepEqual(desk.commands, ["OFF"]);
  });

  it("counts a command that is refused, also by an exception, as those of the broker's", () => {
    const take = messageRule(desk.node, 0, true, (payload) => payload);
    desk.refuses = (command) => command === "PERHAPS";
    take("PERHAPS", "leak", false);
    take("BREAK", "leak", false);
    assert.deepEqual(desk.commands, []);
    const { refused, errors, event, id } = desk.node.diagnostics;
    assert.deepEqual([refused, errors, event, id], [2, 1, "command refused", "valve"]);
  });

  describe("with a command for silence", () => {
    const take = (retain = false, payload = "dry"): void => desk.message("leak", payload, retain);

    beforeEach(() => {
      const heard = onSilence(desk.node, desk.alarms, 0, MINUTE, "OFF");
      const rule = messageRule(desk.node, 0, true, (payload) => (payload === "open" ? "ON" : ""), heard);
      desk.node.client.routes["\0\x04leak"] = (payload, retain) => rule(payload, "leak", retain);
    });

    it("gives it once, when nobody was heard for so long, from boot on, and says so", () => {
      desk.run(59 * SECOND);
      assert.deepEqual(desk.commands, []);
      desk.run(SECOND);
      assert.deepEqual(desk.commands, ["OFF"]);
      const { event, id } = desk.node.diagnostics;
      assert.deepEqual([event, id], ["other node silent", "valve"]);
      desk.run(DAY);
      assert.deepEqual(desk.commands, ["OFF"]);
    });

    it("is put off by each message, whatever it says, and by none that was kept", () => {
      for (let i = 0; i < 100; i++) {
        desk.run(50 * SECOND);
        take();
      }
      assert.deepEqual(desk.commands, []);
      desk.run(30 * SECOND);
      take(true, "open");
      desk.run(30 * SECOND);
      assert.deepEqual(desk.commands, ["ON", "OFF"]);
    });

    it("is given anew in the next silence", () => {
      desk.run(MINUTE);
      take(false, "open");
      desk.run(59 * SECOND);
      assert.deepEqual(desk.commands, ["OFF", "ON"]);
      desk.run(SECOND);
      assert.deepEqual(desk.commands, ["OFF", "ON", "OFF"]);
    });

    it("that is refused is given again each minute", () => {
      desk.refuses = () => true;
      desk.run(5 * MINUTE);
      assert.equal(desk.node.diagnostics.refused, 5);
      desk.refuses = () => false;
      desk.run(MINUTE);
      assert.deepEqual(desk.commands, ["OFF"]);
      desk.run(DAY);
      assert.deepEqual(desk.commands, ["OFF"]);
    });
  });
});
