import { strict as assert } from "node:assert";
import { SimulatedBoard } from "../board";

/** A board that has run `source` once, and drives and reads pins in it. */
function booted(source: string, options: { serial?: string; noiseVolts?: number } = {}): SimulatedBoard {
  const board = new SimulatedBoard({
    source,
    network: {
      connect: () => ({ blockedMs: 0, failure: "refused" }),
      nextArrivalMs: () => Infinity,
      settle: async () => {},
    },
    ...options,
  });
  board.boot();
  return board;
}

describe("the model's pin functions", () => {
  it("drive D0 the other way round, and read it so", () => {
    const board = booted(`digitalWrite(0,1);digitalWrite(4,1);pinMode(0,"output");print(digitalRead(0))`);
    assert.equal(board.pin(0).level, false);
    assert.equal(board.pin(4).level, true);
    assert.deepEqual(board.console, ["1"]);
    assert.equal(booted(`pinMode(0,"input_pullup")`).pin(0).pull, "down");
    assert.equal(booted(`analogWrite(0,0.25)`).pin(0).duty, 0.75);
  });

  it("tell a watch of D0 the negated level", async () => {
    const board = booted(`setWatch(function(e){print(e.state)},0,{repeat:true,edge:"both",debounce:0})`);
    board.pin(0).level = false;
    await board.run(1);
    assert.deepEqual(board.console, ["true"]);
  });

  it("watch D0 as a button: pressed only, after 25 ms", async () => {
    const board = booted(`setTimeout(function(){setWatch(function(e){print(e.state)},0,{repeat:true})},1)`);
    board.pin(0).level = true;
    await board.run(10);
    board.pin(0).level = false;
    await board.run(24);
    assert.deepEqual(board.console, []);
    await board.run(100);
    board.pin(0).level = true;
    await board.run(100);
    assert.deepEqual(board.console, ["true"]);
  });

  it("read takes the pull-up of the boot away, and an output its level", () => {
    const board = booted(`digitalRead(27);digitalWrite(4,1);digitalRead(4)`);
    assert.equal(board.pin(27).pull, "none");
    assert.equal(board.pin(4).isOutput, false);
    assert.equal(booted(`pinMode(27,"input_pullup");print(digitalRead(27))`).console[0], "1");
    assert.equal(booted(`pinMode(4,"output");digitalWrite(4,1);print(digitalRead(4))`).console[0], "1");
  });

  it("write does not drive a pin that was made an input, but is remembered", () => {
    const board = booted(`pinMode(4,"input_pulldown");digitalWrite(4,1)`);
    assert.equal(board.pin(4).isOutput, false);
    assert.equal(board.pin(4).level, false);
    assert.equal(booted(`pinMode(4,"input");digitalWrite(4,1);pinMode(4,"output")`).pin(4).level, true);
  });

  it("let an open drain go where it is not low", () => {
    const source = `pinMode(4,"opendrain_pullup");digitalWrite(4,1);`;
    const released = booted(source).pin(4);
    assert.deepEqual([released.isOutput, released.level], [false, true]);
    const pulled = booted(`${source}digitalWrite(4,0)`).pin(4);
    assert.deepEqual([pulled.isOutput, pulled.level], [true, false]);
  });

  it("write an array of pins from its last, the lowest bit", () => {
    const board = booted(`digitalWrite([4,5,13],0b011)`);
    assert.deepEqual(
      [4, 5, 13].map((pin) => board.pin(pin).level),
      [false, true, true],
    );
    const all = booted(`digitalWrite([4,5,13],true)`);
    assert.ok([4, 5, 13].every((pin) => all.pin(pin).level));
  });

  it("pulse a pin and leave it as it was", async () => {
    const board = booted(`digitalPulse(4,1,[10,20,30])`);
    await board.run(100);
    assert.deepEqual(
      board.pin(4).changes.map(({ atMs, level }) => [atMs, level]),
      [
        [0, true],
        [10, false],
        [30, true],
        [60, false],
      ],
    );
  });

  it("find no PWM channel for a sixth pin at the default frequency, nor a fourth at its own, print that and drive nothing", () => {
    const board = booted(`[2,4,5,13,14,15].forEach(function(p){analogWrite(p,0.5)})`);
    assert.deepEqual([board.pin(14).duty, board.pin(15).isOutput], [0.5, false]);
    assert.deepEqual(board.console, ["ERROR: no PWM channel available anymore"]);
    const own = booted(`[2,4,5,13].forEach(function(p){analogWrite(p,0.5,{freq:50})});analogWrite(2,0.1,{freq:60})`);
    assert.deepEqual([own.pin(5).hz, own.pin(13).isOutput, own.pin(2).hz], [50, false, 60]);
  });

  it("read noise from an analog input that nothing holds: its own for each board, boot, pin and reading", () => {
    const source = `print(JSON.stringify([analogRead(36),analogRead(36),analogRead(39),analogRead(35)]))`;
    const board = booted(source);
    board.reboot();
    const other = booted(source, { serial: "24a160aa-bbcd" });
    const again = booted(source);
    const lines = [...board.console, ...other.console];
    assert.equal(new Set(lines).size, 3);
    const readings = lines.map((line) => JSON.parse(line) as number[]);
    assert.equal(new Set(readings[0]).size, 4);
    assert.ok(readings.flat().every((value) => value >= 0 && value < 0.4 / 3.3));
    assert.deepEqual(again.console[0], board.console[0]);
  });

  it("read no noise where something holds the pin, or noise was switched off", () => {
    const source = `setTimeout(function(){print(analogRead(34),analogRead(36))},0)`;
    const board = booted(source, { noiseVolts: 0 });
    board.pin(34).volts = 0.825;
    return board.run(1).then(() => assert.deepEqual(board.console, ["0.25 0"]));
  });
});
