import assert from "node:assert/strict";
import { resolve } from "node:path";
import { boardFile } from "./board-file";
import { describeWithVoltages, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";

const TYPES = resolve(__dirname, "../../firmware/app/program/program");
const WATER = { id: "water", type: "analog", pin: "D34", periodSeconds: 5, scale: 100, decimals: 1 };
const LED = { id: "led", type: "switch", pin: "D25" };
const MINUTE = 60_000;

/** A board that publishes its console, with a program that writes on it. */
function talking(body: string, more: object = {}): string {
  return boardFile(
    "talk",
    { sensors: [WATER], actuators: [LED], consoles: { mqtt: true }, ...more },
    `import type * as Has from ${JSON.stringify(TYPES)};
type Board = Has.BoardProgram<{ water: Has.NumberSensor }, { led: Has.SwitchActuator }>;
export default function program({ sensors, actuators, after, every, log }: Board): void {
${body}
}
`,
  );
}

/** The lines that were published, each without the seconds in front of it. */
function linesOf(node: SimulatedNode): string[] {
  return node
    .payloads("console")
    .flatMap((payload) => payload.split("\n").slice(0, -1))
    .map((line) => line.replace(/^\d+ /, ""));
}

describeWithVoltages("the console on a topic", function () {
  this.timeout(240_000);
  let node: SimulatedNode;
  beforeEach(() => hasOwnTraffic("at which second a line is written differs by engine"));
  afterEach(() => node.close());

  it("has the lines from before the session, in one message that is not retained, and new ones within two seconds", async () => {
    node = await SimulatedNode.online(talking('after(30, () => log("half a minute"));'));
    await node.board.run(2_000);
    const [first, ...others] = node.on("console");
    assert.match(first.payload, /^([01]) mote talk\n\1 joining Wi-Fi\n\d+ connecting to broker\n\d+ online\n$/);
    assert.equal(first.retain, false);
    assert.equal(first.qos, 0);
    assert.deepEqual(others, []);
    await node.board.runUntil(() => node.board.console.includes("half a minute"), MINUTE);
    await node.board.run(2_000);
    const [, second] = node.payloads("console");
    assert.match(second, /^\d+ half a minute\n$/);
    assert.ok(Math.abs(parseInt(second) - 30) <= 1, second);
    // Nothing is written, and so nothing said.
    await node.board.run(10 * MINUTE);
    assert.equal(node.on("console").length, 2);
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("keeps the last lines while there is no session, and tells how many others there were", async () => {
    node = await SimulatedNode.online(talking(""));
    await node.board.run(2_000);
    const before = linesOf(node).length;
    const written = node.board.console.length;
    await node.broker.stop();
    await node.board.run(30 * MINUTE);
    await node.broker.start();
    await node.untilOnline(5 * MINUTE);
    await node.board.run(2_000);
    const lines = linesOf(node).slice(before);
    const all = node.board.console.slice(written);
    assert.ok(all.length > 40);
    const [told, ...kept] = lines;
    assert.equal(told, `lines lost: ${all.length - kept.length}`);
    assert.deepEqual(kept, all.slice(-kept.length));
    assert.ok(kept.length > 5 && kept.length <= 16);
    // What was lost once is told once.
    await node.command("led", "NONSENSE");
    assert.ok(
      !linesOf(node)
        .slice(before + lines.length)
        .some((line) => line.includes("lost")),
    );
  });

  it("is bounded in a flood, counts what it loses, and costs no reading", async () => {
    node = await SimulatedNode.online(
      talking(`let count = 0;
        sensors.water.onReading(() => { for (let i = 0; i < 40; i++) log("line " + count++); });
        after(7, () => log("${"long ".repeat(80)}"));`),
    );
    await node.board.run(5 * MINUTE + 2_000);
    const numbers = linesOf(node).filter((line) => line.startsWith("line "));
    const lost = linesOf(node)
      .map((line) => /^lines lost: (\d+)$/.exec(line)?.[1])
      .reduce((sum, count) => sum + Number(count ?? 0), 0);
    // What NodeMCU writes before it starts the program is not the node's.
    const written = node.board.console.filter((line) => !line.startsWith("mote: ")).length;
    assert.equal(linesOf(node).filter((line) => !line.startsWith("lines lost: ")).length + lost, written);
    assert.ok(numbers.length >= 60 * 14, `${numbers.length} lines`);
    assert.ok(node.payloads("console").every((payload) => payload.length <= 23 + 384));
    assert.ok(!linesOf(node).some((line) => line.includes("long ")));
    assert.equal(node.diagnostics.dropped, 0);
    assert.ok(node.on("water/state").length >= 60);
  });

  it("tells the places of an error, and no source text", async () => {
    node = await SimulatedNode.online(
      talking(`const deep: { one?: { two: number } } = {};
        after(20, () => log("" + deep.one!.two));
        after(40, () => log("one\\ntwo\\n\\nthree"));`),
    );
    await node.board.run(MINUTE);
    const lines = linesOf(node);
    const error = lines.findIndex((line) => line.startsWith("program: "));
    assert.ok(error > 0, lines.join("\n"));
    assert.deepEqual(lines.slice(-3), ["one", "two", "three"]);
    const places = lines.slice(error + 1, -3);
    assert.ok(places.length <= 5);
    // The model's engine tells the message once more in front of them.
    for (const place of places) assert.match(place, /^( {4}at [^ ]*( \(.*\))?|Error: .*)$/);
    assert.equal(node.diagnostics.event, "error");
  });

  it("speaks in safe mode too", async () => {
    const more = { safeModeAfterBoots: 2 };
    node = await SimulatedNode.boot(talking('throw "no";', more));
    for (let boot = 0; boot < 2; boot++) {
      await node.board.run(2_000);
      node.board.reboot();
    }
    await node.untilOnline(MINUTE);
    await node.board.run(2_000);
    assert.ok(linesOf(node).some((line) => line.startsWith("safe mode after 2 failed boots")));
  });
});
