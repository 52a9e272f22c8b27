import type { AppCost } from "./app-cost";
import type { Comparison, Cost } from "./instructions";
import { MESSAGES, WIRE_BYTES, type LuaResult } from "./lua";
import type { MemoryUse } from "./memory";
import type { UpdateCost } from "./update-cost";
import type { V8Result } from "./v8-child";
import type { Work } from "./scripts";

/** What was measured, as Markdown. */

/** 138282 → "138,282" */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en");
}

/** How many times as much: two significant digits below 10, none after the point from there on. */
export function ratio(value: number, measure: number): string {
  const times = value / measure;
  return `${times < 10 ? times.toFixed(times < 1 ? 2 : 1) : grouped(times)} ×`;
}

/** A table whose columns are padded, as prettier leaves it; all but the first are aligned to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | ")} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? "-".repeat(width) : "-".repeat(width - 1) + ":")).join(" | ")} |`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join("\n");
}

const WORKS: Record<Work, string> = {
  publish0: "a reading published at QoS 0",
  publish1: "the same at QoS 1, and PUBACK",
  receive0: "a command received at QoS 0",
};

export function instructionsTable(comparisons: readonly Comparison[]): string {
  const clients = comparisons[0]!.costs.map(({ client }) => client);
  return table([
    ["instructions per message", ...clients],
    ...comparisons.map(({ work, costs }) => [WORKS[work], ...costs.map((cost) => beside(cost, costs[0]!))]),
  ]);
}

function beside({ instructions }: Pick<Cost, "instructions">, bare: Pick<Cost, "instructions">): string {
  if (instructions === undefined) return "cannot";
  const count = grouped(instructions);
  return bare.instructions === instructions ? count : `${count} (${ratio(instructions, bare.instructions!)})`;
}

/**
 * @param costs The first is what the others stand beside.
 * @param variables Of each app, in the same order.
 * @param bareVariables Of the interpreter without an app.
 */
export function appTable(costs: readonly AppCost[], variables: readonly number[], bareVariables: number): string {
  return table([
    ["a whole app", ...costs.map(({ app }) => app)],
    ["instructions per sample", ...costs.map((cost) => beside(cost, costs[0]!))],
    ["runs differ by at most", ...costs.map(({ spread }) => `${(spread * 100).toFixed(1)} %`)],
    [
      `variables in use beside the ${grouped(bareVariables)} without an app`,
      ...variables.map((each) => grouped(each - bareVariables)),
    ],
  ]);
}

/** One row: it is the same table for whoever reads the figures. */
export function idleTable({ app, instructions, spread }: AppCost): string {
  return table([
    ["the greenhouse, no sample due", app],
    ["instructions per second", grouped(instructions)],
    ["runs differ by at most", `${(spread * 100).toFixed(1)} %`],
  ]);
}

export function updateTable({ partBytes, instructions, variables }: UpdateCost): string {
  const { received, checked, taken } = instructions;
  return table([
    [`a part of ${partBytes} bytes`, "mote"],
    ["taken in and thrown away, as one that was not asked for", grouped(received)],
    ["its HMAC-SHA256 besides, as of a forged one", grouped(checked - received)],
    ["written besides, and the next one asked for", grouped(taken - checked)],
    ["instructions in all", grouped(taken)],
    ["variables in use at rest", grouped(variables.atRest)],
    ["variables in use while the next one is asked for", grouped(variables.taking)],
  ]);
}

export function wakeTable({ app, instructions, spread }: AppCost): string {
  return table([
    ["a wake with one voltage at QoS 1", app],
    ["instructions until it sleeps", grouped(instructions)],
    ["runs differ by at most", `${(spread * 100).toFixed(1)} %`],
  ]);
}

export function memoryTable(uses: readonly MemoryUse[]): string {
  const growth = uses.at(-1)!.variables - uses[0]!.variables;
  return table([
    ["messages published, and as many received", ...uses.map(({ messages }) => grouped(messages)), "growth"],
    ["variables in use", ...uses.map(({ variables }) => grouped(variables)), String(growth)],
  ]);
}

export function luaTable(results: readonly LuaResult[]): string {
  return table([
    ["bytes", "on the wire", ...results.map(({ version }) => `allocated in Lua ${version}`)],
    ...(["publish0", "publish1", "receive0", "receive1"] as const).map((work) => [
      work === "receive1" ? "the same at QoS 1, and PUBACK" : WORKS[work],
      String(WIRE_BYTES[work]),
      ...results.map((result) => grouped(result[work])),
    ]),
    [`growth after ${grouped(MESSAGES)} each way`, "", ...results.map(({ growth }) => grouped(growth))],
  ]);
}

export function v8Table({ perSecond, bytes }: V8Result): string {
  const speed = ({ mote, mqttPacket }: { mote: number; mqttPacket: number }): string[] => [
    `${(mote / 1e6).toFixed(1)} M/s`,
    `${(mqttPacket / 1e6).toFixed(1)} M/s`,
    ratio(mote, mqttPacket),
  ];
  const size = ({ mote, mqttPacket, strings }: V8Result["bytes"]["publish"]): string[] => [
    `${grouped(beyond(mote, strings))} bytes`,
    `${grouped(beyond(mqttPacket, strings))} bytes`,
    "",
  ];
  return table([
    ["", "mote", "mqtt-packet", "ratio"],
    ["PUBLISH to a Buffer", ...speed(perSecond.encode)],
    ["PUBLISH from a Buffer", ...speed(perSecond.decode)],
    ["allocated per message out, beyond its string", ...size(bytes.publish)],
    ["allocated per message in, beyond its strings", ...size(bytes.receive)],
  ]);
}

/** Less than nothing is noise of the heap's own bookkeeping. */
function beyond(bytes: number, strings: number): number {
  return Math.max(0, bytes - strings);
}

export function sizeTable(sizes: readonly { title: string; bytes: number }[]): string {
  return table([
    ["the client alone, as on the chip", "bytes", "beside the smallest"],
    ...sizes.map(({ title, bytes }) => [title, grouped(bytes), ratio(bytes, sizes[0]!.bytes)]),
  ]);
}
