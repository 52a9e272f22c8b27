import assert from "node:assert/strict";
import { Ws2812 } from "../../devices/rgb";
import { run } from "../lua-board";
import { luaBoard } from "./board";

describe("gpio on the ESP8266", () => {
  it("drives what is set to output, with the level written before, and reads it", () => {
    const { board } = luaBoard(
      "gpio.write(1, 1) gpio.mode(1, gpio.OUTPUT) gpio.mode(2, gpio.OUTPUT) print(gpio.read(1), gpio.read(2))",
    );
    assert.deepEqual(
      board.pin(1).changes.map(({ level }) => level),
      [true],
    );
    assert.equal(board.pin(2).isOutput, true);
    assert.deepEqual(board.console, ["1\t0"]);
  });

  it("has pull-ups but for D0, no pull-downs, and on three pins the resistors that the board needs to boot", () => {
    const { board } = luaBoard(
      `gpio.mode(1, gpio.INPUT, gpio.PULLUP) gpio.mode(0, gpio.INPUT, gpio.PULLUP) gpio.mode(8, gpio.INPUT, gpio.PULLUP)
      print(gpio.read(0), gpio.read(1), gpio.read(3), gpio.read(4), gpio.read(8))`,
    );
    assert.deepEqual(board.console, ["0\t1\t1\t1\t0"]);
    assert.equal(board.pin(0).pull, "none");
  });

  it("an open drain lets go of what is written high", () => {
    const { board } = luaBoard("gpio.mode(1, gpio.OPENDRAIN, gpio.PULLUP) gpio.write(1, 1)");
    assert.equal(board.pin(1).isOutput, false);
    board.pin(1).level = false;
    assert.equal(board.pin(1).level, false);
  });

  it("D0 becomes an output by being written, and tells no edges", () => {
    const { board } = luaBoard(
      "gpio.write(0, 1) print(pcall(gpio.mode, 0, gpio.INT)) print(pcall(gpio.trig, 0, 'both', print))",
    );
    assert.equal(board.pin(0).level, true);
    assert.deepEqual(board.console, [
      "false\tbad argument #1 (Invalid pin)",
      "false\tbad argument #1 (Invalid interrupt pin)",
    ]);
  });

  it("refuses pins that are none, and A0", () => {
    const { board } = luaBoard("for _, pin in ipairs({ -1, 13, 17 }) do print(pcall(gpio.write, pin, 1)) end");
    assert.deepEqual(board.console, [
      "false\tgpio 4294967295 does not exist",
      "false\tgpio 13 does not exist",
      "false\tgpio 17 does not exist",
    ]);
  });

  it("tells edges with the level and the moment of the first, and how many there were until then", async () => {
    const { board } = luaBoard(
      `for _, pin in ipairs({ 1, 2, 5 }) do gpio.mode(pin, gpio.INT) end
      local function tell(name) return function(...) print(name, ...) end end
      gpio.trig(1, "both", tell("both")) gpio.trig(2, "up", tell("up")) gpio.trig(5, "down", tell("down"))`,
    );
    await board.run(7);
    for (const level of [true, false, true]) for (const pin of [1, 2, 5]) board.pin(pin).level = level;
    await board.run(1);
    assert.deepEqual(board.console, ["both\t1\t7000\t3", "up\t1\t7000\t2", "down\t0\t7000\t1"]);
  });

  it("an edge that a callback makes is told by another call", async () => {
    const { board } = luaBoard("gpio.mode(1, gpio.INT) gpio.trig(1, 'both', function(level) print(level) back() end)");
    await run(board, "function back() back = function() end gpio.mode(2, gpio.OUTPUT) gpio.write(2, 1) end");
    board.pin(2).onOutput(({ level }) => (board.pin(1).level = !level));
    board.pin(1).level = true;
    await board.run(1);
    assert.deepEqual(board.console, ["1", "0"]);
  });

  it("stops telling with `none` and with another mode, and keeps the callback where only the kind changes", async () => {
    const { board } = luaBoard(
      `gpio.mode(1, gpio.INT)
      gpio.trig(1, "up", function(level) print(level) gpio.trig(1, "down") end)
      tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() gpio.mode(1, gpio.INPUT) print(pcall(gpio.trig, 1, "up")) end)`,
    );
    for (let i = 0; i < 4; i++) {
      board.pin(1).level = !board.pin(1).level;
      await board.run(100);
    }
    assert.deepEqual(board.console, ["1", "0", "0"]);
    await board.run(1_000);
    board.pin(1).level = true;
    board.pin(1).level = false;
    await board.run(10);
    assert.deepEqual(board.console.slice(3), ["false\tbad argument #3 (invalid callback type)"]);
  });

  it("a level is told until its callback changes it or what watches it", async () => {
    const { board } = luaBoard(
      "local n = 0 gpio.mode(3, gpio.INT) gpio.trig(3, 'high', function() n = n + 1 print(n) if n == 3 then gpio.trig(3, 'none') end end)",
    );
    await board.run(100);
    assert.deepEqual(board.console, ["1", "2", "3"]);
  });
});

