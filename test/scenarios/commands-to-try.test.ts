import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { ACTUATORS, actuatorOf } from "../../scripts/lib/actuators/registry";
import { boardNames, loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { parseMac, withMac } from "../../scripts/lib/board/placeholders";
import type { Board } from "../../scripts/lib/board/config";
import { commandLines, watchLine } from "../../scripts/lib/broker/commands-to-try";
import { SIMULATED_SERIAL } from "../simulator/board-options";
import { boardFile } from "./board-file";
import { describeOnEngines, except, withVoltages } from "./engines";
import { SimulatedNode } from "./simulated-node";

const root = resolve(__dirname, "../..");
const BROKER = { host: "127.0.0.1", port: 1883 };

function boardOf(nameOrPath: string): Board {
  const { environment } = simulationEnvironment(root, process.env);
  return withMac(loadBoard(nameOrPath, { environment }).board, parseMac(SIMULATED_SERIAL));
}

/** The words of a command that is typed in a shell, behind its own name. */
function wordsOf(line: string): string[] {
  const show = '{ for word; do printf "%s\\n" "$word"; done; }';
  const shell = `mosquitto_pub() ${show}; mosquitto_sub() ${show}; npx() ${show}; ${line}`;
  return execFileSync("sh", ["-c", shell], { encoding: "utf8" }).split("\n").slice(0, -1);
}

/** What stands behind an option. */
function after(option: string, words: string[]): string {
  return words[words.indexOf(option) + 1] ?? "";
}

/**
 * Types each command of a board, as npm start prints it, and sees that it is obeyed.
 * @param isAlone Whether nothing else moves its actuators: no rule, no limit
 */
async function tryAll(nameOrPath: string, isAlone: boolean): Promise<void> {
  const board = boardOf(nameOrPath);
  const lines = commandLines(board, BROKER, nameOrPath);
  assert.equal(lines.length, board.actuators.length);
  const node = await SimulatedNode.online(nameOrPath);
  await node.board.run(2_000);
  for (const [index, line] of lines.entries()) {
    const actuator = board.actuators[index];
    const words = wordsOf(line);
    const [topic, payload] = [after("-t", words), after("-m", words)];
    assert.equal(topic, actuator.commandTopic);
    const states = (): string[] =>
      node.broker.messages.filter((message) => message.topic === actuator.stateTopic).map((message) => message.payload);
    const before = states();
    await node.broker.publish(topic, payload);
    await node.network.settle();
    await node.board.run(3_000);
    const what = `${line}, of ${actuator.type} ${actuator.id}: ${JSON.stringify(states())}`;
    assert.ok(states().length > before.length, what);
    if (isAlone) assert.notEqual(states()[before.length], before.at(-1), `shows something: ${what}`);
    // A number is what was asked for, and not the nearest that could be.
    if (/^-?[\d.]+$/.test(payload)) {
      const told = JSON.parse(states().at(-1) ?? "") as number | { target: number };
      assert.equal(typeof told === "number" ? told : told.target, Number(payload), what);
    }
  }
  await node.board.run(5_000);
  assert.equal(node.diagnostics["refused"], 0, JSON.stringify(node.diagnostics));
  assert.deepEqual(node.unexpectedErrors, []);
  await node.close();
}

/** One of each kind, as somebody would write it first. */
const PLAIN = [
  { id: "switch", type: "switch", pin: "D25" },
  { id: "pwm", type: "pwm", pin: "D21" },
  { id: "light", type: "light", pin: "D22" },
  { id: "rgb", type: "rgb", pin: "D13", count: 4 },
  { id: "number", type: "number", min: 2, max: 15, step: 0.5 },
  { id: "servo", type: "servo", pin: "D33", initialValue: 90 },
  { id: "button", type: "button", pin: "D32" },
  { id: "cover", type: "cover", openPin: "D18", closePin: "D19", openSeconds: 25 },
  { id: "climate", type: "climate", min: 5, max: 30 },
  { id: "identify", type: "identify", pin: "D27" },
  // The last one: it restarts the board.
  { id: "restart", type: "restart" },
];

/** What goes by the climate. */
const HELD = {
  sensors: [{ id: "air", type: "ntc", pin: "D34", periodSeconds: 20, resistorOhms: 10_000, beta: 3950 }],
  rules: [{ type: "thermostat", sensor: "air", actuator: "heater", target: "climate" }],
};
const HEATER = { id: "heater", type: "switch", pin: "D26" };

/** The same so that what fits most boards would be refused, or change nothing. */
const ODD = [
  { id: "fridge", type: "switch", pin: "D25", initialValue: "ON", activeLow: true },
  { id: "fan", type: "pwm", pin: "D21", initialValue: 40 },
  { id: "night", type: "light", pin: "D22", initialValue: 128 },
  { id: "cellar", type: "number", min: -30, max: -10, step: 5, initialValue: -20 },
  { id: "fine", type: "number", min: 0, max: 0.3, step: 0.1, initialValue: 0.2 },
  { id: "either", type: "number", min: 100, max: 101 },
  { id: "tilt", type: "servo", pin: "D33", minAngle: -90, maxAngle: 90, initialValue: -45 },
  { id: "bit", type: "servo", pin: "D23", minAngle: 200, maxAngle: 201, initialValue: 200 },
  { id: "gate", type: "button", pin: "D32", activeLow: true, pressMs: 50 },
  {
    id: "blind",
    type: "cover",
    openPin: "D18",
    closePin: "D19",
    openSeconds: 25,
    commandTopic: "home/Küche $(x) 'blind'/set",
  },
];

describeOnEngines(
  "the commands that npm start prints",
  function () {
    this.timeout(60_000);

    it(
      "are obeyed by each kind of actuator",
      withVoltages(async () => {
        assert.deepEqual(PLAIN.map(({ type }) => type).sort(), ACTUATORS.map(({ type }) => type).sort());
        const actuators = [HEATER, ...PLAIN];
        await tryAll(boardFile("plain", { capacities: { receiveBytes: 1024 }, ...HELD, actuators }), true);
      }),
    );

    it(
      "are obeyed whatever a board file says of them, on topics with signs that a shell reads too",
      except("esp32c3", "it has two servos, and the chip one square wave of a frequency of its own", async () => {
        await tryAll(boardFile("odd", { topics: { base: "home/it's here" }, actuators: ODD }), true);
      }),
    );
  },
  { esp8266: "its heap has no room for one of each kind" },
);

describe("the commands that npm start prints", () => {
  for (const name of boardNames(root)) {
    const board = boardOf(name);
    if (board.actuators.length === 0 || board.commands !== undefined) continue;
    it(`are obeyed by the board ${name}`, function () {
      this.timeout(60_000);
      return tryAll(name, false);
    });
  }

  it("are given by npx mote command where they have to be signed", () => {
    const commands = { signingKey: "0123456789abcdef0123456789abcdef" };
    const path = boardFile("signed", { commands, actuators: [...PLAIN.slice(0, 4), ODD[3]] });
    const board = boardOf(path);
    for (const [index, line] of commandLines(board, BROKER, path).entries()) {
      const actuator = board.actuators[index];
      assert.deepEqual(wordsOf(line), [
        ..."mote command --board".split(" "),
        path,
        "--broker",
        "mqtt://127.0.0.1:1883",
        actuator.id,
        actuatorOf(actuator).example(actuator),
      ]);
    }
  });

  it("are words that a shell takes as they are, whatever a board file from elsewhere calls its topics", () => {
    const base = "home/$(touch x)`y`'; z;\"&";
    const board = boardOf(boardFile("shell", { topics: { base }, actuators: PLAIN.slice(0, 1) }));
    assert.equal(after("-t", wordsOf(watchLine(board, BROKER))), `${base}/#`);
    assert.equal(after("-t", wordsOf(commandLines(board, BROKER, "shell")[0])), `${base}/switch/set`);
  });
});
