import assert from "node:assert/strict";
import { SimulatedBoard } from "../board";
import type { BoardOptions } from "../board-options";
import { SimulatedNetwork } from "../network/simulated";

describe("the simulated ESP32-C3 and ESP32-S3", () => {
  function boot(chip: "esp32c3" | "esp32s3", source: string, more: Partial<BoardOptions> = {}): SimulatedBoard {
    const board = new SimulatedBoard({ chip, source, network: new SimulatedNetwork(), noiseVolts: 0, ...more });
    board.boot();
    return board;
  }

  it("read voltages where Espruino knows a converter", () => {
    const board = boot(
      "esp32c3",
      "setTimeout(function(){print([1,4,5].map(function(p){return analogRead(p)}).join())},5)",
    );
    board.pin(1).volts = 3.3 / 2;
    board.pin(4).volts = 0;
    return board.run(10).then(() => {
      assert.deepEqual(board.console, ["0.5,0,NaN"]);
      assert.deepEqual(boot("esp32s3", "print(analogRead(4))").console, ["NaN"]);
    });
  });

  it("the ESP32-C3 puts out one frequency besides 5 kHz, and says nothing of the others", () => {
    const board = boot("esp32c3", "[1,2,3].forEach(function(p){analogWrite(p,0.5,{freq:p*100})});analogWrite(4,0.5)");
    assert.deepEqual(
      [1, 2, 3, 4].map((pin) => board.pin(pin).hz),
      [100, 0, 0, 5000],
    );
    assert.deepEqual(board.console, []);
  });

  it("watch no pins of their USB or flash memory", () => {
    for (const [chip, pin, other] of [
      ["esp32c3", 18, 8],
      ["esp32s3", 8, 18],
    ] as const) {
      const board = boot(chip, `print(setWatch(function(){},${pin}));print(setWatch(function(){},${other}))`);
      assert.match(board.console.join("\n"), /Unable to set watch[^]*undefined\n1$/);
    }
  });

  it("have I²C on the pins that their builds give it, and as many ports", () => {
    const ask = "print(typeof I2C1,typeof I2C2)";
    assert.deepEqual(boot("esp32c3", ask).console, ["object undefined"]);
    assert.deepEqual(boot("esp32s3", ask).console, ["object object"]);
  });

  it("the ESP32-C3 knows no telnet console, and neither has a thermometer", () => {
    assert.throws(
      () => boot("esp32c3", 'require("TelnetServer")').uncaught.forEach((each) => assert.fail(each)),
      /not found/,
    );
    const board = boot("esp32s3", 'require("TelnetServer");print(E.getTemperature())');
    assert.deepEqual(board.console, ["ERROR: >> jshReadTemperature Not implemented", "NaN"]);
  });

  it("the ESP32-C3 gives its access point up for a station", async () => {
    for (const [chip, mode] of [
      ["esp32c3", "STA"],
      ["esp32s3", "APSTA"],
    ] as const) {
      const board = boot(chip, 'setTimeout(function(){require("Wifi").connect("home",{},function(){})},5)');
      assert.equal(board.accessPointOpen, true);
      await board.run(5_000);
      assert.equal(board.accessPointOpen, mode === "APSTA");
    }
  });

  it("hang where they print more than one packet that nobody takes", async () => {
    const source =
      'setInterval(function(){print("0123456789012345678901234567890");digitalWrite(3,!digitalRead(3))},10)';
    for (const [usbHeard, expected] of [
      [true, 10],
      [false, 2],
    ] as const) {
      const board = boot("esp32s3", source, { usbHeard });
      await board.run(105);
      assert.ok(Math.abs(board.pin(3).changes.length - expected) <= 1, `${board.pin(3).changes.length} changes`);
    }
  });
});
