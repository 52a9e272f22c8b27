import assert from "node:assert/strict";
import { Sht4x } from "../simulator/devices/sht4x";
import { SimulatedNode } from "./simulated-node";

const SECOND = 1_000;
const MINUTE = 60_000;
/** What is printed as D1 and D10 on the board. */
const SOIL = 3;
const VALVE = 10;

describe("a XIAO with an ESP32-C3", function () {
  this.timeout(60_000);
  let node: SimulatedNode;

  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  it("measures and drives on the pins that are printed on it", async () => {
    node = await SimulatedNode.online("balcony");
    node.board.pin(SOIL).volts = 1.65;
    node.device(Sht4x, "air").celsius = () => 24;
    await node.board.run(MINUTE + 10 * SECOND);
    assert.equal(node.payloads("soil/state").at(-1), "50.0");
    assert.equal(node.payloads("air/temperature/state").at(-1), "24.0");
    await node.command("valve", "ON");
    assert.equal(node.board.pin(VALVE).level, true);
    await node.board.run(10 * MINUTE);
    assert.equal(node.board.pin(VALVE).level, false);
  });

  it("closes its Bluetooth console, its access point, and has no telnet console", async () => {
    node = await SimulatedNode.online("balcony");
    assert.deepEqual(
      [node.board.bluetoothConsoleOpen, node.board.accessPointOpen, node.board.telnetOpen],
      [false, false, false],
    );
    assert.ok(!node.board.console.some((line) => /not closed/.test(line)), node.board.console.join("\n"));
  });

  it("prints what somebody takes, and is silent where nobody has its console open", async () => {
    node = await SimulatedNode.online("balcony", { usbHeard: false });
    await node.board.run(MINUTE);
    assert.deepEqual(node.board.console, []);
    node.board.usbHeard = true;
    node.board.accessPoint.up = false;
    await node.board.run(MINUTE);
    assert.match(node.board.console.join("\n"), /next attempt in/);
    const heard = node.board.console.length;
    node.board.usbHeard = false;
    node.board.accessPoint.up = true;
    await node.untilOnline(5 * MINUTE);
    assert.equal(node.board.console.length, heard);
    await node.board.run(10 * SECOND);
    assert.equal(node.payloads("status").at(-1), "online");
  });

  it("comes back after its network was away, with the releases after 2v29 too", async () => {
    for (const release of ["2v29", "later"] as const) {
      node = await SimulatedNode.online("balcony", { release });
      node.board.accessPoint.up = false;
      await node.board.run(2 * MINUTE);
      node.board.accessPoint.up = true;
      await node.untilOnline(5 * MINUTE);
      assert.equal(node.board.accessPointOpen, false);
      if (release === "2v29") await node.close();
    }
  });

  it("has other random numbers at each boot", async () => {
    node = await SimulatedNode.online("balcony", { random: undefined, usbHeard: true });
    node.board.accessPoint.up = false;
    const waits = async (): Promise<string> => {
      const before = node.board.console.length;
      await node.board.run(3 * MINUTE);
      return node.board.console
        .slice(before)
        .flatMap((line) => /next attempt in (.*)/.exec(line)?.[1] ?? [])
        .join();
    };
    const first = await waits();
    node.board.reboot();
    const second = await waits();
    assert.ok(first !== "" && second !== "" && first !== second, `${first} and ${second}`);
  });
});
