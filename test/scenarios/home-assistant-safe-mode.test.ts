import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { HomeAssistantView } from "./home-assistant-view";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;
const CONTACT = 27;
const PUMP = 25;
const BIRTH = "homeassistant/status";
const KEY = "0123456789abcdef0123456789abcdef";

describeOnEngines(
  "Home Assistant, told by a node that is in safe mode",
  function (engine) {
    this.timeout(120_000);
    let node: SimulatedNode;
    let view: HomeAssistantView;
    let isDeadly = true;

    afterEach(async () => {
      assert.deepEqual(view.problems, []);
      assert.deepEqual(node.board.uncaught, []);
      await node.close();
    });

    /** Boots until the node is in safe mode, by a sensor that kills the interpreter. */
    const untilSafe = async (changes: object = {}): Promise<void> => {
      isDeadly = false;
      node = await SimulatedNode.online(
        boardFile("node", {
          topics: { base: "home/node" },
          safeModeAfterBoots: 2,
          // NodeMCU's own is always on.
          ...(engine === "espruino" ? { watchdogSeconds: 30 } : {}),
          homeAssistant: {},
          sensors: [{ id: "contact", type: "digital", pin: `D${CONTACT}`, periodSeconds: 10 }],
          actuators: [{ id: "pump", type: "switch", pin: `D${PUMP}`, initialValue: "ON" }],
          ...changes,
        }),
      );
      hasOwnTraffic("how many readings fall between two crashes is a matter of milliseconds");
      view = new HomeAssistantView(node.broker.messages);
      await node.board.run(2_000);
      node.board.pin(CONTACT).waveform(() => {
        if (isDeadly) node.board.hang();
        return 3.3;
      });
      const safeMode = view.entities.find((id) => id.endsWith("safe_mode")) ?? "";
      assert.equal(view.commandTopic(safeMode), undefined, "nothing leads into safe mode");
      isDeadly = true;
      node.board.reboot();
      await node.board.runUntil(() => node.payloads("safe-mode/state").at(-1) === "ON", 10 * MINUTE);
      await node.board.run(2_000);
    };

    for (const discovery of ["device", "component"]) {
      it(`shows nothing as if it worked, and a way out of it, in the ${discovery} form`, async () => {
        await untilSafe({ homeAssistant: { discovery } });
        assert.equal(node.board.pin(PUMP).level, false);
        assert.equal(view.state("switch.node_pump"), "unavailable");
        assert.equal(view.state("binary_sensor.node_contact"), "unavailable");
        assert.equal(view.state("switch.node_safe_mode"), "ON");
        isDeadly = false;
        await node.broker.publish(view.commandTopic("switch.node_safe_mode") ?? "", "OFF");
        await node.board.run(20_000);
        assert.equal(node.board.pin(PUMP).level, true);
        assert.deepEqual(
          ["switch.node_pump", "binary_sensor.node_contact", "switch.node_safe_mode"].map((id) => view.state(id)),
          ["ON", "ON", "unavailable"],
        );
      });
    }

    it("answers when Home Assistant comes online", async () => {
      await untilSafe();
      const from = node.broker.messages.length;
      await node.broker.publish(BIRTH, "online");
      await node.board.run(15_000);
      const topics = node.broker.messages.slice(from + 1).map(({ topic }) => topic);
      assert.match(topics[0] ?? "", /^homeassistant\/device\/.*\/config$/);
      assert.deepEqual(topics.slice(1, 3), ["home/node/status", "home/node/safe-mode/state"]);
      assert.equal(view.state("switch.node_safe_mode"), "ON");
      assert.equal(view.state("switch.node_pump"), "unavailable");
    });

    it("shows safe mode where it cannot sign the command that leads out of it", async () => {
      await untilSafe({ commands: { signingKey: KEY } });
      assert.equal(view.state("binary_sensor.node_pump"), "unavailable");
      assert.equal(view.state("binary_sensor.node_safe_mode"), "ON");
      assert.equal(view.commandTopic("binary_sensor.node_safe_mode"), undefined);
    });
  },
  { esp8266: "its chip tells nothing of its supply" },
);
