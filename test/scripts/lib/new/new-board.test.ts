import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BoardFile } from "../../../../scripts/lib/board/config";
import { kindsOf, parseAsked, type Asked, type List } from "../../../../scripts/lib/new/asked";
import { boardFileOf } from "../../../../scripts/lib/new/board-file";
import { newBoard, type NewBoardOptions } from "../../../../scripts/lib/new/new-board";
import { askForBoard, type Person } from "../../../../scripts/lib/new/questions";
import { chipOf } from "../../../../scripts/lib/platforms/chips";
import { HARDWARE, HARDWARE_NAMES } from "../../../../scripts/lib/platforms/hardware";
import { isMet, PLATFORMS, platformName } from "../../../../scripts/lib/platforms/needs";
import { pinNumber } from "../../../../scripts/lib/platforms/pin-number";
import { UserError } from "../../../../scripts/lib/user-error";
import { SimulatedNode } from "../../../scenarios/simulated-node";

const PROJECT = resolve(__dirname, "../../../..");

/** What a board on any chip that measures voltages has room for, and what comes of it within half a minute. */
const RICH = {
  sensor: ["soil=analog", "air=bme280", "door=digital", "light=bh1750"].map((text) => parseAsked("sensors", text)),
  actuator: ["pump=switch", "lamp=pwm"].map((text) => parseAsked("actuators", text)),
};

