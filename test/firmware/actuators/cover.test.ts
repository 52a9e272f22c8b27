import assert from "node:assert/strict";
import { cover, type Cover } from "../../../firmware/actuators/cover";
import { createInterlock } from "../../../firmware/actuators/interlock";
import { createRelay } from "../../../firmware/actuators/relay";
import { Random, seed } from "../../random";
import { RelayDesk } from "./relay-desk";

const UP = 26;
const DOWN = 27;

/** A blind that really moves, 20 s up and 10 s down, as long as a relay is on, and stops at its ends. */
class BlindDesk extends RelayDesk {
  /** Where it is, 0 … 100. */
  real: number;
  readonly blind: Cover;
  readonly told: string[] = [];
  /** What is kept of it in flash memory. */
  stored: string;
  #sinceMs = 0;

  constructor(stored: string, real: number) {
    super();
    this.real = real;
    this.stored = stored;
    const motor = createInterlock(this.alarms, 500);
    const watched = {
      write: (pin: number, high: boolean) => {
        this.settle();
        this.pins.write(pin, high);
      },
    };
    const [opener, closer] = [UP, DOWN].map((pin) =>
      createRelay(
        watched,
        this.alarms,
        { pin, activeLow: false, initialValue: false, maxOnMs: 40_000, minimumOffMs: 0 },
        motor,
      ),
    );
    const options = { openMs: 20_000, closeMs: 10_000, overrunMs: 2_000 };
    this.blind = cover(this.alarms, opener, closer, {
      ...options,
      stored,
      beforeMoving: () => (this.stored = this.kept),
    });
    this.blind.watch?.(() => this.told.push(this.blind.state()));
    this.run(600);
  }

  get kept(): string {
    return this.blind.kept?.() ?? "";
  }

  /** Moves it for the time since the last look. */
  settle(): void {
    const ms = this.nowMs - this.#sinceMs;
    this.#sinceMs = this.nowMs;
    assert.ok(!(this.levels.get(UP) === true && this.levels.get(DOWN) === true), "both relays on");
    if (this.levels.get(UP) === true) this.real = Math.min(100, this.real + ms / 200);
    if (this.levels.get(DOWN) === true) this.real = Math.max(0, this.real - ms / 100);
  }

  /** After a command and some time: what it says, and where it really is. */
  after(command: string, ms: number): [string, string, number] {
    assert.equal(this.blind.command(command), true, command);
    this.run(ms);
    this.settle();
    return [this.blind.state(), this.blind.position(), Math.round(this.real)];
  }

  get isMoving(): boolean {
    return this.levels.get(UP) === true || this.levels.get(DOWN) === true;
  }
}

