import assert from "node:assert/strict";
import { Contact } from "../simulator/devices/digital";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;

describeOnEngines(
  "the garage door, by its own program",
  function () {
    this.timeout(240_000);
    let node: SimulatedNode;
    /** At its lower end, and whether something is in the way. */
    let lower: Contact;
    let beam: Contact;

    beforeEach(async () => {
      node = await SimulatedNode.boot("garage");
      lower = node.device(Contact, "closed");
      beam = node.device(Contact, "beam");
      lower.isClosed = true;
      beam.isClosed = true;
      await node.untilOnline(15_000);
    });
    afterEach(async () => {
      assert.deepEqual([node.unexpectedErrors, node.board.longCallbacks], [[], []]);
      await node.close();
    });

    const presses = (): number => node.payloads("opener/state").filter((state) => state === "ON").length;
    const told = (): string[] => node.payloads("closing");

    it("closes ten minutes after it was opened", async () => {
      await node.board.run(20 * MINUTE);
      lower.isClosed = false;
      await node.board.run(9.9 * MINUTE);
      assert.equal(presses(), 0);
      await node.board.run(0.2 * MINUTE);
      assert.equal(presses(), 1);
      lower.isClosed = true;
      await node.board.run(20 * MINUTE);
      assert.deepEqual([presses(), told()], [1, ["closing", "closed"]]);
    });

    it("leaves alone a door that somebody closes, and any door where it is told so", async () => {
      lower.isClosed = false;
      await node.board.run(9 * MINUTE);
      lower.isClosed = true;
      await node.board.run(2 * MINUTE);
      await node.command("wait", "0");
      lower.isClosed = false;
      await node.board.run(90 * MINUTE);
      assert.deepEqual([presses(), told()], [0, []]);
    });

    it("says why it could not close, and tries again", async () => {
      lower.isClosed = false;
      beam.isClosed = false;
      await node.board.run(11.5 * MINUTE);
      assert.deepEqual([presses(), told()], [0, ["something is in the way", "something is in the way"]]);
      assert.equal(node.diagnostics.event, "something is in the way");
      beam.isClosed = true;
      await node.board.run(MINUTE);
      lower.isClosed = true;
      await node.board.run(MINUTE);
      assert.deepEqual([presses(), told().slice(2)], [1, ["closing", "closed"]]);
    });

    it("gives up a door that does not move, and begins anew with the next one that is opened", async () => {
      lower.isClosed = false;
      await node.board.run(30 * MINUTE);
      assert.deepEqual(told(), ["closing", "closing", "closing", "gave up: the door does not close"]);
      assert.equal(presses(), 3);
      lower.isClosed = true;
      await node.board.run(MINUTE);
      lower.isClosed = false;
      await node.board.run(10.5 * MINUTE);
      assert.equal(presses(), 4);
    });

    it("closes a door that was open when the power came back", async () => {
      lower.isClosed = false;
      await node.board.run(5 * MINUTE);
      node.board.reboot();
      await node.board.run(10.5 * MINUTE);
      assert.equal(presses(), 1);
    });
  },
  { esp8266: "its heap has no room for it" },
);
