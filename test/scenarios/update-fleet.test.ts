import assert from "node:assert/strict";
import { loadBoard } from "../../scripts/lib/board/load";
import { parseMac, withMac } from "../../scripts/lib/board/placeholders";
import { imageOf } from "../../scripts/lib/update/sign-update";
import { UpdateRun } from "../../scripts/lib/update/update-run";
import { MemoryBroker } from "../simulator/broker/memory";
import { VirtualTime } from "../simulator/virtual-time";
import { inFullOr } from "../thorough";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";
import { KEY, MINUTE, NEW_VERSION, nextOf, stateOf } from "./update-node";

const NODES = inFullOr(1_000, 10);
/** How far the boards' clocks are apart: of those that take a program, and of those at rest. */
const STEP_MS = 100;
const REST_STEP_MS = 1_000;
const PATH = boardFile("room", {
  topics: { base: "home/{mac}" },
  // Readable, so that a test can change it.
  tokens: false,
  updates: true,
  commands: { signingKey: KEY },
  sensors: [{ id: "contact", type: "digital", pin: "D27", periodSeconds: 10 }],
  actuators: [{ id: "lock", type: "switch", pin: "D26" }],
});

/** Simulated boards of one program on one broker, and who updates them, all by one clock. */
class Fleet {
  readonly nodes: SimulatedNode[] = [];
  readonly time = new VirtualTime();
  readonly told: string[] = [];
  readonly #broker = new MemoryBroker();
  #run: UpdateRun | undefined;
  /** What is to be published: one after the other, since each waits until nothing else is going on. */
  readonly #unsent: (() => Promise<void>)[] = [];

  async boot(): Promise<void> {
    for (let index = 0; index < NODES; index++) {
      const serial = `24a160aa-${index.toString(16).padStart(4, "0")}`;
      this.nodes.push(await SimulatedNode.boot(PATH, { broker: this.#broker, serial }));
    }
  }

  /** Begins to bring a program to all of them. */
  update(program: string, canary: number): UpdateRun {
    const { board } = loadBoard(PATH, { environment: {} });
    const { name, engine, chip } = board;
    const image = imageOf(Buffer.from(program, "latin1"));
    const run = new UpdateRun({
      nodes: this.nodes.map(({ base }) => {
        const mac = base.slice("home/".length);
        return { label: mac.slice(-4), topics: withMac(board, parseMac(mac)).topics };
      }),
      key: KEY,
      offer: { name, engine, chip, image, version: NEW_VERSION, when: "now", isAgain: false, text: "" },
      counter: 1_764_583_200,
      canary,
      bytesPerSecond: 100_000,
      isStanding: false,
      isOpenEnded: false,
      time: {
        nowMs: () => this.time.nowMs,
        after: (ms, happen) => {
          const event = this.time.after(ms, happen);
          return () => event.cancel();
        },
      },
      publish: (topic, payload, options) =>
        new Promise<void>((resolve) => {
          this.#unsent.push(async () => {
            await this.#broker.publish(topic, payload, options);
            resolve();
          });
        }),
      tell: ({ label }, text) => this.told.push(`${label} ${text}`),
    });
    const retained = new Map(
      this.#broker.messages.filter((each) => each.retain).map((each) => [each.topic, each.payload]),
    );
    for (const [topic, payload] of retained) run.receive(topic, Buffer.from(payload), true);
    this.#broker.onMessage(({ topic, payload, retain }) => run.receive(topic, Buffer.from(payload), retain));
    run.start();
    this.#run = run;
    return run;
  }

  /** Lets all of them live until something is so. @returns whether it is */
  async until(isSo: () => boolean, limitMs: number): Promise<boolean> {
    const endMs = this.time.nowMs + limitMs;
    while (!isSo() && this.time.nowMs < endMs) {
      await this.#serve(this.time.nowMs + STEP_MS);
      for (const [index, { board }] of this.nodes.entries()) {
        const isUnderWay = this.#run?.nodes[index].isUnderWay === true;
        const behindMs = this.time.nowMs - board.nowMs;
        if (behindMs >= (isUnderWay ? STEP_MS : REST_STEP_MS)) await board.run(behindMs);
      }
    }
    return isSo();
  }

  /** Who updates them goes on, up to a moment: as many parts leave as its rate allows, and not one in each step of the boards. */
  async #serve(endMs: number): Promise<void> {
    do {
      this.time.advance(Math.min(endMs, this.time.nextEventUs / 1_000) - this.time.nowMs);
      for (let send = this.#unsent.shift(); send !== undefined; send = this.#unsent.shift()) {
        await send();
        // What waits for that comes next.
        await new Promise(setImmediate);
      }
    } while (this.time.nowMs < endMs);
  }

  async close(): Promise<void> {
    for (const node of this.nodes) await node.close();
  }
}

describe("an update of several boards of one program", function () {
  this.timeout(inFullOr(1_800_000, 600_000));
  let fleet: Fleet;

  beforeEach(async () => {
    fleet = new Fleet();
    await fleet.boot();
    const isOnline = (node: SimulatedNode): boolean => node.payloads("update/state").length > 0;
    assert.ok(await fleet.until(() => fleet.nodes.every(isOnline), MINUTE));
  });
  afterEach(() => fleet.close());

  const versions = (): unknown[] => fleet.nodes.map((node) => stateOf(node)["installed_version"]);

  it("brings it to one of them first, and to the others when that stood its trial", async () => {
    const run = fleet.update(nextOf(fleet.nodes[0]), 1);
    assert.ok(await fleet.until(() => run.nodes[0].phase === "trial", 5 * MINUTE), fleet.told.join("\n"));
    assert.ok(run.nodes.slice(1).every(({ phase }) => phase === "waiting"));
    const isDone = (): boolean => run.nodes.every(({ phase }) => phase === "confirmed");
    assert.ok(await fleet.until(isDone, 60 * MINUTE), fleet.told.join("\n"));
    assert.deepEqual(new Set(versions()), new Set([NEW_VERSION]));
    assert.deepEqual(
      fleet.nodes.flatMap((node) => node.unexpectedErrors),
      [],
    );
  });

  it("spares all others when the first one comes back", async () => {
    const [first, ...others] = fleet.nodes;
    const files = others.map((node) => [...node.board.storage.files.keys()].sort());
    const run = fleet.update("throw new Error('no')".padEnd(600), 1);
    assert.ok(await fleet.until(() => run.stopped === "came back", 10 * MINUTE), fleet.told.join("\n"));
    assert.ok(await fleet.until(() => stateOf(first)["in_progress"] === false, MINUTE));
    assert.ok(versions().every((version) => version !== NEW_VERSION));
    assert.deepEqual(
      others.map((node) => [...node.board.storage.files.keys()].sort()),
      files,
    );
    assert.match(fleet.told.at(-1) ?? "", /^0000 came back to its old program \(failed\)/);
  });
});
