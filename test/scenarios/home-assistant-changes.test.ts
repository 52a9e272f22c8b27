import assert from "node:assert/strict";
import type { Message } from "../simulator/broker/broker";
import { MemoryBroker } from "../simulator/broker/memory";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic, onOneChip } from "./engines";
import { HomeAssistantView } from "./home-assistant-view";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;
const FILE = "told";
const MAC = "24a160aabbcc";

const CONTACT = { id: "contact", type: "digital", pin: "D27", periodSeconds: 60 };
const WINDOW = { id: "window", type: "digital", pin: "D26", periodSeconds: 60 };
const PUMP = { id: "pump", type: "switch", pin: "D25" };
const PRESSED = { id: "pump", type: "button", pin: "D25" };

interface Changes {
  name?: string;
  homeAssistant?: object;
  sensors?: object[];
  actuators?: object[];
}

/** Retained on a broker after all that passed it. */
function retained(messages: readonly Message[]): Map<string, string> {
  const kept = new Map<string, string>();
  for (const { topic, payload, retain } of messages) {
    if (!retain) continue;
    if (payload === "") kept.delete(topic);
    else kept.set(topic, payload);
  }
  return kept;
}

describeOnEngines("Home Assistant, told by one program of a board after the other", function () {
  this.timeout(60_000);
  let broker: MemoryBroker;
  let view: HomeAssistantView;
  let node: SimulatedNode | undefined;
  let told: string | undefined;

  /** A chip that was never told of, on a broker that knows nothing. */
  async function begin(): Promise<void> {
    await node?.close();
    node = undefined;
    broker = new MemoryBroker();
    await broker.start();
    view = new HomeAssistantView(broker.messages);
    told = undefined;
  }
  beforeEach(begin);
  afterEach(async () => {
    await node?.close();
    node = undefined;
  });

  /** Puts a program on the chip, in the place of the one that was there, and lets it come online. */
  async function flash({ name = "shed", ...changes }: Changes): Promise<SimulatedNode> {
    node?.board.stop();
    node?.network.close();
    const path = boardFile(name, {
      topics: { base: "home/shed" },
      homeAssistant: {},
      sensors: [CONTACT],
      actuators: [PUMP],
      ...changes,
    });
    const flashed = (node = await SimulatedNode.boot(path, { broker }));
    if (told !== undefined) {
      flashed.board.storage.files.set(FILE, told);
      flashed.board.reboot();
    }
    await flashed.untilOnline(MINUTE);
    await flashed.board.run(2_000);
    told = flashed.board.storage.files.get(FILE);
    assert.deepEqual(flashed.board.uncaught, []);
    return flashed;
  }
  /** The messages about what the board measures and drives: what each node tells of itself is left out. */
  const configs = (): string[] =>
    [...retained(broker.messages).keys()].filter((topic) => /(?<!_node-\w+)\/config$/.test(topic));
  const DEVICE = `homeassistant/device/mote_${MAC}/config`;

  for (const discovery of ["device", "component"]) {
    const homeAssistant = { discovery };

    it(`loses what was taken out, and what became another kind, in the ${discovery} form`, async () => {
      await flash({ homeAssistant, sensors: [CONTACT, WINDOW] });
      assert.deepEqual(view.entities, ["binary_sensor.shed_contact", "binary_sensor.shed_window", "switch.shed_pump"]);
      await flash({ homeAssistant, actuators: [PRESSED] });
      assert.deepEqual(view.entities, ["binary_sensor.shed_contact", "button.shed_pump"]);
      assert.deepEqual(view.problems, []);
      assert.equal(configs().length, discovery === "device" ? 1 : 2);
      assert.ok(!retained(broker.messages).get(DEVICE)?.includes("window"));
    });

    it(
      `is told nothing more by a program that has the same entities, in the ${discovery} form`,
      onOneChip(async () => {
        await flash({ homeAssistant });
        const before = told;
        const from = broker.messages.length;
        await flash({ homeAssistant: { ...homeAssistant, name: "The shed" } });
        const topics = broker.messages.slice(from).flatMap(({ topic }) => (topic.endsWith("/config") ? [topic] : []));
        // The program's first boot is followed by a second one here, and tells before that at most once.
        assert.equal(new Set(topics).size, topics.length);
        assert.match(before ?? "", /^[0-9a-f]{8}[0-9]+\n/);
        assert.equal(told, before);
        assert.ok(
          broker.messages.slice(from).every(({ topic, payload }) => !topic.endsWith("/config") || payload !== ""),
        );
        assert.deepEqual(view.problems, []);
      }),
    );
  }

  for (const [from, to] of [
    ["component", "device"],
    ["device", "component"],
  ] as const) {
    it(
      `keeps every entity when a board goes from the ${from} form to the ${to} form`,
      onOneChip(async () => {
        await flash({ homeAssistant: { discovery: from }, sensors: [CONTACT, WINDOW] });
        await flash({ homeAssistant: { discovery: to } });
        assert.deepEqual(view.entities, ["binary_sensor.shed_contact", "switch.shed_pump"]);
        assert.deepEqual(view.removed, ["binary_sensor.shed_window"], "and nothing that people may have renamed");
        assert.deepEqual(view.problems, []);
        assert.equal(configs().length, to === "device" ? 1 : 2);
        assert.equal(configs().includes(DEVICE), to === "device");
      }),
    );
  }

  it("knows a renamed board by its chip", async () => {
    await flash({ name: "shed" });
    await flash({ name: "barn" });
    assert.deepEqual(view.entities, ["binary_sensor.shed_contact", "switch.shed_pump"]);
    assert.deepEqual(view.removed, []);
    assert.deepEqual(view.problems, []);
  });

  for (const discovery of ["device", "component"]) {
    it(
      `has no entity twice when a board comes to be known by its chip, also from a program that kept no list, in the ${discovery} form`,
      onOneChip(async () => {
        for (const keepsList of [true, false]) {
          told = undefined;
          await flash({ homeAssistant: { discovery, identity: "name" } });
          assert.ok(configs().some((topic) => topic.includes("mote_shed")));
          if (!keepsList) told = undefined;
          await flash({ homeAssistant: { discovery } });
          assert.deepEqual(view.entities, ["binary_sensor.shed_contact", "switch.shed_pump"]);
          assert.ok(configs().every((topic) => topic.includes(MAC)));
          assert.deepEqual(view.problems, []);
        }
      }),
    );
  }

  it(
    "loses nothing of a device for a list that was cut off while it was written",
    onOneChip(async () => {
      await flash({ sensors: [CONTACT, WINDOW] });
      const whole = told ?? "";
      for (const length of [0, 4, 8, 12, 20, whole.length - 1]) {
        told = whole.slice(0, length) + "\xff".repeat(whole.length - length);
        await flash({});
        const odd = broker.messages.filter(({ topic }) => /[^ -~]/.test(topic));
        assert.deepEqual(odd, []);
        assert.ok(view.entities.includes("binary_sensor.shed_window"));
        assert.deepEqual(view.problems, []);
      }
    }),
  );

  it(
    "is told in the end, whenever the connection is lost",
    onOneChip(async () => {
      hasOwnTraffic("each engine takes its own time to connect");
      for (let ms = 0; ms < 300; ms += 30) {
        await begin();
        await flash({ homeAssistant: { discovery: "component" }, sensors: [CONTACT, WINDOW] });
        const kept = told ?? "";
        node?.board.stop();
        node?.network.close();
        const path = boardFile("shed", {
          topics: { base: "home/shed" },
          homeAssistant: {},
          sensors: [CONTACT],
          actuators: [PUMP],
        });
        node = await SimulatedNode.boot(path, { broker });
        node.board.storage.files.set(FILE, kept);
        node.board.reboot();
        const from = broker.messages.length;
        await node.board.runUntil(() => broker.messages.length > from, MINUTE);
        await node.board.run(ms);
        node.network.resetAll();
        await node.untilOnline(MINUTE);
        await node.board.run(5_000);
        assert.deepEqual(view.entities, ["binary_sensor.shed_contact", "switch.shed_pump"], `after ${ms} ms`);
        assert.deepEqual(configs(), [DEVICE]);
        assert.deepEqual(view.problems, []);
        assert.notEqual(node.board.storage.files.get(FILE), kept);
      }
    }),
  );
});