describe("a new board", function () {
  this.timeout(180_000);
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "new-board-"));
    mkdirSync(join(root, "boards"));
    copyFileSync(join(PROJECT, ".env.example"), join(root, ".env.example"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const path = (name: string): string => join(root, "boards", `${name}.json`);
  const read = (name: string): BoardFile => JSON.parse(readFileSync(path(name), "utf8")) as BoardFile;
  const made = (name: string, options: NewBoardOptions = {}) => newBoard(root, name, options, undefined);

  for (const platform of PLATFORMS) {
    it(`for ${platformName(platform)} is complete, and runs at once`, async () => {
      const measuresVoltages = (chipOf(platform)?.analog.size ?? 0) > 0;
      const sensor = RICH.sensor.filter(({ kind }) => measuresVoltages || kind !== "analog");
      const { lines, warnings } = await made("shed", { ...platform, ...RICH, sensor });
      assert.deepEqual(warnings, []);
      assert.match(lines.join("\n"), /^boards\/shed\.json is written[^]*\n {2}pump: switch on D\d+\n/);
      const node = await SimulatedNode.online(path("shed"));
      await node.command("pump", "ON");
      await node.board.run(35_000);
      assert.equal(node.payloads("pump/state").at(-1), "ON");
      for (const topic of [...(measuresVoltages ? ["soil"] : []), "air/temperature", "light"]) {
        assert.match(node.payloads(`${topic}/state`).at(-1) ?? "", /^-?\d+(\.\d+)?$/, topic);
      }
      assert.deepEqual(node.unexpectedErrors, []);
      await node.close();
    });

    it(`for ${platformName(platform)} may have each kind that there can be on it, with pins that can serve it`, async () => {
      for (const list of ["sensors", "actuators"] as const) {
        const kinds = kindsOf(list).filter(({ needs = [] }) =>
          needs.every((need) => need.key !== undefined || isMet(need, platform)),
        );
        assert.ok(kinds.length > 5);
        for (const [index, { type }] of kinds.entries()) {
          // Their examples measure two voltages, and the ESP8266 measures one, the ESP32-S3 none.
          if (platform.chip === "esp32s3" && type === "climate") continue;
          if (["esp8266", "esp32s3"].includes(platform.chip) && ["average", "difference"].includes(type)) continue;
          const asked = { [list === "sensors" ? "sensor" : "actuator"]: [parseAsked(list, type)] };
          const { warnings } = await made(`board-${list}-${index}`, { ...platform, ...asked });
          // The ESP8266 sends to a strip from one pin only, which is read at reset.
          if (type !== "rgb") assert.deepEqual(warnings, [], type);
        }
      }
    });

    it(`for ${platformName(platform)} takes no pin twice, and none that is read at reset while there are others`, () => {
      const wish = { ...platform, name: "full", base: "b", hasUser: true, sensors: [] };
      const pumps = (count: number): Asked[] => Array.from({ length: count }, () => parseAsked("actuators", "switch"));
      const delicate = new Set(chipOf(platform)?.delicate.keys());
      let most = 0;
      for (let count = 1; count < 40; count++) {
        let pins: number[];
        try {
          pins = pinsOf(boardFileOf({ ...wish, actuators: pumps(count) })).map(pinNumber);
        } catch (error) {
          assert.ok(error instanceof UserError && error.message.startsWith('no pin is left for "driven"'));
          break;
        }
        most = count;
        assert.equal(new Set(pins).size, count);
        const first = pins.findIndex((pin) => delicate.has(pin));
        if (first >= 0)
          assert.ok(
            pins.slice(first).every((pin) => delicate.has(pin)),
            pins.join(),
          );
      }
      assert.ok(most >= 9 && most < 40, `${most}`);
    });
  }

  for (const hardware of HARDWARE_NAMES) {
    it(`for a ${HARDWARE[hardware].title} has its chip, and pins as printed on it that can serve`, async () => {
      const platform = PLATFORMS.find(({ chip }) => chip === HARDWARE[hardware].chip)!;
      const isAble = (chipOf(platform)?.analog.size ?? 0) > 0;
      const sensor = ["air=bme280", ...(isAble ? ["soil=analog"] : [])].map((text) => parseAsked("sensors", text));
      const { lines, warnings } = await made("shed", { hardware, sensor, actuator: RICH.actuator });
      assert.deepEqual(warnings, []);
      assert.ok(
        lines.some((line) => line.endsWith(`: boards/${hardware}.svg`)),
        lines.join("\n"),
      );
      const file = read("shed");
      assert.deepEqual([file.chip, file.hardware], [HARDWARE[hardware].chip, hardware]);
      for (const pin of pinsOf(file)) assert.ok(HARDWARE[hardware].pins.has(pin), pin);
    });
  }

  it("for a board that is sold has the bus where most have it, and no other chip than that board has", async () => {
    await made("shed", { hardware: "xiao-esp32c3", sensor: [parseAsked("sensors", "bme280")] });
    assert.deepEqual(read("shed").buses, [{ id: "i2c", type: "i2c", clock: "D5", data: "D4" }]);
    await assert.rejects(
      made("other", { hardware: "xiao-esp32c3", chip: "esp32s3" }),
      /--hardware xiao-esp32c3 has an ESP32-C3; leave --chip out/,
    );
    await assert.rejects(made("other", { hardware: "d1-mini", engine: "espruino" }), /do not go together; there are: /);
  });

  it("has the pins that are named, and leaves them to what they are for", async () => {
    const actuator = ["a=switch", "blind=cover@D22,d4"].map((text) => parseAsked("actuators", text));
    const sensor = ["air=bme280", "hall=bme280@D18,D19", "x=ds18b20"].map((text) => parseAsked("sensors", text));
    await made("shed", { actuator, sensor });
    const { buses, sensors, actuators } = read("shed");
    assert.deepEqual(buses?.slice(0, 2), [
      { id: "i2c", type: "i2c", clock: "D25", data: "D21" },
      { id: "i2c2", type: "i2c", clock: "D18", data: "D19" },
    ]);
    assert.deepEqual(
      sensors?.map((each) => ("bus" in each ? each.bus : undefined)),
      ["i2c", "i2c2", undefined],
    );
    assert.deepEqual(actuators?.[1], { id: "blind", type: "cover", openPin: "D22", closePin: "D4", openSeconds: 25 });
  });

  it("has with a climate what that goes by", async () => {
    await made("room", { actuator: [parseAsked("actuators", "warm=climate")] });
    const { sensors, actuators, rules } = read("room");
    assert.deepEqual(
      [...(sensors ?? []), ...(actuators ?? [])].map(({ id }) => id),
      ["air", "warm", "heater"],
    );
    assert.deepEqual(rules, [{ type: "thermostat", sensor: "air", actuator: "heater", target: "warm" }]);
  });

  it("has with a value that is worked out what it is worked out of, once", async () => {
    await made("room", { sensor: ["dewPoint", "absoluteHumidity"].map((text) => parseAsked("sensors", text)) });
    assert.deepEqual(
      read("room").sensors?.map(({ id }) => id),
      ["dewPoint", "absoluteHumidity", "room"],
    );
  });

  it("gives what has no name one of its own", async () => {
    await made("shed", { actuator: ["switch", "switch", "b=switch"].map((text) => parseAsked("actuators", text)) });
    assert.deepEqual(
      read("shed").actuators?.map(({ id }) => id),
      ["switch", "switch-2", "b"],
    );
  });

  it("names a user of the broker, unless .env has a broker without one", async () => {
    await made("before");
    writeFileSync(join(root, ".env"), "WIFI_SSID=home\nWIFI_PASSWORD=correct horse\nMQTT_HOST=10.0.0.2\n");
    const { lines } = await made("without");
    assert.doesNotMatch(lines.join("\n"), /\.env/);
    assert.deepEqual(
      ["before", "without"].map((name) => read(name).broker?.username),
      ["${MQTT_USERNAME}", undefined],
    );
    assert.doesNotMatch(readFileSync(path("without"), "utf8"), /10\.0\.0\.2|horse/);
  });

  it("never takes the place of one that is there", async () => {
    writeFileSync(path("shed"), "mine");
    await assert.rejects(made("shed"), /boards\/shed\.json is there already/);
    assert.equal(readFileSync(path("shed"), "utf8"), "mine");
  });

  it("is not written where it would not do, whose reasons are told", async () => {
    const actuator = [parseAsked("actuators", "pump=switch@D34")];
    await assert.rejects(made("shed", { actuator }), (error: UserError) => {
      assert.equal(error.lines[0], "such a board would not do, and nothing is written:");
      assert.match(error.lines[1], /^boards\/shed\.json:\d+:\d+: error: D34: an input only/);
      return true;
    });
    const both = { engine: "espruino", chip: "esp8266" } as const;
    await assert.rejects(made("shed", both), /do not go together; there are: Espruino on the ESP32, /);
    for (const name of ["Shed", "a b", "../shed", "shed-", "x".repeat(24), ""]) {
      await assert.rejects(made(name), /is no name of a board/, name);
    }
    await assert.rejects(newBoard(root, undefined, {}, undefined), /say what it is to be called \(see npx mote new/);
    assert.deepEqual(readdirSync(join(root, "boards")), []);
  });

  it("is not made of what cannot be read", () => {
    const wrong = (list: List, text: string): void => void parseAsked(list, text);
    assert.throws(() => wrong("sensors", "bme281"), /no kind "bme281" of sensors; there are: analog, /);
    assert.throws(() => wrong("sensors", "anlog"), /did you mean "analog"/);
    assert.throws(() => wrong("actuators", "pump=switch@25"), /\[id=\]kind\[@pin,…\] is expected/);
    assert.throws(() => wrong("actuators", "the pump=switch"), /is expected/);
  });

  describe("of answers", () => {
    /** Somebody who gives these answers, the places of choices too. */
    function person(answers: string[]): Person & { said: string[] } {
      const said: string[] = [];
      const next = (question: string): string => {
        said.push(question);
        const answer = answers.shift();
        if (answer === undefined) throw new Error(`nothing is left to answer "${question}" with`);
        return answer;
      };
      return {
        said,
        ask: async (question) => next(question),
        choose: async (question) => Number(next(question)),
        print: (line) => said.push(line),
      };
    }

    it("is what they say, asked again where they cannot be read", async () => {
      const answers = [
        "Shed!",
        "shed",
        String(PLATFORMS.findIndex(({ chip }) => chip === "esp8266")),
        "2",
        "soil=analg",
        "soil=analog",
        "pump=switch",
        "",
        "roof@D5",
        "pump@D5",
        "",
      ];
      const someone = person(answers);
      await newBoard(root, undefined, {}, someone);
      assert.deepEqual(answers, []);
      const { engine, chip, hardware, topics, sensors, actuators } = read("shed");
      assert.deepEqual([engine, chip, hardware, topics?.base], ["nodemcu", "esp8266", undefined, "home/shed"]);
      assert.deepEqual(
        sensors?.map(({ type }) => type),
        ["analog"],
      );
      assert.deepEqual(actuators, [{ id: "pump", type: "switch", pin: "D5" }]);
      const said = someone.said.join("\n");
      assert.match(said, /no kind "analg" of sensors \(did you mean "analog"\?\)/);
      assert.match(said, /there is no "roof"; there are: soil, pump/);
      assert.match(said, / {2}bh1750 +A BH1750 on an I²C bus: illuminance in lx\n/);
      // What that chip cannot do is not offered.
      assert.doesNotMatch(said, /chipTemperature {2}/);
    });

    it("is for the board that is chosen, whose pins it has as printed there", async () => {
      const place = HARDWARE_NAMES.filter((name) => HARDWARE[name].chip === "esp32").indexOf("nodemcu-32s");
      const someone = person(["0", String(place), "soil=analog", "pump=switch", "", "pump@D26", "pump@p26", ""]);
      const wish = await askForBoard(root, "shed", true, someone);
      assert.equal(wish.hardware, "nodemcu-32s");
      assert.match(someone.said.join("\n"), /soil: analog on P3\d\n {2}pump: switch on P\d+\n/);
      assert.deepEqual(wish.actuators, [{ id: "pump", kind: "switch", pins: ["P26"] }]);
    });

    it("asks nothing where options say what is wanted", async () => {
      await newBoard(root, "shed", RICH, person([]));
      assert.equal(read("shed").sensors?.length, 4);
    });

    it("begins with the name that was given", async () => {
      const wish = await askForBoard(root, "shed", true, person(["0", "2", "", "", "garden", ""]));
      assert.deepEqual([wish.name, wish.base], ["shed", "garden"]);
    });
  });

  function pinsOf(file: object): string[] {
    return [...JSON.stringify(file).matchAll(/"pin":"(\w+)"/g)].map(([, pin]) => pin);
  }
});
