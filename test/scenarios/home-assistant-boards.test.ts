import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { discoveryProblems } from "../scripts/lib/home-assistant/rules";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const boards = resolve(__dirname, "../../boards");
const folder = mkdtempSync(join(tmpdir(), "mote-home-assistant-boards-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

interface Entity {
  p: string;
  cmd_t?: string;
  /** A button has none. */
  stat_t?: string;
  min?: number;
  max?: number;
  step?: number;
  val_tpl?: string;
  exp_aft?: number;
}

/** What Home Assistant sends to each kind of entity, and what its state has to say then. */
const COMMANDS: Record<string, [command: string, state: RegExp][]> = {
  switch: [
    ["ON", /^ON$/],
    ["OFF", /^OFF$/],
  ],
  button: [["PRESS", /^/]],
  cover: [
    ["OPEN", /^open$/],
    ["CLOSE", /^closed$/],
  ],
  light: [
    ['{"state":"ON","brightness":128}', /"state":"ON","brightness":128\b/],
    ['{"state":"OFF"}', /"state":"OFF"/],
  ],
};

function commandsFor({ p, min = 0, max, step = 1 }: Entity): [command: string, state: RegExp][] {
  if (p !== "number") return COMMANDS[p] ?? [];
  const is = (value: number | undefined): RegExp => new RegExp(`^${value}(\\.0*)?$`);
  // What an action sends may lie between two steps.
  const between = (min + 0.6 * step).toFixed(6);
  const next = Number((min + step).toFixed(6));
  return [...[max, min].map((value): [string, RegExp] => [String(value), is(value)]), [between, is(next)]];
}

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
describeOnEngines(
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
          const { cmd_t: command, stat_t: state, exp_aft: expireAfter } = entity;
          const isTold = (expected: RegExp): boolean => state === undefined || expected.test(last(state) ?? "");
          // What expires comes before it does; what is commanded has a state at once.
          await node.board.runUntil(() => isTold(/./), (expireAfter ?? 3_600) * 1_000);
          // What a rule of the board's own drives is not anybody's to command.
          if (command === undefined || ruled.includes(id)) continue;
          assert.ok(commandsFor(entity).length > 0, `how is ${id}, a ${entity.p}, commanded?`);
          for (const [payload, expected] of commandsFor(entity)) {
            await node.broker.publish(command, payload);
            await node.board.runUntil(() => isTold(expected), 200_000);
          }
        }
        assert.ok(Object.keys(cmps).length > 0);
        assert.deepEqual(node.board.uncaught, []);
      });
    }
  },
  { esp8266: "some of the boards measure several voltages" },
);
