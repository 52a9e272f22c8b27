import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { discoveryProblems } from "../scripts/lib/home-assistant/rules";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

/** Whether it is there, two of its counters, its version. */
const OF_THE_NODE = 4;

describeOnEngines(
  "a fleet that tells Home Assistant of itself",
  function () {
    this.timeout(60_000);
    for (const discovery of ["device", "component"]) {
      it(`tells of each node as a device of its own, from one program, in the ${discovery} form`, async () => {
        const path = boardFile("shed", {
          topics: { base: "home/{name}/{mac}" },
          homeAssistant: { discovery },
          sensors: ["D4", "D5", "D13", "D14", "D16", "D17"].map((pin) => ({
            id: `contact-${pin.toLowerCase()}`,
            type: "digital",
            pin,
            periodSeconds: 10,
          })),
          actuators: [{ id: "relay", type: "switch", pin: "D26" }],
        });
        for (const [serial, mac] of [
          ["24a160aa-0001", "24a160aa0001"],
          ["24a160aa-0002", "24a160aa0002"],
        ] as const) {
          const node = await SimulatedNode.online(path, { serial });
          // Its states come after that.
          await node.board.run(1_000);
          const configs = node.broker.messages.filter(
            ({ topic, payload }) => topic.endsWith("/config") && payload !== "",
          );
          assert.equal(configs.length, discovery === "device" ? 1 : 7 + OF_THE_NODE);
          for (const { topic, payload } of configs) {
            assert.deepEqual(discoveryProblems("homeassistant", topic, payload), []);
            assert.ok(topic.includes(`mote_${mac}`), topic);
            assert.ok(payload.includes(`"ids":["mote_${mac}"]`));
            assert.ok(payload.includes(`"name":"Shed ${mac.slice(6)}"`));
            assert.ok(payload.includes(`.shed_${mac.slice(6)}_contact_d4"`) || discovery === "component");
            assert.ok(payload.includes(`"avty_t":"home/shed/${mac}/status"`));
          }
          assert.deepEqual(node.board.uncaught, []);
          await node.close();
        }
      });
    }
  },
  { esp8266: "what it shows is not the chip's" },
);