describe("pwm on the ESP8266", () => {
  it("is set up with duty 0, and has its duty from `start` or `setduty` on", () => {
    const { board } = luaBoard(
      "print(pwm.setup(1, 500, 512)) pwm.start(1) print(pwm.setduty(1, 1023), pwm.getduty(1))",
    );
    assert.deepEqual(
      board.pin(1).changes.map(({ duty, hz }) => [Math.round(duty * 1023), hz]),
      [
        [0, 0],
        [0, 500],
        [512, 500],
        [1023, 500],
      ],
    );
    assert.deepEqual(board.console, ["500", "1023\t1023"]);
  });

  it("all pins have the frequency that was asked for last, of 1,000 Hz at most", () => {
    const { board } = luaBoard("pwm.setup(1, 50, 10) pwm.start(1) print(pwm.setup(2, 5000, 10))");
    assert.equal(board.pin(1).hz, 1000);
    assert.deepEqual(board.console, ["1000"]);
  });

  it("is on six pins and not on D0, and another mode of the pin ends it", () => {
    const { board } = luaBoard(
      `for pin = 1, 6 do pwm.setup(pin, 100, 0) end
      print(pcall(pwm.setup, 7, 100, 0)) print(pcall(pwm.setup, 0, 100, 0)) print(pcall(pwm.setup, 7, 100, 1024))
      gpio.mode(6, gpio.OUTPUT) print(pwm.setup(7, 100, 0), pwm.setduty(6, 1), pcall(pwm.start, 6))`,
    );
    assert.deepEqual(board.console, [
      "false\ttoo many pwms.",
      "false\tno pwm for D0",
      "false\twrong arg range",
      "100\t0\tfalse\tUnable to start PWM output",
    ]);
  });
});

describe("adc on the ESP8266", () => {
  it("has one input of ten bits, whose full scale is 1,024", async () => {
    const { board } = luaBoard("function read() print(adc.read(0)) end print(pcall(adc.read, 1))");
    for (const volts of [0, 1.65, 3.3, 5]) {
      board.pin(17).volts = volts;
      await run(board, "read()");
    }
    assert.deepEqual(board.console, ["false\tadc 1 does not exist", "0", "512", "1024", "1024"]);
  });
});

describe("buses on the ESP8266", () => {
  it("has one I²C bus, whose speed it does not choose, and none on D0", () => {
    const { board } = luaBoard(
      `print(i2c.setup(0, 2, 1, i2c.FAST), pcall(i2c.setup, 0, 0, 1, i2c.SLOW))
      print(pcall(i2c.setup, 1, 2, 1, i2c.SLOW))
      i2c.start(0) print(i2c.address(0, 0x76, i2c.TRANSMITTER)) i2c.stop(0)`,
    );
    assert.deepEqual(board.console, [
      "100000\tfalse\ti2c SDA on D0 is not supported",
      "false\ti2c 1 does not exist",
      "false",
    ]);
  });

  it("finds nothing on a 1-wire bus without parts, and none is on D0", () => {
    const { board } = luaBoard("ow.setup(5) print(ow.reset(5), ow.search(5), pcall(ow.setup, 0))");
    assert.deepEqual(board.console, ["0\tnil\tfalse\tno 1-wire for D0"]);
  });

  it("drives a strip of LEDs on D4, once that is connected to its second serial port", async () => {
    const { board } = luaBoard("ws2812.write('\\255\\255\\255')");
    const strip = new Ws2812(board.pin(4), 2, board);
    await run(board, "ws2812.init() ws2812.write('\\1\\2\\3\\4\\5\\6')");
    await board.run(1);
    assert.deepEqual(strip.colors, [
      { green: 1, red: 2, blue: 3 },
      { green: 4, red: 5, blue: 6 },
    ]);
    assert.equal(strip.unclear, 0);
  });
});
