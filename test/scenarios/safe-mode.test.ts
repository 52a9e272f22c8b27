import assert from "node:assert/strict";
import { signedAnswer, signedCommand } from "../vectors/signed-commands";
import { boardFile } from "./board-file";
import { currentEngine, describeOnEngines, hasOwnTraffic, only } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const MINUTE = 60_000;
const CONTACT = 27;
const PUMP = 25;
const VALVE = 26;
const KEY = "0123456789abcdef0123456789abcdef";

const LATER = "NodeMCU's program starts a second after the chip, and measures once less in each of the boots";

const BOARD = {
  topics: { base: "home/node" },
  // NodeMCU's own is always on.
  get watchdogSeconds() {
    return currentEngine() === "espruino" ? 30 : undefined;
  },
  diagnostics: ["bootCount", "resetReason"],
  sensors: [{ id: "contact", type: "digital", pin: `D${CONTACT}`, periodSeconds: 10 }],
  actuators: [
    { id: "pump", type: "switch", pin: `D${PUMP}`, activeLow: true, initialValue: "ON" },
    { id: "valve", type: "switch", pin: `D${VALVE}`, initialValue: "ON" },
  ],
};

describeOnEngines(
  "a watchdog",
  function (engine) {
    this.timeout(120_000);
    let node: SimulatedNode;
    afterEach(() => node.close());

    it("restarts a node whose program hangs, and boot count and reset reason tell of it", async () => {
      node = await SimulatedNode.online(boardFile("hangs", BOARD));
      await node.board.run(2_000);
      assert.deepEqual([node.diagnostics.bootCount, node.diagnostics.resetReason], [1, "power on"]);
      node.board.hangNext("interval");
      const boots = (): number => node.board.console.filter((line) => line === "mote hangs").length;
      // NodeMCU's own bites after 5 s.
      await node.board.run(engine === "espruino" ? 25_000 : 4_000);
      assert.equal(boots(), 1);
      await node.untilOnline(MINUTE);
      await node.board.run(2_000);
      assert.equal(boots(), 2);
      assert.deepEqual([node.diagnostics.bootCount, node.diagnostics.resetReason], [2, "software"]);
    });

    // Of NodeMCU's events those of sockets and timers can be held up here.
    for (const kind of engine === "espruino" ? (["data", "event"] as const) : (["data"] as const)) {
      it(`restarts a node that hangs in a callback of kind ${kind}`, async () => {
        node = await SimulatedNode.online(boardFile("hangs", BOARD));
        node.board.hangNext(kind);
        await node.broker.publish("home/node/pump/set", "TOGGLE");
        if (kind === "event") await node.broker.restart();
        await node.untilOnline(3 * MINUTE);
        await node.board.run(2_000);
        assert.equal(node.diagnostics.bootCount, 2);
      });
    }

    it(
      "is what restarts it: without one the node stays dead",
      only("espruino", "there is one always", async () => {
        node = await SimulatedNode.online(boardFile("dead", { ...BOARD, watchdogSeconds: undefined }));
        const messages = node.broker.messages.length;
        node.board.hangNext("interval");
        await node.board.run(60 * MINUTE);
        const { topic, payload } = node.broker.messages[messages];
        assert.deepEqual([topic, payload], ["home/node/status", "offline"], "the broker gives it up");
        assert.deepEqual(node.broker.messages.slice(messages + 1), []);
      }),
    );

    it("does not bite while brokers that never answer block the chip, nor in an hour of ordinary work", async () => {
      hasOwnTraffic(
        "whether two readings fall into one blockage, of which the first is left out, is a matter of milliseconds",
      );
      const urls = ["mqtt://first.example", "mqtt://second.example"];
      node = await SimulatedNode.boot(boardFile("patient", { ...BOARD, broker: { urls, failBackSeconds: 60 } }));
      node.network.connectFailure = "timed out";
      await node.board.run(10 * MINUTE);
      node.network.connectFailure = undefined;
      node.network.failures.set("first.example:1883", "timed out");
      await node.untilOnline(5 * MINUTE);
      await node.board.run(60 * MINUTE);
      assert.ok(!node.board.console.some((line) => line.includes("watchdog")));
      assert.equal(node.diagnostics.bootCount, 1);
    });
  },
  { esp8266: "its chip tells of a watchdog otherwise; esp8266.test.ts has one" },
);

