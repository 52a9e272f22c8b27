import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;
const CONTACT = 27;

/** Nobody but its broker speaks to a node, unless its board file asks for that. NodeMCU opens nothing by itself. */
describe("a node on Espruino, which opens three ways in at each boot", function () {
  this.timeout(60_000);
  let node: SimulatedNode;
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    assert.ok(!node.board.console.some((line) => line.includes("not closed")), "nothing was called that is not there");
    await node.close();
  });

  const waysIn = (): Record<string, boolean> => {
    const { accessPointOpen, telnetOpen, bluetoothConsoleOpen } = node.board;
    return { accessPointOpen, telnetOpen, bluetoothConsoleOpen };
  };
  const CLOSED = { accessPointOpen: false, telnetOpen: false, bluetoothConsoleOpen: false };

  for (const release of ["2v29", "later"] as const) {
    it(`has closed all of them when its program has run once, and keeps them closed (${release})`, async () => {
      node = await SimulatedNode.boot("greenhouse", { release });
      assert.deepEqual(waysIn(), CLOSED);
      await node.untilOnline(MINUTE);
      assert.deepEqual(waysIn(), CLOSED);
      node.board.accessPoint.up = false;
      await node.board.run(2 * MINUTE);
      node.board.accessPoint.up = true;
      await node.untilOnline(2 * MINUTE);
      assert.deepEqual(waysIn(), CLOSED);
      node.board.reboot();
      assert.deepEqual(waysIn(), CLOSED);
      await node.untilOnline(MINUTE);
      assert.deepEqual(waysIn(), CLOSED);
    });
  }

  it("closes an access point that somebody had saved on the chip, and comes online", async () => {
    node = await SimulatedNode.boot("greenhouse");
    node.board.storage.files.set(".wificfg", '{"mode":2}');
    node.board.reboot();
    await node.board.run(100);
    assert.deepEqual(waysIn(), CLOSED);
    await node.untilOnline(MINUTE);
    assert.deepEqual(waysIn(), CLOSED);
  });

  it("is as closed in safe mode", async () => {
    const sensors = [{ id: "contact", type: "digital", pin: `D${CONTACT}`, periodSeconds: 10 }];
    node = await SimulatedNode.boot(boardFile("safe", { sensors, watchdogSeconds: 30, safeModeAfterBoots: 2 }));
    node.board.pin(CONTACT).waveform(() => {
      node.board.hang();
      return 3.3;
    });
    await node.board.runUntil(() => node.payloads("safe-mode/state").at(-1) === "ON", 10 * MINUTE);
    assert.deepEqual(waysIn(), CLOSED);
    await node.board.run(MINUTE);
    assert.deepEqual(waysIn(), CLOSED);
  });

  it("leaves its consoles open where its board file asks for that, and the access point never", async () => {
    node = await SimulatedNode.online(boardFile("open", { consoles: { telnet: true, bluetooth: true } }));
    assert.deepEqual(waysIn(), { accessPointOpen: false, telnetOpen: true, bluetoothConsoleOpen: true });
  });
});
