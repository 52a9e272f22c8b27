import assert from "node:assert/strict";
import type { Expectation } from "../../../../../scripts/lib/desk/script/expectation";
import { fits } from "../../../../../scripts/lib/desk/script/expectation";
import { parseExpectation } from "../../../../../scripts/lib/desk/script/parse-expectation";
import { parseScript } from "../../../../../scripts/lib/desk/script/parse-script";
import { UserError } from "../../../../../scripts/lib/user-error";
import { tank } from "../lines/boards";

const board = tank();
const expectation = (text: string): Expectation => parseExpectation(text, board);

function mistakes(...lines: string[]): readonly string[] {
  try {
    parseScript(lines.join("\n"), "x.desk", board, (path) => {
      throw new UserError(`no file ${path}`);
    });
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.lines;
  }
  throw new Error(`it is taken: ${lines.join("; ")}`);
}

describe("a script", () => {
  it("has all its mistakes told in one go, each with its line", () => {
    assert.deepEqual(
      mistakes("watter 18", "water 18", "wait long", "expect pin D24 low", "water trace a.csv", "name:"),
      [
        'x.desk:1: there is no "watter" (did you mean "water"?)',
        'x.desk:3: wait how long? "wait 10s", and not "wait long"',
        'x.desk:4: nothing is on a pin "D24"; there are: D25, D33',
        "x.desk:5: no file a.csv",
        'x.desk:6: what is it called? "name: the pump obeys"',
      ],
    );
    assert.deepEqual(mistakes("expct pump ON"), ['x.desk:1: there is no "expct" (did you mean "expect"?)']);
    assert.match(mistakes("at noon water 18")[0], /at what time\? "at 10s"/);
    assert.match(mistakes("show", "expect pump ON")[0], /"show" is for who sits at the desk/);
    assert.match(mistakes("time stop", "expect pump ON")[0], /nothing happens while time stands still/);
  });

  it("that expects nothing is refused", () => {
    assert.match(mistakes("water 18")[0], /x\.desk expects nothing, so it would pass whatever happens/);
    assert.match(mistakes("# nothing")[0], /expects nothing/);
  });

  it("has two steps of a line that begins with a time, and leaves a colour that is no comment", () => {
    const steps = parseScript("at 10s lamp #ff0000 # red\nexpect pump ON", "x.desk", board, () => "");
    assert.deepEqual(
      steps.map(({ line, text, action }) => [line, text, action.do]),
      [
        [1, "at 10s", "at"],
        [1, "lamp #ff0000", "order"],
        [2, "expect pump ON", "expect"],
      ],
    );
  });
});

describe("an expectation", () => {
  const message = (topic: string, isEvent = false): unknown => ({ kind: "message", topics: [topic], isEvent });

  it("is of a topic, a pin or the console, and has a time", () => {
    assert.deepEqual(expectation("pump/state ON within 10"), {
      subject: message("home/tank/pump/state"),
      test: { operator: "=", text: "ON" },
      isAbsent: false,
      withinSeconds: 10,
    });
    assert.deepEqual(expectation("no pump/state within 1 min"), {
      subject: message("home/tank/pump/state"),
      test: undefined,
      isAbsent: true,
      withinSeconds: 60,
    });
    assert.deepEqual(expectation("kitchen/lamp ON").subject, {
      kind: "message",
      topics: ["kitchen/lamp", "home/tank/kitchen/lamp"],
      isEvent: false,
    });
    assert.deepEqual(expectation("button press").subject, message("home/tank/button/state", true));
    assert.deepEqual(expectation("pump/set ON").subject, message("home/tank/pump/set", true));
    assert.deepEqual(expectation("pin D25 LOW within 2s"), {
      subject: { kind: "pin", pin: "D25" },
      test: { operator: "=", text: "low" },
      isAbsent: false,
      withinSeconds: 2,
    });
    assert.deepEqual(expectation('console "back within 5 s" within 10s').test, {
      operator: "contains",
      text: "back within 5 s",
    });
    assert.deepEqual(expectation("console joining Wi-Fi within 10s").test, {
      operator: "contains",
      text: "joining Wi-Fi",
    });
  });

  it("compares texts, numbers, and parts of texts", () => {
    const holds = (text: string, payload: string): boolean => fits(payload, expectation(`water ${text}`).test);
    assert.ok(holds("ON", "ON") && !holds("ON", "on"));
    assert.ok(holds("20", "20.0") && !holds("20", "20.1") && !holds("20", ""));
    assert.ok(holds('"a b"', "a b") && holds("a  b", "a  b") && holds('= ""', "") && !holds('= ""', "0"));
    assert.ok(holds('{"a": 1}', '{"a": 1}'));
    assert.ok(holds("> 19.5", "20") && !holds("> 20", "20") && holds(">= 20", "20"));
    assert.ok(holds("<-5", "-6") && !holds("< 5", "") && !holds("< 5", "none"));
    assert.ok(holds("~ 20 ±0.5", "20.5") && holds("~20+-0.5", "19.5") && !holds("~ 20 +/-0.5", "20.6"));
    assert.ok(holds("~ 0.3 ±0.1", "0.2"), "the edge belongs to it, whatever a computer makes of decimals");
    assert.ok(holds('contains "b c"', "a b c") && !holds("contains x", "abc"));
  });

  it("says what is wrong with it", () => {
    const refused = (text: string, how: RegExp): void => assert.throws(() => expectation(text), { message: how });
    refused("", /expect what\? expect TOPIC VALUE within 10s/);
    refused("pump ON within", /within what time/);
    refused("pump ON within soon", /"soon" is no time such as 10s/);
    refused("no pump", /say for how long it must not come: expect no pump within 60s/);
    refused("pin", /which pin\? there are: D25, D33/);
    refused("pin D25", /say what the pin has to be/);
    refused("pin D25 on", /a pin is high, low, or so many percent on/);
    refused("console", /say what the console has to print/);
    refused("water > warm", /behind ">" a number is expected, and not "warm"/);
    refused("water ~ 20", /how far off it may be: ~ 20 ±0.5/);
  });
});