describeOnEngines(
  "a node with safe mode",
  function () {
    this.timeout(120_000);
    let node: SimulatedNode;
    afterEach(async () => {
      assert.deepEqual(node.board.uncaught, []);
      await node.close();
    });

    const path = (changes: object = {}): string => boardFile("node", { ...BOARD, safeModeAfterBoots: 3, ...changes });
    const isSafe = (): boolean => node.payloads("safe-mode/state").at(-1) === "ON";
    /** What kills the interpreter whenever it is read, and whether it still does. */
    const killer = { isDeadly: true };
    const boot = async (file = path()): Promise<void> => {
      killer.isDeadly = true;
      node = await SimulatedNode.boot(file);
    };
    const kill = (): void => {
      node.board.pin(CONTACT).waveform(() => {
        if (killer.isDeadly) node.board.hang();
        return 3.3;
      });
    };
    const boots = (): number => node.board.console.filter((line) => line === "mote node").length;
    /** Boots until it is in safe mode, by a sensor that kills the interpreter. */
    const untilSafe = async (file = path()): Promise<void> => {
      await boot(file);
      kill();
      await node.board.runUntil(isSafe, 10 * MINUTE);
      await node.board.run(2_000);
    };

    it("starts only Wi-Fi, MQTT and diagnostics after three boots that a sensor killed, and says how to leave that", async () => {
      await untilSafe();
      assert.equal(boots(), 4);
      assert.equal(node.diagnostics.bootCount, 4);
      assert.match(
        String(node.diagnostics.safeMode),
        /^send OFF to home\/node\/safe-mode\/set, or flash another program/,
      );
      assert.equal(node.on("diagnostics").at(-1)?.retain, true);
      assert.ok(node.board.console.some((line) => line.startsWith("safe mode after 3 failed boots: send OFF")));
      const from = node.broker.messages.length;
      await node.board.run(60 * MINUTE);
      assert.equal(boots(), 4, "it stays up");
      assert.deepEqual(node.broker.messages.slice(from), []);
    });

    it("says that it is in none also where there was no room for it at the connect", async () => {
      hasOwnTraffic("how much fits at once differs by engine");
      const lamps = [16, 17, 18].map((pin) => ({ id: `lamp-${pin}`, type: "switch", pin: `D${pin}` }));
      const topics = { base: `home/${"long".repeat(20)}/node` };
      await boot(path({ topics, capacities: { transmitBytes: 700 }, actuators: [...BOARD.actuators, ...lamps] }));
      await node.untilOnline(MINUTE);
      assert.deepEqual(node.payloads("safe-mode/state"), [], "it found no room");
      await node.board.run(5_000);
      assert.deepEqual(node.payloads("safe-mode/state"), ["OFF"]);
    });

    it("puts no actuator to work in safe mode: its pins are at their off level, and its commands go nowhere", async () => {
      await untilSafe();
      assert.deepEqual([node.board.pin(PUMP).level, node.board.pin(VALVE).level], [true, false]);
      assert.ok(node.board.pin(PUMP).isOutput && node.board.pin(VALVE).isOutput);
      await node.command("pump", "ON");
      await node.command("valve", "ON");
      assert.deepEqual([node.board.pin(PUMP).level, node.board.pin(VALVE).level], [true, false]);
    });

    it("leaves it by a command, with the whole program", async () => {
      await untilSafe();
      killer.isDeadly = false;
      await node.command("safe-mode", "ON");
      assert.equal(node.diagnostics.event, "command refused");
      await node.command("safe-mode", "OFF");
      assert.equal(isSafe(), false, "what is retained is true from then on");
      await node.untilOnline(MINUTE);
      await node.board.run(2_000);
      assert.equal(isSafe(), false);
      assert.ok(!("safeMode" in node.diagnostics));
      assert.equal(node.payloads("contact/state").at(-1), "ON");
      assert.equal(node.board.pin(PUMP).level, false);
      assert.deepEqual([node.diagnostics.bootCount, node.diagnostics.resetReason], [5, "software"]);
    });

    it("comes back to it where the command cured nothing", async () => {
      await untilSafe();
      await node.command("safe-mode", "OFF");
      const before = node.payloads("safe-mode/state").length;
      await node.board.runUntil(() => node.payloads("safe-mode/state").length > before, 10 * MINUTE);
      assert.equal(isSafe(), true);
      assert.equal(boots(), 8);
    });

    it("leaves it when it is switched off and on after a stable time, and not before", async () => {
      await untilSafe();
      killer.isDeadly = false;
      node.board.reboot();
      await node.untilOnline(MINUTE);
      assert.equal(isSafe(), true, "switched off too early");
      await node.board.run(MINUTE + 2_000);
      node.board.reboot();
      await node.untilOnline(MINUTE);
      await node.board.run(1_000);
      assert.equal(isSafe(), false);
    });

    it("leaves it with another program", async () => {
      await untilSafe();
      const { files } = node.board.storage;
      await node.close();
      const other = path({ sensors: [{ ...BOARD.sensors[0], periodSeconds: 11 }] });
      await boot(other);
      // NodeMCU has its program there as well.
      for (const [name, text] of files) {
        if (!/\.(lua|img)$/.test(name)) node.board.storage.files.set(name, text);
      }
      node.board.reboot();
      await node.untilOnline(MINUTE);
      await node.board.run(2_000);
      assert.equal(isSafe(), false);
      assert.equal(node.diagnostics.bootCount, 5);
    });

    it("takes no boot for a failed one that was online for a minute, or up for five without a broker", async () => {
      hasOwnTraffic(LATER);
      await boot();
      for (let i = 0; i < 5; i++) {
        await node.board.run(MINUTE + 10_000);
        node.board.reboot();
      }
      await node.broker.stop();
      for (let i = 0; i < 5; i++) {
        await node.board.run(5 * MINUTE + 5_000);
        node.board.reboot();
      }
      await node.broker.start();
      await node.untilOnline(2 * MINUTE);
      await node.board.run(2_000);
      assert.equal(isSafe(), false);
      assert.equal(node.diagnostics.bootCount, 11);
    });

    it("takes boots for failed ones that are cut short again and again", async () => {
      hasOwnTraffic(LATER);
      await boot();
      for (let i = 0; i < 3; i++) {
        await node.board.run(20_000);
        node.board.reboot("brownout");
      }
      await node.untilOnline(MINUTE);
      await node.board.run(2_000);
      assert.equal(isSafe(), true);
      assert.equal(node.diagnostics.resetReason, "brownout");
    });

    it("writes to flash memory twice a boot, and no more", async () => {
      await boot();
      // NodeMCU's program starts a second after the chip.
      await node.board.run(2_000);
      const { files } = node.board.storage;
      let writes = 0;
      const set = files.set.bind(files);
      files.set = (name, text) => {
        // NodeMCU's program is there too, and a file is empty at first, or blank.
        if (!name.endsWith(".lua") && !/^\xff*$/.test(text)) writes++;
        return set(name, text);
      };
      await node.board.run(inFullOr(24, 1) * 60 * MINUTE);
      assert.equal(writes, 1);
      node.board.reboot();
      await node.board.run(60 * MINUTE);
      assert.equal(writes, 3);
    });

    it("obeys a signed command to leave it, and no other, where commands have to be signed", async () => {
      await untilSafe(path({ commands: { signingKey: KEY } }));
      const advice =
        "send OFF to home/node/safe-mode/set, signed (npm run command -- --board node safe-mode OFF), or flash another program";
      assert.ok(String(node.diagnostics.safeMode).startsWith(advice), String(node.diagnostics.safeMode));
      assert.ok(node.board.console.some((line) => line.startsWith(`safe mode after 3 failed boots: ${advice}`)));
      killer.isDeadly = false;
      await node.command("safe-mode", "OFF");
      assert.equal(node.diagnostics.event, "command unsigned");
      await node.board.run(10_000);
      assert.equal(isSafe(), true);
      const topic = "home/node/safe-mode/set";
      const nonce = node.payloads("nonce").at(-1) ?? "";
      await node.command("safe-mode", signedCommand(KEY, topic, nonce, "OFF"));
      assert.equal(node.payloads("answer").at(-1), signedAnswer(KEY, topic, nonce, "OFF", "obeyed OFF"));
      assert.equal(node.payloads("nonce").length, 2, "and the next order has a nonce");
      await node.untilOnline(MINUTE);
      await node.board.run(1_000);
      assert.equal(isSafe(), false);
    });
  },
  { esp8266: "its chip tells nothing of its supply" },
);
