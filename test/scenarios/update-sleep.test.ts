import assert from "node:assert/strict";
import { idOf, offer } from "../vectors/updates";
import type { SimulatedNode } from "./simulated-node";
import { KEY, MINUTE, NEW_VERSION, nextOf, NODEMCU, programIn, updatedNode, Updater } from "./update-node";

const SLEEPER = {
  sleep: { everySeconds: 600 },
  sensors: [{ id: "contact", type: "digital", pin: "D27" }],
  actuators: [],
};

const ENGINES = { espruino: {}, nodemcu: NODEMCU };
/** What a program that does not run begins with. */
const BROKEN = { espruino: 'throw new Error("no good");', nodemcu: 'error("no good") ' };

for (const engine of ["espruino", "nodemcu"] as const)
  describe(`an update over the air of a node that sleeps, on ${engine === "nodemcu" ? "NodeMCU" : "Espruino"}`, function () {
    this.timeout(600_000);
    let node: SimulatedNode;
    let updater: Updater;
    afterEach(() => node.close());

    beforeEach(async () => {
      node = await updatedNode({}, { ...SLEEPER, ...ENGINES[engine] });
      await node.board.runUntil(() => node.board.isAsleep, MINUTE);
      updater = new Updater(node, nextOf(node), 7);
      const { program, counter } = updater;
      // It is not there to hear it.
      await updater.send(offer(KEY, { name: "node", engine, counter, program, version: NEW_VERSION }), {
        retain: true,
      });
    });
    const isConfirmed = (): boolean => updater.has("confirmed");
    const untilAsleep = (): Promise<void> => node.board.runUntil(() => node.board.isAsleep, 12 * MINUTE);
    const bootsAt = (): number[] => node.board.events.filter(({ what }) => what === "boot").map(({ atMs }) => atMs);

    it("waits for it at the broker, is taken at one wake, stands its trial awake, and lets it sleep again", async () => {
      assert.ok(await updater.serve(isConfirmed, 30 * MINUTE));
      const [, wokenMs] = bootsAt();
      assert.ok(wokenMs >= 9 * MINUTE && wokenMs <= 11 * MINUTE, `woken at ${wokenMs} ms`);
      // The program may start at the next wake only.
      assert.ok(node.board.nowMs - wokenMs < 12 * MINUTE, `${node.board.nowMs - wokenMs} ms`);
      await untilAsleep();
      assert.equal(node.payloads("status").at(-1), "asleep");
      // The new program sleeps on the grid of the old one, and a wake brings what it ever brought.
      const boots = bootsAt().length;
      const readings = node.payloads("contact/state").length;
      await node.board.run(30 * MINUTE);
      assert.equal(bootsAt().length, boots + 3);
      assert.equal(node.payloads("contact/state").length, readings + 3);
      assert.equal(updater.said.filter((word) => word.startsWith("confirmed")).length, 1);
      assert.deepEqual(node.board.uncaught, []);
    });

    it("goes on at the next wake where nobody gave it more, and does not wait awake for that", async () => {
      let parts = 0;
      updater.deliver = async (message) => {
        if (++parts <= 5) await updater.send(message);
      };
      await updater.serve(() => parts > 5, 15 * MINUTE);
      const [, wokenMs] = bootsAt();
      await untilAsleep();
      assert.ok(node.board.nowMs - wokenMs < 2 * MINUTE, `awake for ${node.board.nowMs - wokenMs} ms`);
      updater.deliver = (message) => updater.send(message);
      assert.ok(await updater.serve(isConfirmed, 30 * MINUTE));
      const wanted = updater.said.flatMap((word) => (word.startsWith("want ") ? [Number(word.split(" ")[2])] : []));
      assert.deepEqual(
        wanted,
        [...wanted].sort((a, b) => a - b),
        "never from the beginning again",
      );
      assert.equal(programIn(node, "b"), updater.program);
      assert.ok(updater.said.includes(`confirmed ${idOf(updater.program)}`));
    });

    it("stays awake for its trial where the voltage fails for a moment, which it would sleep after else", async () => {
      assert.ok(await updater.serve(() => updater.has("trial"), 30 * MINUTE));
      node.board.reboot("brownout");
      const crashMs = node.board.nowMs;
      assert.ok(await updater.serve(isConfirmed, 30 * MINUTE));
      assert.ok(node.board.nowMs - crashMs < 8 * MINUTE, `${node.board.nowMs - crashMs} ms`);
    });

    it("that does not run leaves it with the old program, asleep", async () => {
      updater = new Updater(node, BROKEN[engine] + nextOf(node), 8);
      const { program, counter } = updater;
      await updater.send(offer(KEY, { name: "node", engine, counter, program, version: NEW_VERSION }), {
        retain: true,
      });
      assert.ok(await updater.serve(() => updater.has("came back"), 3 * 60 * MINUTE), updater.said.slice(-3).join());
      await untilAsleep();
      const readings = node.payloads("contact/state").length;
      await node.board.run(60 * MINUTE);
      assert.equal(node.payloads("contact/state").length, readings + 6);
    });
  });
