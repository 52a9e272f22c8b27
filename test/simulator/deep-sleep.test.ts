import assert from "node:assert/strict";
import { MemoryBroker } from "./broker/memory";
import { SimulatedBoard } from "./board";
import type { BoardOptions } from "./board-options";
import { SimulatedNetwork } from "./network/simulated";

/** A chip that runs a program of a test's own. */
function chip(source: string, options: Partial<BoardOptions> = {}): SimulatedBoard {
  const network = new SimulatedNetwork();
  network.route("*", new MemoryBroker().target);
  return new SimulatedBoard({ source, network, noiseVolts: 0, ...options });
}

describe("a simulated ESP32 in deep sleep", () => {
  it("is off for the time, and boots with its cause; its clock has gone on", async () => {
    const board = chip(
      `print(ESP32.getWakeupCause(), Math.round(getTime()), peek32(0x3ff48034)); digitalWrite(25, 1);
      setTimeout(function(){ ESP32.deepSleep(600e6); print("no"); }, 5000);`,
    );
    board.boot();
    await board.run(5_001);
    assert.equal(board.isAsleep, true);
    assert.equal(board.pin(25).isOutput, false);
    await board.run(599_000);
    assert.equal(board.isAsleep, true);
    await board.run(2_000);
    assert.deepEqual(board.console, ["0 0 1", "4 605 5"]);
    board.reboot();
    assert.equal(board.console.at(-1), "0 0 1");
  });

  it("takes its microseconds as an integer of 32 bits with a sign", async () => {
    for (const [us, ms] of [
      [2_147_483_647, 2_147_484],
      [2 ** 32 + 1_000_000, 1_000],
    ]) {
      const board = chip(`print("boot"); setTimeout(function(){ ESP32.deepSleep(${us}) }, 0)`);
      board.boot();
      await board.run(ms - 1);
      assert.equal(board.console.length, 1);
      await board.run(2);
      assert.ok(board.console.length > 1);
    }
    const board = chip(`print("boot"); ESP32.deepSleep(2_400e6)`);
    board.boot();
    await board.run(86_400_000);
    assert.equal(board.console.length, 1, "below 0 it sleeps for ever");
  });

  it("is woken by the level of a pin, at once where it is there, and by no time then", async () => {
    const board = chip(
      `print(ESP32.getWakeupCause()); pinMode(27, "input_pullup");
      setTimeout(function(){ ESP32.deepSleepExt0(27, digitalRead(27) ? 0 : 1) }, 100)`,
    );
    board.boot();
    await board.run(3_600_000);
    assert.deepEqual(board.console, ["0"]);
    board.pin(27).level = false;
    await board.run(3_600_000);
    assert.deepEqual(board.console, ["0", "2"]);
    board.pin(27).release();
    await board.run(1_000);
    assert.deepEqual(board.console, ["0", "2", "2"]);
    const still = chip(`print(ESP32.getWakeupCause()); setTimeout(function(){ ESP32.deepSleepExt0(26, 1) }, 100)`);
    still.pin(26).level = true;
    still.boot();
    await still.run(250);
    assert.deepEqual(still.console, ["0", "2", "2"]);
  });

  it("knows which pins can wake it, by its chip", async () => {
    const tried = (name: BoardOptions["chip"]): SimulatedBoard =>
      chip(`for (var p of [2, 5, 23]) try { ESP32.deepSleepExt1([p], 2) } catch (e) { print(p, e.message) }`, {
        chip: name,
      });
    const classic = tried("esp32");
    const s3 = tried("esp32s3");
    for (const board of [classic, s3]) {
      board.boot();
      await board.run(10);
    }
    assert.deepEqual(classic.console, ["2 Invalid mode (2)!", "5 Invalid pin", "23 Invalid pin"]);
    assert.deepEqual(s3.console, ["2 Invalid mode (2)!", "5 Invalid mode (2)!", "23 Invalid pin"]);
  });

  it("hears nobody, and is off the air; power that comes back wakes it as new", async () => {
    const board = chip(`print(ESP32.getWakeupCause(), Math.round(getTime())); ESP32.deepSleep(60e6)`);
    board.boot();
    await board.run(30_000);
    board.powerOff();
    await board.run(60_000);
    board.powerOn();
    await board.run(59_000);
    assert.deepEqual(board.console, ["0 0", "0 0"]);
    assert.deepEqual(
      board.events.map(({ what }) => what),
      ["boot", "asleep", "off", "boot", "asleep"],
    );
  });
});
