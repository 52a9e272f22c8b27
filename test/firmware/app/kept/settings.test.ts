import assert from "node:assert/strict";
import type { Actuator } from "../../../../firmware/actuators/actuator";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import type { Node } from "../../../../firmware/app/node";
import { keepSettings, openSettings, storedValue } from "../../../../firmware/app/kept/settings";
import type { Storage } from "../../../../firmware/engine/engine";
import type { Client } from "../../../../firmware/mqtt/record";
import { FlashFiles, PowerLost } from "../../../simulator/console/flash-files";
import { Random, seed } from "../../../random";
import { RelayDesk } from "../../actuators/relay-desk";

const MINUTE = 60_000;

/** A node whose actuators are what a test says, from one boot to the next loss of power. */
class SettingsDesk extends RelayDesk {
  readonly states: Record<string, string>;
  readonly node: Node;
  writes = 0;

  /** @param ids The actuators that are kept */
  constructor(
    flash: FlashFiles,
    initial: Record<string, string>,
    onWrite: (name: string, bytes: string) => void = () => {},
  ) {
    super();
    const storage: Storage = {
      read: (name) => flash.read(name),
      view: (name) => flash.read(name),
      write: (name, bytes) => {
        this.writes++;
        onWrite(name, bytes);
        try {
          return flash.write(name, bytes);
        } catch (error) {
          if (error instanceof PowerLost) throw error;
          return false;
        }
      },
    };
    const settings = openSettings(storage);
    this.states = Object.fromEntries(
      Object.entries(initial).map(([id, value]) => [id, storedValue(settings, id, value)]),
    );
    const outputs = Object.keys(initial).map((id) => ({
      entry: { id, actuator: { state: () => this.states[id] } as Actuator },
    }));
    this.node = { outputs, diagnostics: createDiagnostics({ shortBytes: 0 } as Client, "d") } as unknown as Node;
    keepSettings(
      settings,
      this.node,
      this.alarms,
      Object.keys(initial).map((_, index) => index),
    );
  }
}

describe("settings", () => {
  let flash: FlashFiles;

  beforeEach(() => {
    flash = new FlashFiles();
  });

  it("are what the board file says until something else was stored, and then that", () => {
    const first = new SettingsDesk(flash, { target: "20.0", pump: "OFF" });
    assert.deepEqual(first.states, { target: "20.0", pump: "OFF" });
    first.states.target = "21.5";
    first.run(30_000);
    const second = new SettingsDesk(flash, { target: "20.0", pump: "OFF" });
    assert.deepEqual(second.states, { target: "21.5", pump: "OFF" });
  });

  it("are written when a change has stood for 5 to 10 s, and once", () => {
    const desk = new SettingsDesk(flash, { target: "20" });
    desk.run(7_000);
    // What the board file says is a state like any other.
    desk.run(10_000);
    const writes = desk.writes;
    desk.run(MINUTE);
    desk.states.target = "21";
    desk.run(4_900);
    assert.equal(desk.writes, writes);
    desk.run(5_200);
    assert.equal(desk.writes, writes + 1);
    desk.run(10 * MINUTE);
    assert.equal(desk.writes, writes + 1);
  });

  it("are written at most once a minute, whatever changes, and the last value is not forgotten", () => {
    const desk = new SettingsDesk(flash, { target: "0" });
    for (let i = 1; i <= 600; i++) {
      desk.states.target = `${i}`;
      desk.run(1_000);
    }
    assert.ok(desk.writes >= 4 && desk.writes <= 11, `${desk.writes} writes in ten minutes`);
    desk.run(2 * MINUTE);
    assert.equal(new SettingsDesk(flash, { target: "0" }).states.target, "600");
  });

  it("a change that is taken back in time is not written", () => {
    const desk = new SettingsDesk(flash, { pump: "OFF" });
    desk.run(2 * MINUTE);
    const writes = desk.writes;
    desk.states.pump = "ON";
    desk.run(3_000);
    desk.states.pump = "OFF";
    desk.run(10 * MINUTE);
    assert.equal(desk.writes, writes);
  });

  it("of actuators that are no more are forgotten, and of one whose name another one begins with are not mixed up", () => {
    const first = new SettingsDesk(flash, { a: "1", ba: "2", b: "3" });
    first.run(MINUTE);
    const second = new SettingsDesk(flash, { b: "-", a: "-", c: "-" });
    assert.deepEqual(second.states, { b: "3", a: "1", c: "-" });
  });

  it("memory without room is told, and not tried again and again", () => {
    flash = new FlashFiles(40);
    const desk = new SettingsDesk(flash, { target: "20" });
    desk.node.diagnostics.event = "";
    desk.run(30 * MINUTE);
    assert.ok(desk.writes >= 1 && desk.writes <= 2, `${desk.writes} attempts`);
    assert.equal(desk.node.diagnostics.event, "settings not stored");
  });

  it("power lost at any step of a writing leaves the old ones or the new ones, never others", () => {
    const random = new Random(seed());
    let losses = 0;
    for (let step = 1; step <= 40; step++) {
      for (const part of [0, 0.3, 0.9]) {
        flash = new FlashFiles();
        flash.loseAtStep = step;
        const writing = { name: "", bytes: "" };
        let states = { target: "20", pump: "OFF" };
        const stored: (typeof states)[] = [states];
        for (let boot = 0; boot < 4; boot++) {
          const desk = new SettingsDesk(flash, { target: "20", pump: "OFF" }, (name, bytes) => {
            writing.name = name;
            writing.bytes = bytes;
            stored.push({ target: desk.states.target, pump: desk.states.pump });
          });
          states = { target: desk.states.target, pump: desk.states.pump };
          assert.ok(
            stored.slice(-2).some((each) => JSON.stringify(each) === JSON.stringify(states)),
            `step ${step}: ${JSON.stringify(states)} of ${JSON.stringify(stored.slice(-2))}`,
          );
          stored.splice(0, stored.length, states);
          for (let i = 0; i < 4; i++) {
            desk.states.target = `${random.below(100)}`;
            desk.states.pump = random.below(2) === 0 ? "ON" : "OFF";
            desk.run(2 * MINUTE);
            if (flash.steps >= flash.loseAtStep) break;
          }
          if (flash.steps >= flash.loseAtStep) {
            losses++;
            flash.loseAtStep = Infinity;
            // The data were on their way: some of them are there.
            const file = flash.files.get(writing.name);
            if (file !== undefined && /^\xff+$/.test(file)) {
              const there = Math.floor(file.length * part);
              flash.files.set(writing.name, writing.bytes.slice(0, there) + file.slice(there));
            }
          }
        }
      }
    }
    assert.ok(losses > 60, `${losses} losses`);
  });
});