describe("a cover", () => {
  it("opens and closes, and says how far it is on its way", () => {
    const desk = new BlindDesk("0", 0);
    assert.equal(desk.blind.state(), "closed");
    assert.deepEqual(desk.after("OPEN", 5_000), ["opening", "25", 25]);
    assert.deepEqual(desk.after("OPEN", 15_000), ["opening", "100", 100]);
    desk.run(2_100);
    assert.deepEqual([desk.blind.state(), desk.isMoving], ["open", false]);
    desk.run(500);
    assert.deepEqual(desk.after("CLOSE", 5_000), ["closing", "50", 50]);
    assert.deepEqual(desk.after("STOP", 60_000), ["stopped", "50", 50]);
    assert.deepEqual(desk.after("CLOSE", 8_000), ["closed", "0", 0]);
    assert.deepEqual(desk.told, ["open", "closed"], "what a command does at once is told by whoever gave it");
  });

  it("goes to a position and stops there, from either side, and where it is near enough it stays", () => {
    const desk = new BlindDesk("0", 0);
    assert.deepEqual(desk.after("40", 30_000), ["stopped", "40", 40]);
    assert.deepEqual(desk.after("75", 30_000), ["stopped", "75", 75]);
    assert.deepEqual(desk.after("10", 30_000), ["stopped", "10", 10]);
    const changes = desk.changes.length;
    assert.deepEqual(desk.after("10", 30_000), ["stopped", "10", 10]);
    assert.equal(desk.changes.length, changes);
  });

  it("a new goal on the way the same way goes on, the other way turns round after the wait", () => {
    const desk = new BlindDesk("0", 0);
    desk.after("OPEN", 4_000);
    const changes = desk.changes.length;
    assert.deepEqual(desk.after("60", 30_000), ["stopped", "60", 60]);
    assert.equal(desk.changes.length, changes + 1, "its relay went off once");
    desk.after("OPEN", 4_000);
    assert.deepEqual(desk.after("CLOSE", 400), ["closing", "80", 80]);
    assert.ok(!desk.isMoving, "it waits before it turns round");
    desk.run(2_100);
    desk.settle();
    assert.equal(desk.blind.position(), "60");
    assert.equal(Math.round(desk.real), 60);
  });

  it("at an end, the same end asked for again takes the overrun only, for a cover that was moved by hand", () => {
    const desk = new BlindDesk("100", 95);
    assert.deepEqual(desk.after("OPEN", 1_900), ["opening", "100", 100]);
    desk.run(200);
    assert.ok(!desk.isMoving);
  });

  it("where nobody knows its position it goes to the nearer end first, then where it is to be", () => {
    for (const [wanted, firstMove, real] of [
      ["30", "closing", 73],
      ["70", "opening", 20],
    ] as const) {
      const desk = new BlindDesk("?", real);
      assert.deepEqual([desk.blind.state(), desk.blind.position()], ["None", ""]);
      const [state, position] = desk.after(wanted, 1_000);
      assert.deepEqual([state, position], [firstMove, ""]);
      desk.run(60_000);
      desk.settle();
      assert.deepEqual(
        [desk.blind.state(), desk.blind.position(), Math.round(desk.real)],
        ["stopped", wanted, Number(wanted)],
      );
    }
    const desk = new BlindDesk("?", 50);
    desk.after("OPEN", 1_000);
    assert.deepEqual(desk.after("STOP", 1_000).slice(0, 2), ["None", ""], "stopped on the way, it is unknown still");
    assert.deepEqual(desk.after("CLOSE", 13_000), ["closed", "0", 0]);
  });

  it("says that it does not know before it moves, and what it knows after", () => {
    const desk = new BlindDesk("0", 0);
    desk.after("OPEN", 1);
    assert.equal(desk.stored, "?");
    assert.equal(desk.kept, "?");
    desk.run(30_000);
    assert.equal(desk.kept, "100");
  });

  it("an engine that was blocked on its way is reckoned with", () => {
    const desk = new BlindDesk("0", 0);
    desk.after("50", 9_000);
    // Time that passes without any callback.
    desk.time.moveTo(desk.time.nowUs + 5_000_000);
    desk.run(1_000);
    desk.settle();
    assert.deepEqual([desk.blind.state(), desk.blind.position(), Math.round(desk.real)], ["stopped", "70", 70]);
  });

  it("goes to the whole position nearest to one that is none", () => {
    const desk = new BlindDesk("0", 0);
    assert.deepEqual(desk.after("50.5", 60_000).slice(0, 2), ["stopped", "51"]);
    assert.deepEqual(desk.after("20.4", 60_000).slice(0, 2), ["stopped", "20"]);
  });

  it("refuses what is no command and moves nothing", () => {
    const desk = new BlindDesk("0", 0);
    const changes = desk.changes.length;
    for (const payload of ["", "ON", "open", "101", "-1", "100.4", "TOGGLE"])
      assert.equal(desk.blind.command(payload), false);
    assert.equal(desk.changes.length, changes);
  });

  it("what was kept counts only where it is a position", () => {
    for (const stored of ["", "?", "101", "open"]) assert.equal(new BlindDesk(stored, 5).blind.position(), "", stored);
  });

  it("whatever is commanded when, it is where it says, and never both relays are on", () => {
    const random = new Random(seed());
    for (let run = 0; run < 60; run++) {
      const desk = new BlindDesk("0", 0);
      for (let i = 0; i < 40; i++) {
        const command = random.pick(["OPEN", "CLOSE", "STOP", `${random.below(101)}`]);
        desk.blind.command(command);
        desk.run(random.below(random.pick([300, 9_000])));
        desk.settle();
        const position = Number(desk.blind.position());
        assert.ok(Math.abs(position - desk.real) <= 1.1, `says ${position}, is at ${desk.real} after ${command}`);
      }
    }
  });

  it("cut off anywhere, it comes to rest, and knows where it is or that it does not", () => {
    const random = new Random(seed());
    let unknown = 0;
    for (let run = 0; run < 200; run++) {
      const desk = new BlindDesk("0", 0);
      for (let i = 0; i < 20; i++) {
        if (random.below(2) === 0) desk.interruptIn = 1 + random.below(8);
        desk.attempt(() => desk.blind.command(random.pick(["OPEN", "CLOSE", "STOP", `${random.below(101)}`])));
        desk.run(random.below(9_000));
      }
      desk.interruptIn = Infinity;
      desk.run(60_000);
      desk.settle();
      assert.ok(!desk.isMoving, "moves for ever");
      const position = desk.blind.position();
      if (position === "") unknown++;
      else assert.ok(Math.abs(Number(position) - desk.real) <= 6, `says ${position}, is at ${desk.real}`);
    }
    assert.ok(unknown < 150, `${unknown} unknown`);
  });
});
