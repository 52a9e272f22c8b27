import assert from "node:assert/strict";
import type { BoardFile } from "../../../../scripts/lib/board/config";
import { Screen, type Lines } from "../../../../scripts/lib/update/screen";
import { takesUpdates } from "../../../../scripts/lib/update/takes-updates";
import {
  goBack,
  update,
  withdraw,
  type UpdateContext,
  type UpdateOptions,
} from "../../../../scripts/lib/update/update";
import { UserError } from "../../../../scripts/lib/user-error";
import { exampleBoard } from "../board/example-board";
import { KEY } from "./scripted-node";
import { COUNTER, program, VERSION, World } from "./world";

const FIRST = "000000000000";
const SECOND = "000000000001";
const IMAGE = program(2_000);

const board = exampleBoard({
  name: "room",
  updates: true,
  commands: { signingKey: KEY },
  topics: { base: "home/{mac}" },
} as Partial<BoardFile>);

const options: UpdateOptions = {
  isAll: true,
  program: { image: IMAGE, version: VERSION },
  counter: COUNTER,
  canary: 0,
  bytesPerSecond: 1_000_000,
  isAgain: false,
  text: "",
  standing: undefined,
  isDryRun: false,
};

/** An update as a person gives the command, with what is printed. */
class Desk {
  readonly world: World;
  readonly lines: string[] = [];
  readonly client;
  joined = 0;
  stop: () => void = () => {};
  readonly context: UpdateContext;

  constructor(count: number, changed: Partial<Lines> = {}) {
    this.world = new World(count);
    this.client = this.world.client();
    this.context = {
      board,
      client: this.client,
      join: () => {
        this.joined++;
        return Promise.resolve(this.world.client());
      },
      stopped: new Promise((resolve) => (this.stop = resolve)),
      time: this.world.clock,
      screen: new Screen({
        isTerminal: false,
        print: (line) => this.lines.push(line),
        overwrite: () => assert.fail("a pipe gets whole lines"),
        width: () => 80,
        nowMs: () => this.world.time.nowMs,
        ...changed,
      }),
      command: (more) => `npx mote update ${more.join(" ")}`,
      waitMs: 1,
    };
  }

  /** Lets the nodes live until something is done. */
  async meanwhile<T>(done: Promise<T>, everySecond: () => unknown = () => undefined): Promise<T> {
    let isSettled = false;
    const settled = done.finally(() => (isSettled = true));
    settled.catch(() => undefined);
    while (!isSettled) {
      await this.world.pass(1_000);
      await new Promise((resolve) => setTimeout(resolve, 0));
      everySecond();
    }
    return settled;
  }

  update(changed: Partial<UpdateOptions> = {}): Promise<boolean> {
    return update(this.context, { ...options, ...changed });
  }
}

