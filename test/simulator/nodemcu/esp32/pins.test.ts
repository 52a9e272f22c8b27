import assert from "node:assert/strict";
import { luaBoard } from "../lua-board";

describe("NodeMCU's gpio", () => {
  it("drives what is set to output, with the level written before too", () => {
    const { board } = luaBoard("gpio.write(4, 1) gpio.config({ gpio = { 4, 5 }, dir = gpio.OUT })");
    assert.equal(board.pin(4).level, true);
    assert.equal(board.pin(5).isOutput, true);
    assert.deepEqual(
      board.pin(4).changes.map(({ level }) => level),
      [true],
    );
  });

  it("reads an input, and an output only where its input is on too", () => {
    const { board } = luaBoard(
      `gpio.config({ gpio = 4, dir = gpio.IN, pull = gpio.PULL_UP }, { gpio = 5, dir = gpio.OUT }, { gpio = 18, dir = gpio.IN_OUT })
      gpio.write(5, 1) gpio.write(18, 1)
      print(gpio.read(4), gpio.read(5), gpio.read(18), gpio.read(19))`,
    );
    assert.deepEqual(board.console, ["1\t0\t1\t0"]);
    assert.equal(board.pin(4).pull, "up");
  });

  it("the pins 34 to 39 drive nothing and pull nothing", () => {
    const { board } = luaBoard(
      `print(pcall(gpio.config, { gpio = 34, dir = gpio.OUT })) print(pcall(gpio.write, 35, 1)) print(pcall(gpio.read, 40))
      gpio.config({ gpio = 34, dir = gpio.IN, pull = gpio.PULL_UP }) print(gpio.read(34))
      print(pcall(gpio.config, { dir = gpio.IN }))`,
    );
    assert.deepEqual(board.console, [
      "false\tinvalid argument",
      "false\tinvalid argument",
      "false\tinvalid argument",
      "0",
      "false\tmissing/bad 'gpio' field",
    ]);
  });

  it("tells edges of the kind asked for, with the level that came", async () => {
    const { board } = luaBoard(
      `gpio.config({ gpio = { 4, 5, 18 }, dir = gpio.IN })
      local function tell(pin, level) print(pin, level) end
      gpio.trig(4, gpio.INTR_UP, tell) gpio.trig(5, gpio.INTR_DOWN, tell) gpio.trig(18, gpio.INTR_UP_DOWN, tell)`,
    );
    for (const level of [true, false]) {
      for (const pin of [4, 5, 18]) board.pin(pin).level = level;
      await board.run(10);
    }
    assert.deepEqual(board.console, ["4\t1", "18\t1", "5\t0", "18\t0"]);
  });

  it("loses the edges that come before the callback for one has come back", async () => {
    const { board } = luaBoard(
      "gpio.config({ gpio = 4, dir = gpio.IN }) gpio.trig(4, gpio.INTR_UP_DOWN, function(_, level) print(level, gpio.read(4)) end)",
    );
    board.pin(4).level = true;
    board.pin(4).level = false;
    await board.run(10);
    assert.deepEqual(board.console, ["1\t0"]);
  });

  it("stops telling, and keeps the callback where only the kind changes", async () => {
    const { board } = luaBoard(
      `gpio.config({ gpio = 4, dir = gpio.IN })
      gpio.trig(4, gpio.INTR_UP, function(_, level) print(level) gpio.trig(4, gpio.INTR_DOWN) end)
      tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() gpio.trig(4) end)`,
    );
    for (let i = 0; i < 4; i++) {
      board.pin(4).level = !board.pin(4).level;
      await board.run(100);
    }
    assert.deepEqual(board.console, ["1", "0", "0"]);
    await board.run(1_000);
    board.pin(4).level = true;
    board.pin(4).level = false;
    await board.run(10);
    assert.equal(board.console.length, 3);
  });
});

describe("NodeMCU's adc", () => {
  it("reads the channels of the first converter, by their attenuation", async () => {
    const { board } = luaBoard(
      `adc.setwidth(adc.ADC1, 12)
      function read(channel, attenuation) adc.setup(adc.ADC1, channel, attenuation) return adc.read(adc.ADC1, channel) end
      tmr.create():alarm(10, 0, function() print(read(6, adc.ATTEN_11db), read(6, adc.ATTEN_0db), read(0, adc.ATTEN_11db)) end)`,
    );
    board.pin(34).volts = 1.65;
    board.pin(36).volts = 3.3;
    await board.run(20);
    assert.deepEqual(board.console, ["2048\t4095\t4095"]);
  });

  it("wants width and attenuation first, and knows no other channels", () => {
    const { board } = luaBoard(
      `print(pcall(adc.read, 1, 0)) adc.setup(1, 0, 3) print(pcall(adc.read, 1, 0)) print(pcall(adc.setup, 1, 8, 3)) print(pcall(adc.setup, 2, 0, 3))`,
    );
    assert.deepEqual(board.console, [
      "false\tadc_read failed",
      "false\tadc_read failed",
      "false\tchannel 8 does not exist in ADC1",
      "false\tbad argument #1 (adc does not exist)",
    ]);
  });
});

describe("NodeMCU's ledc", () => {
  const channel = (more: string): string =>
    `function new(gpio, timer, channel, hz, duty) return ledc.newChannel({ gpio = gpio, bits = ledc.TIMER_10_BIT, mode = ledc.HIGH_SPEED, timer = timer, channel = channel, frequency = hz, duty = duty }) end ${more}`;

  it("makes a square wave, and changes its duty and frequency", () => {
    const { board } = luaBoard(
      channel("c = new(25, 0, 0, 1000, 512) c:setduty(256) c:setfreq(2000) print(c:getduty(), c:getfreq())"),
    );
    assert.deepEqual(
      board.pin(25).changes.map(({ duty, hz }) => [duty, hz]),
      [
        [0.5, 1000],
        [0.25, 1000],
        [0.25, 2000],
      ],
    );
    assert.deepEqual(board.console, ["256\t2000"]);
  });

  it("channels on one timer share its frequency", () => {
    const { board } = luaBoard(channel("a = new(25, 0, 0, 1000, 512) b = new(26, 0, 1, 50, 512)"));
    assert.equal(board.pin(25).hz, 50);
  });

  it("refuses what the clock cannot be divided to, and pins that drive nothing", () => {
    const { board } = luaBoard(
      channel(
        "print(pcall(new, 25, 0, 0, 100000, 0)) print(pcall(new, 34, 0, 0, 1000, 0)) print(pcall(new, 25, 4, 0, 1000, 0))",
      ),
    );
    assert.match(board.console[0], /timer configuration failed code -1$/);
    assert.match(board.console[1], /channel configuration failed code 258$/);
    assert.match(board.console[2], /timer: must be in range 0-3/);
  });

  it("stops at a level", () => {
    const { board } = luaBoard(channel("new(25, 0, 0, 1000, 512):stop(ledc.IDLE_HIGH)"));
    assert.deepEqual([board.pin(25).duty, board.pin(25).hz], [1, 0]);
  });
});
