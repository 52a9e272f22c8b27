import assert from "node:assert/strict";
import { discoveryMessages } from "../../../../scripts/lib/home-assistant/documents";
import { discoveredBoard } from "../board/example-board";
import { EVERY_KIND } from "./every-kind";
import { discoveryProblems } from "./rules";

const MAC = "24a160aabbcc";
const commands = { signingKey: "0".repeat(32) };

/** The entities of a board by their ids, as its one message has them. */
function entities(changes: object = {}): Record<string, Record<string, unknown>> {
  const [message] = discoveryMessages(discoveredBoard({ ...EVERY_KIND, ...changes }), "device", MAC);
  return (JSON.parse(message?.parts.join("") ?? "") as { cmps: Record<string, Record<string, unknown>> }).cmps;
}

describe("a board with one of each kind and each that it can be told as", () => {
  for (const form of ["device", "component"] as const) {
    for (const [more, changes] of [
      ["", {}],
      [", with signed commands", { commands }],
      [", with a safe mode", { safeModeAfterBoots: 5 }],
      [", with both", { commands, safeModeAfterBoots: 5 }],
    ] as const) {
      it(`is what Home Assistant takes, in the ${form} form${more}`, () => {
        const signed = "commands" in changes;
        const board = discoveredBoard({ ...EVERY_KIND, ...changes });
        for (const { topic, parts } of discoveryMessages(board, form, MAC)) {
          const payload = parts.join("");
          assert.deepEqual(discoveryProblems("homeassistant", topic, payload), [], payload);
          if (signed) assert.ok(!payload.includes("/set"), "nothing that it could not sign");
        }
      });
    }
  }

  it("is told as what its file says", () => {
    const told = Object.fromEntries(
      Object.entries(entities()).map(([id, { p, dev_cla }]) => [id, dev_cla === undefined ? p : `${p} ${dev_cla}`]),
    );
    for (const [id, expected] of Object.entries({
      switch: "switch",
      "switch-fan": "fan",
      "switch-light": "light",
      "switch-lock": "lock",
      "switch-outlet": "switch outlet",
      "switch-siren": "siren",
      "switch-valve": "valve",
      pwm: "number",
      "pwm-fan": "fan",
      "pwm-light": "light",
      "pwm-valve": "valve",
      light: "light",
      rgb: "light",
      number: "number",
      climate: "climate",
      servo: "number",
      button: "button",
      cover: "cover",
      "cover-awning": "cover awning",
      "cover-blind": "cover blind",
      "cover-curtain": "cover curtain",
      "cover-garage": "cover garage",
      "cover-gate": "cover gate",
      "cover-shutter": "cover shutter",
      "cover-window": "cover window",
      identify: "button identify",
      restart: "button restart",
      digital: "binary_sensor",
      "digital-event": "event button",
      "node-connection": "binary_sensor connectivity",
    })) {
      assert.equal(told[id], expected, id);
    }
  });

  it("offers modes that its rules have, where it looks for what is done, and no more", () => {
    const heats = { type: "thermostat", sensor: "ntc", actuator: "switch", target: "climate" };
    const cools = { type: "thermostat", sensor: "ntc", actuator: "switch-fan", target: "climate", mode: "cool" };
    const { climate: heating } = entities({ rules: [heats] });
    assert.deepEqual(heating?.["modes"], ["off", "heat"]);
    assert.equal(heating?.["act_t"], "example/switch/state");
    assert.equal(heating?.["curr_temp_t"], "example/ntc/state");
    const { climate: cooling } = entities({ rules: [cools] });
    assert.deepEqual(cooling?.["modes"], ["off", "cool"]);
    assert.match(String(cooling?.["act_tpl"]), /cooling/);
    const { climate: both } = entities({ rules: [heats, cools] });
    assert.deepEqual(both?.["modes"], ["off", "heat", "cool", "heat_cool"]);
    assert.equal(both?.["act_t"], undefined, "one topic tells not of two switches");
  });

  it("tells of the node what its reports say, and hides what few want", () => {
    const told = entities();
    const shown = Object.keys(told).filter((id) => id.startsWith("node-"));
    assert.deepEqual(shown, [
      "node-connection",
      "node-refused",
      "node-dropped",
      "node-version",
      "node-reset-reason",
      "node-boots",
      "node-ip-address",
      "node-ssid",
    ]);
    const wanted = shown.filter((id) => told[id]?.["en"] !== false);
    assert.deepEqual(wanted, ["node-connection", "node-ip-address", "node-ssid"]);
    const some = Object.keys(entities({ diagnostics: [] })).filter((id) => id.startsWith("node-"));
    assert.deepEqual(some, ["node-connection", "node-refused", "node-dropped"]);
  });
});

describe("the rules for each platform", () => {
  const [{ topic, parts } = { topic: "", parts: [] }] = discoveryMessages(discoveredBoard(EVERY_KIND), "device", MAC);

  /** @param change Takes the entity of an id and gives it wrong. */
  function broken(id: string, change: (entity: Record<string, unknown>) => object): string[] {
    const document = JSON.parse(parts.join("")) as { cmps: Record<string, Record<string, unknown>> };
    document.cmps[id] = change(document.cmps[id] ?? {}) as Record<string, unknown>;
    return discoveryProblems("homeassistant", topic, JSON.stringify(document));
  }
  const without = (key: string) => (entity: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(entity).filter(([each]) => each !== key));
  const having = (more: object) => (entity: Record<string, unknown>) => ({ ...entity, ...more });

  for (const [id, what, change] of [
    ["switch", "a command topic that is missing", without("cmd_t")],
    ["switch", "a key that it takes no notice of", having({ pl_open: "ON" })],
    ["switch-outlet", "a class that a switch has not", having({ dev_cla: "plug" })],
    ["switch-lock", "one word for both ways", having({ pl_lock: "ON" })],
    ["switch-valve", "a position beside words for open and closed", having({ reports_position: true })],
    ["switch-siren", "JSON in the place of ON", without("cmd_tpl")],
    ["switch-siren", "a duration that nobody obeys", without("sup_dur")],
    ["switch-light", "a key of the other schema", having({ brightness: true })],
    ["pwm-fan", "a percentage that is told and not set", without("pct_cmd_t")],
    ["pwm-fan", "a template by another platform's name", having({ val_tpl: "{{ value }}" })],
    ["pwm-light", "a key of the other schema", having({ schema: "json" })],
    ["number", "a step below a thousandth", having({ step: 0.0001 })],
    ["number", "a range without a width", having({ min: 15, max: 15 })],
    ["climate", "a mode that there is not", having({ modes: ["off", "warm"] })],
    ["climate", "a range without a width", having({ min_temp: 30 })],
    ["climate", "a mode that is not told", without("mode_stat_t")],
    ["digital-event", "an event that is no JSON", having({ val_tpl: "{{ value }}" })],
    ["digital-event", "events without their names", without("evt_typ")],
    ["restart", "a class that a button has not", having({ dev_cla: "reboot" })],
    ["cover-gate", "a class that a cover has not", having({ dev_cla: "gates" })],
    ["cover", "a position that is set and not told", without("pos_t")],
    ["rgb", "brightness beside another mode", having({ sup_clrm: ["brightness", "rgb"] })],
    ["node-connection", "a sensor that is for settings", having({ ent_cat: "config" })],
    ["node-refused", "an entity that is half hidden", having({ en: "no" })],
  ] as const) {
    it(`find ${what}, of ${id}`, () => {
      assert.deepEqual(broken(id, having({})), []);
      assert.ok(broken(id, change).length > 0);
    });
  }
});
