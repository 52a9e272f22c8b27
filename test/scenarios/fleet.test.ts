import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parser, type IConnectPacket } from "mqtt-packet";
import type { SimulatedNetwork } from "../simulator/network/simulated";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const BOARD = {
  name: "room",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "home", password: "correct horse" },
  broker: { urls: ["mqtt://broker.lan"] },
  topics: { base: "home/{name}/{mac}" },
  sensors: [{ id: "uptime", type: "uptime", periodSeconds: 10, stateTopic: "all/uptime/{mac}" }],
  actuators: [{ id: "lamp", type: "switch", pin: "D25" }],
};
const LAMP = 25;

/** The CONNECT packet that a node sent first. */
function connectOf(network: SimulatedNetwork): IConnectPacket {
  let connect: IConnectPacket | undefined;
  const read = parser();
  read.on("packet", (packet) => {
    if (packet.cmd === "connect") connect ??= packet;
  });
  for (const { direction, bytes } of network.recordings[0]?.transfers ?? []) {
    if (direction === "sent") read.parse(Buffer.from(bytes, "latin1"));
  }
  assert.ok(connect !== undefined);
  return connect;
}

describeOnEngines("one built program on two chips", () => {
  let folder: string;
  let path: string;
  let node: SimulatedNode | undefined;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-fleet-"));
    path = join(folder, "room.json");
    writeFileSync(path, JSON.stringify(BOARD));
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => node?.close());

  for (const [serial, mac] of [
    ["24a160aa-bbcc", "24a160aabbcc"],
    ["24a160aa-0001", "24a160aa0001"],
  ]) {
    it(`makes a node of its own of ${mac}: identifier, will, topics, commands`, async () => {
      node = await SimulatedNode.boot(path, { serial });
      node.network.isRecording = true;
      assert.equal(node.base, `home/room/${mac}`);
      await node.untilOnline(15_000);
      const { clientId, will } = connectOf(node.network);
      assert.deepEqual([clientId, will?.topic], [`room-${mac}`, `home/room/${mac}/status`]);
      await node.command("lamp", "ON");
      assert.equal(node.board.pin(LAMP).level, true);
      assert.deepEqual(node.payloads("lamp/state").slice(-1), ["ON"]);
      assert.ok(node.broker.messages.some(({ topic }) => topic === `all/uptime/${mac}`));
      const foreign = node.broker.messages.filter(({ topic }) => !topic.includes(mac));
      assert.deepEqual(foreign, []);
    });
  }
});
