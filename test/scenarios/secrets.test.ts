import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { currentEngine, describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const PUMP = 25;
const VALVE = 26;
const MINUTE = 60_000;

const BOARD = {
  topics: { base: "home/node" },
  diagnostics: ["ssid"],
  broker: { urls: ["mqtt://192.168.1.10", "mqtt://192.168.1.11"], username: "me", password: "hush" },
  wifi: {
    networks: [
      { ssid: "away", password: "change-me" },
      { ssid: '"my" wifi', password: "0 9 ! 0 9!" },
    ],
  },
  sensors: [{ id: "uptime", type: "uptime", periodSeconds: 60 }],
  actuators: [
    { id: "pump", type: "switch", pin: `D${PUMP}`, activeLow: true, initialValue: "ON" },
    { id: "valve", type: "switch", pin: `D${VALVE}`, initialValue: "ON" },
  ],
};

const FILE =
  'ssid 4 awaypassword 9 change-meshownSsid 6 "away"ssid2 9 "my" wifipassword2 10 0 9 ! 0 9!shownSsid2 13 "\\"my\\" wifi"' +
  "host 12 192.168.1.10port 4 1883host2 12 192.168.1.11port2 4 1883username 2 mebrokerPassword 4 hush!";

describeOnEngines("a node's secrets", function () {
  this.timeout(120_000);
  let node: SimulatedNode;
  afterEach(() => node.close());

  it("come from its file, of whatever characters they are", async () => {
    node = await SimulatedNode.online(boardFile("node", BOARD), {
      accessPoint: { ssid: '"my" wifi', password: "0 9 ! 0 9!" },
    });
    await node.board.run(5_000);
    assert.equal(node.board.storage.files.get("mote.secrets"), FILE);
    assert.equal(node.diagnostics.ssid, '"my" wifi');
    assert.deepEqual(node.payloads("broker"), ["192.168.1.10:1883"]);
  });

  it("are others with another file, and the program the same", async () => {
    const others = FILE.replaceAll("192.168.1.1", "192.168.2.2").replace("4 away", "4 home");
    node = await SimulatedNode.online(boardFile("node", BOARD), {
      secrets: others,
      accessPoint: { ssid: "home", password: "change-me" },
    });
    await node.board.run(5_000);
    assert.deepEqual(node.payloads("broker"), ["192.168.2.20:1883"]);
  });

  for (const [what, secrets, lacking] of [
    ["one is missing", FILE.replace("host2 12 192.168.1.11", ""), "host2"],
    ["two are missing", FILE.replace("ssid 4 away", "").replace("username", "surname"), "ssid username"],
    [
      "the file is torn",
      FILE.replace(/.$/, "\xff"),
      "ssid password shownSsid ssid2 password2 shownSsid2 host port host2 port2 username brokerPassword",
    ],
  ]) {
    it(`where ${what}, it says which and what writes them, turns its outputs off, and starts no network`, async () => {
      node = await SimulatedNode.boot(boardFile("node", BOARD), { secrets });
      await node.board.run(5 * MINUTE);
      const said = node.board.console.filter((line) => line.includes("mote.secrets"));
      assert.equal(said.length, 1, node.board.console.join("\n"));
      assert.match(
        said[0],
        new RegExp(`(Error|mote): mote.secrets lacks ${lacking}: npx mote flash --board node writes it$`),
      );
      assert.ok(!node.board.console.some((line) => /joining|restarts|change-me|hush/.test(line)));
      assert.equal(node.board.pin(PUMP).level, true);
      assert.equal(node.board.pin(VALVE).level, false);
      assert.equal(node.broker.messages.length, 0);
      assert.equal(node.board.uncaught.length, currentEngine() === "espruino" ? 1 : 0);
      // As `flash` puts it right.
      node.board.storage.files.set("mote.secrets", FILE.replace("4 away", "4 home"));
      node.board.reboot();
      await node.untilOnline(MINUTE);
    });
  }
});
