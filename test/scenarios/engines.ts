import assert from "node:assert/strict";
import type { Message } from "../simulator/broker/broker";

export type Engine = "espruino" | "nodemcu";

const ENGINES: readonly Engine[] = ["espruino", "nodemcu"];
const NAMES = { espruino: "Espruino", nodemcu: "NodeMCU" };

let current: Engine = "espruino";
/** What passed the brokers of the test that runs, one list per board that it booted. */
let traffic: (readonly Message[])[] = [];
let apart: string | undefined;

/** The engine that the suite which runs is for. */
export function currentEngine(): Engine {
  return current;
}

/** Notes the messages of a broker, of which more may come. */
export function record(messages: readonly Message[]): void {
  if (!traffic.includes(messages)) traffic.push(messages);
}

/** Says in a test that its traffic is another one on each engine, and why: it is not compared then. */
export function hasOwnTraffic(reason: string): void {
  apart = reason;
}

/**
 * A suite that runs on each engine: the same boards but for `engine`, the same tests, and the same messages at the brokers,
 * which are compared test by test, topic by topic, message by message.
 */
export function describeOnEngines(title: string, suite: (this: Mocha.Suite, engine: Engine) => void): void {
  describe(title, () => {
    const seen = new Map<string, string[][]>();
    for (const engine of ENGINES) {
      describe(`on ${NAMES[engine]}`, () => {
        before(() => void (current = engine));
        beforeEach(() => {
          traffic = [];
          apart = undefined;
        });
        describe("", function () {
          suite.call(this, engine);
        });
        afterEach(function () {
          const test = this.currentTest;
          if (test?.state !== "passed" || apart !== undefined) return;
          const told = traffic.map(byTopic);
          const before = seen.get(test.title);
          if (before === undefined) seen.set(test.title, told);
          else assert.deepEqual(told, before, `${test.title}: the engines' messages differ`);
        });
        after(() => void (current = "espruino"));
      });
    }
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
function byTopic(messages: readonly Message[]): string[] {
  const topics = new Map<string, string[]>();
  for (const { topic, payload, qos, retain } of messages) {
    const list = topics.get(topic) ?? [];
    topics.set(topic, list);
    list.push(`${topic} ${comparable(topic, payload)} qos ${qos}${retain ? " retained" : ""}`);
  }
  return [...topics.keys()].sort().flatMap((topic) => topics.get(topic) ?? []);
}

/** Free memory, seconds of uptime, signal and program are the engine's own; a nonce is random. */
function comparable(topic: string, payload: string): string {
  if (topic.endsWith("/memory/state") || topic.endsWith("/uptime/state")) return "#";
  if (topic.endsWith("/nonce")) return payload.replace(/\..*/, ".#");
  if (topic.endsWith("/diagnostics")) {
    const own = /,"(?:version|freeMemory|signalStrength)":(?:"[^"]*"|[-\d.]+)/g;
    return payload.replace(/"uptime":\d+/, '"uptime":#').replace(own, "");
  }
  return payload;
}
