import type { Platform } from "../../scripts/lib/platforms/engine-files";
import type { Message } from "../simulator/broker/broker";
import { inFullOr } from "../thorough";
import { assertAlike, byTopic, type Deviations } from "./alike";

/** Engines as scenarios tell them apart. Espruino does the same on each of its chips. */
export type Engine = "espruino" | "nodemcu" | "esp8266";

/** An engine on a chip: on an ESP32, but where the name is another chip's. */
export type Runner = Engine | "esp32c3" | "esp32s3";

export const PLATFORMS: Readonly<Record<Runner, Platform>> = {
  espruino: { engine: "espruino", chip: "esp32" },
  esp32c3: { engine: "espruino", chip: "esp32c3" },
  esp32s3: { engine: "espruino", chip: "esp32s3" },
  nodemcu: { engine: "nodemcu", chip: "esp32" },
  esp8266: { engine: "nodemcu", chip: "esp8266" },
};
const RUNNERS = Object.keys(PLATFORMS) as Runner[];
const NAMES: Readonly<Record<Runner, string>> = {
  espruino: "Espruino",
  esp32c3: "Espruino on the ESP32-C3",
  esp32s3: "Espruino on the ESP32-S3",
  nodemcu: "NodeMCU",
  esp8266: "NodeMCU on the ESP8266",
};

/** The long suite has all; the short one each interpreter once, on the chip whose programs are built faster. */
const HAD: readonly Runner[] = inFullOr(RUNNERS, ["espruino", "nodemcu"]);

let current: Runner = "espruino";
let isShared = false;
/** What passed each broker of the test that runs; the lists grow. */
let recordings: (readonly Message[])[] = [];
let deviations = noDeviations("espruino");
let ownTraffic: string | undefined;

/** The engine that the suite which runs is for. */
export function currentEngine(): Engine {
  return engineOf(current);
}

/** The same, with its chip. */
export function currentRunner(): Runner {
  return current;
}

function engineOf(runner: Runner): Engine {
  return runner === "esp32c3" || runner === "esp32s3" ? "espruino" : runner;
}

/** Whether the suite runs on each engine, so that its boards have only what every engine can do. */
export function isOnEveryEngine(): boolean {
  return isShared;
}

/** Notes the messages of a broker, of which more may come. */
export function record(messages: readonly Message[]): void {
  if (!recordings.includes(messages)) recordings.push(messages);
}

/** Notes that a topic is not to be expected of this engine's board. */
export function recordMissing(topic: string): void {
  deviations.missing.push(topic);
}

/** Notes how far the numbers on a topic may be off the other engines'. */
export function recordTolerance(topic: string, tolerance: number): void {
  deviations.tolerances.set(topic, tolerance);
}

/** Says in a test that its messages differ by engine, and why: they are not compared then. */
export function hasOwnTraffic(reason: string): void {
  ownTraffic = reason;
}

/** On the ESP8266 two messages: what a timer sends waits for another timer, which comes every 250 ms. */
function noDeviations(engine: Runner): Deviations {
  return { missing: [], tolerances: new Map(), mostMissing: engine === "esp8266" ? 2 : 1 };
}

/** What a test sent on each of its brokers. */
interface Recorded {
  brokers: Map<string, string[]>[];
  deviations: Deviations;
}

type Suite = (this: Mocha.Suite, engine: Engine) => void;
type LeftOut = Partial<Record<Runner, string>>;

/**
 * A suite that runs on each engine: the same boards but for `engine`, `chip` and the pins, the same tests, and the same messages
 * at the brokers, which are compared in the end, test by test, topic by topic, message by message.
 * @param leftOut Engines that cannot run it, and why.
 */
export function describeOnEngines(title: string, suite: Suite, leftOut: LeftOut = {}): void {
  describe(title, () => {
    const seen = new Map<string, Partial<Record<Runner, Recorded>>>();
    for (const engine of RUNNERS) {
      const reason = leftOut[engine] ?? leftOut[engineOf(engine)];
      if (reason !== undefined) {
        it(`on ${NAMES[engine]} (left out: ${reason})`);
        continue;
      }
      // Where NodeMCU cannot run it on an ESP32, it does so on the other chip.
      if (!HAD.includes(engine) && (engine !== "esp8266" || leftOut.nodemcu === undefined)) {
        it(`on ${NAMES[engine]} (left out: in the long suite)`);
        continue;
      }
      describe(`on ${NAMES[engine]}`, () => {
        before(() => {
          current = engine;
          isShared = true;
        });
        beforeEach(() => {
          recordings = [];
          deviations = noDeviations(engine);
          ownTraffic = undefined;
        });
        describe("", function () {
          suite.call(this, engineOf(engine));
        });
        afterEach(function () {
          const test = this.currentTest;
          if (test?.state !== "passed" || ownTraffic !== undefined) return;
          const recorded = { brokers: recordings.map(byTopic), deviations };
          seen.set(test.title, { ...seen.get(test.title), [engine]: recorded });
        });
        after(() => {
          current = "espruino";
          isShared = false;
        });
      });
    }
    describe("on all of them", () => {
      it("the messages are the same", function () {
        let compared = 0;
        for (const [test, { espruino, ...others }] of seen) {
          if (espruino === undefined) continue;
          for (const other of Object.values(others)) {
            compared++;
            espruino.brokers.forEach((topics, i) =>
              assertAlike(topics, other.brokers[i] ?? new Map(), other.deviations, test),
            );
          }
        }
        if (compared === 0) this.skip();
      });
    });
  });
}

const NO_VOLTAGE = "Espruino measures no voltage on it";

/** The same for suites whose boards measure voltages, which Espruino does not on the ESP32-S3. */
export const describeWithVoltages: typeof describeOnEngines = (title, suite, leftOut = {}) =>
  describeOnEngines(title, suite, { esp32s3: NO_VOLTAGE, ...leftOut });

/** Whether the suite that runs is for an engine, or for it on that chip. */
function isFor(runner: Runner): boolean {
  return runner === current || runner === engineOf(current);
}

/** A test's body that only one engine can run; the others leave it out, by name and with the reason. */
export function only(engine: Runner, reason: string, run: Mocha.AsyncFunc): Mocha.AsyncFunc {
  return async function () {
    if (!isFor(engine)) {
      if (this.test !== undefined) this.test.title += ` (left out on ${NAMES[current]}: ${reason})`;
      this.skip();
    }
    await run.call(this);
  };
}

/** A test's body that one engine cannot run; it leaves it out, by name and with the reason. */
export function except(engine: Runner, reason: string, run: Mocha.AsyncFunc): Mocha.AsyncFunc {
  return async function () {
    if (isFor(engine)) {
      if (this.test !== undefined) this.test.title += ` (left out on ${NAMES[current]}: ${reason})`;
      this.skip();
    }
    await run.call(this);
  };
}

/** A test's body in which an engine's chips do the same: the classic ESP32 runs it for all of them. */
export function onOneChip(run: Mocha.AsyncFunc): Mocha.AsyncFunc {
  return async function () {
    if (current !== engineOf(current)) {
      if (this.test !== undefined) this.test.title += ` (left out on ${NAMES[current]}: the same on each chip)`;
      this.skip();
    }
    await run.call(this);
  };
}

/** A test's body that goes by the readings of a voltage, which Espruino does not measure on the ESP32-S3. */
export function withVoltages(run: Mocha.AsyncFunc): Mocha.AsyncFunc {
  return except("esp32s3", NO_VOLTAGE, run);
}
