import assert from "node:assert/strict";
import type { Message } from "../simulator/broker/broker";

export type Engine = "espruino" | "nodemcu";

export const ENGINES: readonly Engine[] = ["espruino", "nodemcu"];
const NAMES = { espruino: "Espruino", nodemcu: "NodeMCU" };

let current: Engine = "espruino";
let isShared = false;
/** What passed each broker of the test that runs; the lists grow. */
let recordings: (readonly Message[])[] = [];
let ownTraffic: string | undefined;

/** The engine that the suite which runs is for. */
export function currentEngine(): Engine {
  return current;
}

/** Whether the suite runs on each engine, so that its boards have only what every engine can do. */
export function isOnEveryEngine(): boolean {
  return isShared;
}

/** Notes the messages of a broker, of which more may come. */
export function record(messages: readonly Message[]): void {
  if (!recordings.includes(messages)) recordings.push(messages);
}

/** Says in a test that its messages differ by engine, and why: they are not compared then. */
export function hasOwnTraffic(reason: string): void {
  ownTraffic = reason;
}

/**
 * A suite that runs on each engine: the same boards but for `engine`, the same tests, and the same messages at the brokers,
 * which are compared in the end, test by test, topic by topic, message by message.
 */
export function describeOnEngines(title: string, suite: (this: Mocha.Suite, engine: Engine) => void): void {
  describe(title, () => {
    const seen = new Map<string, Partial<Record<Engine, Map<string, string[]>[]>>>();
    for (const engine of ENGINES) {
      describe(`on ${NAMES[engine]}`, () => {
        before(() => {
          current = engine;
          isShared = true;
        });
        beforeEach(() => {
          recordings = [];
          ownTraffic = undefined;
        });
        describe("", function () {
          suite.call(this, engine);
        });
        afterEach(function () {
          const test = this.currentTest;
          if (test?.state !== "passed" || ownTraffic !== undefined) return;
          seen.set(test.title, { ...seen.get(test.title), [engine]: recordings.map(byTopic) });
        });
        after(() => {
          current = "espruino";
          isShared = false;
        });
      });
    }
    describe("on both", () => {
      it("the messages are the same", function () {
        const compared = [...seen].filter(([, on]) => ENGINES.every((engine) => on[engine] !== undefined));
        if (compared.length === 0) this.skip();
        for (const [test, { espruino = [], nodemcu = [] }] of compared) {
          espruino.forEach((topics, i) => assertAlike(topics, nodemcu[i] ?? new Map(), test));
        }
      });
    });
  });
}

/** A test's body that only one engine can run; the others leave it out, by name and with the reason. */
export function only(engine: Engine, reason: string, run: (this: Mocha.Context) => Promise<void>): Mocha.AsyncFunc {
  return async function () {
    if (current !== engine) {
      if (this.test !== undefined) this.test.title += ` (left out on ${NAMES[current]}: ${reason})`;
      this.skip();
    }
    await run.call(this);
  };
}

/** Each topic with its messages in their order; what the engine alone decides is left out. */
function byTopic(messages: readonly Message[]): Map<string, string[]> {
  const topics = new Map<string, string[]>();
  for (const { topic, payload, qos, retain } of messages) {
    // The test's own commands: signed ones carry the engine's nonce.
    if (topic.endsWith("/set")) continue;
    const list = topics.get(topic) ?? [];
    topics.set(topic, list);
    list.push(`${comparable(topic, payload)} qos ${qos}${retain ? " retained" : ""}`);
  }
  return topics;
}

/**
 * The same topics, and on each the same messages. One message may be missing of a topic: in what gap a reading fell, or whether
 * it came before the end of the test, depends on the millisecond.
 */
function assertAlike(expected: Map<string, string[]>, actual: Map<string, string[]>, test: string): void {
  assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort(), test);
  for (const [topic, messages] of expected) {
    const told = actual.get(topic) ?? [];
    const [longer, shorter] = told.length > messages.length ? [told, messages] : [messages, told];
    const at = longer.findIndex((message, i) => message !== shorter[i]);
    const isOneMore = longer.length === shorter.length + 1 && shorter.length > 0;
    const rest = isOneMore ? longer.filter((_, i) => i !== at) : longer;
    if (rest.join("\n") !== shorter.join("\n")) assert.deepEqual(told, messages, `${test}: ${topic}`);
  }
}

/**
 * The engine's name, free memory, seconds of uptime and of the time of day, random nonces and the program's own version are the engine's affair. How many readings fell
 * into a gap depends on the millisecond in which the node was back.
 */
function comparable(topic: string, payload: string): string {
  if (/\/(memory|uptime)\//.test(topic)) return "#";
  if (topic.endsWith("/config")) return payload.replace(/ \((Espruino|NodeMCU)\)"/, ' (#)"');
  if (topic.endsWith("/nonce")) return payload.replace(/\..*/, ".#");
  if (!topic.endsWith("/diagnostics")) return payload;
  return payload
    .replace(/"uptime":\d+/, '"uptime":#')
    .replace(/"time":\d+/, '"time":#')
    .replace(/"dropped":[1-9]\d*/, '"dropped":#')
    .replace(/,"version":"[^"]*"/, "")
    .replace(/,"freeMemory":\d+/, "")
    .replace(/,"signalStrength":-?\d+/, "");
}