describe("npm run update", function () {
  this.timeout(30_000);

  it("tells what it brings, what each node does, and what came of all", async () => {
    const desk = new Desk(2);
    assert.equal(await desk.meanwhile(desk.update()), true);
    assert.equal(desk.lines[0], `program  ${VERSION}, 2000 bytes`);
    assert.ok(desk.lines.includes(`${FIRST}  runs the new program, which stood its trial`));
    assert.ok(desk.lines.some((line) => /^\[#{24}\] 100 % {2}4000 of 4000 bytes {2}2 on trial$/.test(line)));
    assert.equal(desk.lines.at(-1), "2 of 2 nodes run the new program");
    assert.ok(desk.world.nodes.every((node) => node.running === VERSION));
  });

  it("leaves out who is offline and says so, and ends with no where one does not run it", async () => {
    const desk = new Desk(3);
    desk.world.nodes[1].cut();
    desk.world.nodes[2].fate = "comes back";
    await desk.world.pass(100);
    assert.equal(await desk.meanwhile(desk.update()), false);
    assert.ok(desk.lines.some((line) => line.startsWith(`${SECOND}  is offline, and left out (--offer`)));
    assert.equal(desk.lines.at(-1), "1 of 2 nodes run the new program");
  });

  it("tells how many were spared", async () => {
    const desk = new Desk(5);
    desk.world.nodes[0].fate = "comes back";
    assert.equal(await desk.meanwhile(desk.update({ canary: 1 })), false);
    assert.deepEqual(desk.lines.slice(-2), [
      "0 of 5 nodes run the new program",
      "4 were spared, and run what they ran: a node came back",
    ]);
  });

  it("only says who would get what, with --dry-run", async () => {
    const desk = new Desk(2);
    await desk.world.pass(100);
    assert.equal(await desk.update({ isDryRun: true, canary: 1 }), true);
    assert.deepEqual(desk.lines.slice(1), [
      `${FIRST}  runs 0.1.0+00000000, and would get ${VERSION}, first`,
      `${SECOND}  runs 0.1.0+00000000, and would get ${VERSION}, once the first ones stood their trial`,
    ]);
    assert.equal(desk.world.sent.length, 0);
  });

  it("says of a node that runs the program already that it does, with --dry-run and without", async () => {
    const desk = new Desk(1);
    const [node] = desk.world.nodes;
    node.cut();
    node.running = VERSION;
    node.boot();
    node.hear = () => desk.world.publish(`${node.base}/update/want`, `confirmed ${IMAGE.id}`);
    await desk.world.pass(100);
    await desk.update({ isDryRun: true });
    assert.equal(desk.lines.at(-1), `${FIRST}  runs ${VERSION} already`);
    assert.equal(await desk.meanwhile(desk.update()), true);
    assert.ok(desk.lines.includes(`${FIRST}  runs this program already`));
  });

  it("asks which one, where there are several, and takes the one it is told", async () => {
    const desk = new Desk(2);
    await desk.world.pass(100);
    await assert.rejects(
      desk.update({ isAll: false }),
      (error) =>
        error instanceof UserError && /say which one with --mac, or --all for each: 0{12}, 0{11}1$/.test(error.message),
    );
    assert.equal(await desk.meanwhile(desk.update({ isAll: false, mac: "00:00:00:00:00:01" })), true);
    assert.deepEqual(
      desk.world.nodes.map((node) => node.running === VERSION),
      [false, true],
    );
  });

  it("finds the one that is named, where the broker keeps nothing for wildcards, and waits for its nonce", async () => {
    const desk = new Desk(2);
    await desk.world.pass(1_000);
    desk.world.keepsForWildcards = false;
    let seconds = 0;
    const done = desk.update({ isAll: false, mac: SECOND });
    assert.ok(
      await desk.meanwhile(done, () => ++seconds === 110 && desk.world.nodes[1].renew()),
      desk.lines.join("\n"),
    );
    assert.equal(desk.world.nodes[1].running, VERSION);
    assert.notEqual(desk.world.nodes[0].running, VERSION);
  });

  it("says so where nobody is online, and which ones the broker knows", async () => {
    const desk = new Desk(1);
    desk.world.nodes[0].cut();
    await desk.world.pass(100);
    await assert.rejects(
      desk.update(),
      /no node of room is online, and the broker knows 0{12}, all offline: .*--offer/,
    );
  });

  it("says of a board of one node that the broker does not know it", async () => {
    const desk = new Desk(0);
    const single = exampleBoard({ name: "room", updates: true, commands: { signingKey: KEY } });
    await assert.rejects(
      update({ ...desk.context, board: single }, options),
      /no node of room is online, and the broker knows none/,
    );
  });

  it("goes on over another connection when the first one is gone", async () => {
    const desk = new Desk(1);
    let isCut = false;
    const done = desk.meanwhile(desk.update(), () => {
      if (isCut || desk.world.nodes[0].written.length === 0) return;
      isCut = true;
      void desk.client.endAsync();
    });
    // Written so slowly that it is not through by then.
    desk.world.nodes[0].writeMs = 400;
    assert.equal(await done, true);
    assert.ok(isCut);
    assert.equal(desk.joined, 1);
    assert.ok(
      desk.lines.some((line) => /^the connection to the broker is gone \(.*\); it is made again by itself$/.test(line)),
    );
    assert.ok(desk.lines.includes("the broker is there again"));
  });

  it("leaves an offer where that is asked for, until it is stopped, and takes it away again", async () => {
    const desk = new Desk(2);
    desk.world.nodes[1].cut();
    await desk.world.pass(100);
    const done = desk.meanwhile(desk.update({ standing: "now" }), () => {
      if (desk.lines.some((line) => line.includes("stood its trial"))) desk.stop();
    });
    assert.equal(await done, false);
    assert.ok(
      desk.lines.some((line) => line.includes("The offer stays on the broker; its parts are served from here")),
    );
    assert.equal(
      desk.lines.at(-1),
      "the offer stays on the broker for 1: npx mote update --offer serves it again, npx mote update --withdraw takes it away",
    );
    const retained = (): string[] => [...desk.world.allRetained.keys()].filter((topic) => topic.endsWith("/update"));
    assert.deepEqual(retained(), [`home/${SECOND}/update`]);
    const other = { ...desk.context, client: desk.world.client() };
    await withdraw(other, { isAll: true });
    assert.deepEqual(retained(), []);
  });

  it("has nodes return to the program before", async () => {
    const desk = new Desk(1);
    Object.assign(desk.world.nodes[0], { running: "new", before: "old", counter: COUNTER, floor: COUNTER });
    await desk.world.pass(100);
    assert.equal(await desk.meanwhile(goBack(desk.context, { isAll: false }, false)), true);
    assert.equal(desk.world.nodes[0].running, "old");
    assert.deepEqual(desk.lines, [`${FIRST}  runs the program that it had before`]);
  });

  it("refuses a board that takes none, with the way there", async () => {
    const desk = new Desk(1);
    for (const [changed, said] of [
      [{ updates: false }, /with "updates": true in its file; then .*over the cable/],
      [{ updates: false, commands: undefined }, /with "updates": true and "commands": .*\n.*crypto\.randomBytes/],
    ] as const) {
      const context = { ...desk.context, board: { ...board, ...changed } };
      await assert.rejects(update(context, options), (error) => error instanceof UserError && said.test(error.message));
    }
    assert.match(takesUpdates(board), /^over the air, with npx mote update --board room$/);
    assert.match(takesUpdates({ ...board, updates: false }), /^over the cable only; over the air with "updates": true/);
  });

  it("refuses nodes that share a topic of their updates", async () => {
    const desk = new Desk(1);
    const shared = { ...board, topics: { ...board.topics, want: "home/want" } };
    await assert.rejects(
      update({ ...desk.context, board: shared }, options),
      /share their topic for want: write {mac} into it/,
    );
  });
});

describe("the lines of an update", () => {
  it("stay in a terminal above the one that tells how far it is", () => {
    const written: string[] = [];
    const screen = new Screen({
      isTerminal: true,
      print: (line) => written.push(`${line}\n`),
      overwrite: (line, isLast) => written.push(`\r${line}${isLast ? "\n" : ""}`),
      width: () => 12,
      nowMs: () => 0,
    });
    screen.say("first");
    screen.progress("far far far away");
    screen.say("second");
    screen.progress("near");
    screen.end();
    assert.deepEqual(written, [
      "first\n",
      "\rfar far far",
      "\rsecond     \n",
      "\rfar far far",
      "\rnear       ",
      "\rnear\n",
    ]);
  });

  it("are told in a pipe now and then, and only when something is new", () => {
    const written: string[] = [];
    let nowMs = 0;
    const screen = new Screen({
      isTerminal: false,
      print: (line) => written.push(line),
      overwrite: () => assert.fail(),
      width: () => 80,
      nowMs: () => nowMs,
    });
    for (nowMs = 0; nowMs < 60_000; nowMs += 500) screen.progress(nowMs < 25_000 ? `${nowMs}` : "the same");
    screen.end();
    assert.deepEqual(written, ["10000", "20000", "the same"]);
  });
});
