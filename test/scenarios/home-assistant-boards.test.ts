import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { commandsFor, topicsOf, type Entity } from "../scripts/lib/home-assistant/commands";
import { discoveryProblems } from "../scripts/lib/home-assistant/rules";
import { describeWithVoltages, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const boards = resolve(__dirname, "../../boards");
const folder = mkdtempSync(join(tmpdir(), "mote-home-assistant-boards-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
// Programs of the boards' own, and what they import.
for (const file of readdirSync(boards)) if (file.endsWith(".ts")) copyFileSync(join(boards, file), join(folder, file));

/** The boards whose chip every engine runs on; in the short suite every third of them. */
function names(): string[] {
  return readdirSync(boards)
    .flatMap((file) => /^([a-z0-9-]+)\.json$/.exec(file)?.[1] ?? [])
    .filter((name) => readBoard(name).chip === "esp32")
    .filter((_, i) => i % inFullOr(1, 3) === 0);
}

function readBoard(name: string): { chip?: string } {
  return JSON.parse(readFileSync(join(boards, `${name}.json`), "utf8")) as { chip?: string };
}

/** The board of boards/, with discovery where its file does not ask for it. */
function discovered(name: string): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ homeAssistant: {}, ...readBoard(name) }));
  return path;
}

/**
 * A Home Assistant that knows of a board nothing but what the board tells it: it takes the message apart, waits for every value
 * where the message says it comes, and commands what can be commanded.
 */
describeWithVoltages(
  "Home Assistant, told by the boards themselves",
  function () {
    this.timeout(60_000);
    let node: SimulatedNode;

    afterEach(() => node.close());

    for (const name of names()) {
      it(`hears every value of ${name}, and commands all that it can`, async () => {
        if (name === "blind") hasOwnTraffic("where a blind is in each second depends on the millisecond");
        const path = discovered(name);
        const { rules = [] } = JSON.parse(readFileSync(path, "utf8")) as {
          rules?: { type: string; actuator: string }[];
        };
        const ruled = rules.filter(({ type }) => type === "thermostat").map(({ actuator }) => actuator);
        node = await SimulatedNode.online(path);
        const config = node.broker.messages.find(({ topic, payload }) => topic.endsWith("/config") && payload !== "");
        assert.match(config?.topic ?? "", /^homeassistant\/device\/.*\/config$/);
        assert.deepEqual(discoveryProblems("homeassistant", config?.topic ?? "", config?.payload ?? ""), []);
        const { cmps, avty_t } = JSON.parse(config?.payload ?? "") as { cmps: Record<string, Entity>; avty_t: string };
        const last = (topic: string): string | undefined =>
          node.broker.messages.filter((message) => message.topic === topic).at(-1)?.payload;
        assert.equal(last(avty_t), "online");
        for (const [id, entity] of Object.entries(cmps)) {
          const { exp_aft: expireAfter } = entity;
          const isTold = (topic: string | undefined, expected: RegExp): boolean =>
            topic === undefined || expected.test(last(topic) ?? "");
          // What expires comes before it does; what is commanded has a state at once.
          for (const topic of topicsOf(entity)) {
            await node.board.runUntil(() => isTold(topic, /./), (expireAfter ?? 3_600) * 1_000);
          }
          const commands = commandsFor(entity);
          const isCommanded = Object.keys(entity).some((key) => key.endsWith("cmd_t"));
          assert.equal(commands.length > 0, isCommanded, `how is ${id}, a ${entity.p}, commanded?`);
          // What a rule of the board's own drives is not anybody's to command.
          if (ruled.includes(id)) continue;
          for (const { topic, payload, stateTopic, state } of commands) {
            await node.broker.publish(topic, payload);
            await node.board.runUntil(() => isTold(stateTopic, state), 200_000);
          }
        }
        // A board with signed commands has its first nonce up to a second after its states.
        if (name === "door") await node.board.runUntil(() => node.on("nonce").length > 0, 10_000);
        assert.ok(Object.keys(cmps).length > 0);
        assert.deepEqual(node.board.uncaught, []);
      });
    }
  },
  { esp8266: "some of the boards measure several voltages" },
);
