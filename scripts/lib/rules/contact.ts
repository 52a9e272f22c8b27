import type { Id } from "../board/config/names";
import type { SensorRuleBase } from "../board/config/rule";
import { referTo } from "../board/checks/references";
import { at, textAt } from "../board/draft";
import { utf8 } from "../bytes";
import { entry, firmware, member } from "../program/code";
import type { RuleDescriptor } from "./descriptor";
import { nameOfActuator, nameOfValue } from "./names";

/**
 * A contact that commands an actuator: a push button that toggles a lamp, a rocker switch, a bell. The contact itself counts,
 * once it stood for "debounceMs", whatever filters its sensor has.
 */
export interface ContactRuleConfig extends SensorRuleBase {
  type: "contact";
  /** The id of a "digital" sensor, which may not have "publish": "period". */
  sensor: Id;
  /**
   * Which change of the contact counts: to ON, to OFF, or both, as a rocker switch needs it. A contact that is held at boot is none.
   */
  when: "ON" | "OFF" | "both";
  /**
   * The command, as it would be published.
   * @minLength 1
   * @maxLength 128
   */
  command: string;
}

const driver = firmware<typeof import("../../../firmware/app/rules/contact")>("app/rules/contact");

export const contact: RuleDescriptor<ContactRuleConfig> = {
  type: "contact",
  defaults: { when: "ON", command: "TOGGLE" },
  exampleEntry: { sensor: "push", actuator: "lamp" },
  exampleOn: {
    sensors: [{ id: "push", type: "digital", pin: "D27", activeLow: true, periodSeconds: 60 }],
    actuators: [{ id: "lamp", type: "switch", pin: "D25" }],
  },
  /** It acts when its sensor notices the change, and only contacts are noticed. */
  checkReferences: (draft, rule) => {
    const sensor = referTo(draft, rule, "sensor", "sensors");
    if (sensor === undefined) return;
    if (textAt(draft, [...sensor, "type"]) !== "digital") {
      draft.source.error([...rule, "sensor"], 'a contact has to be a "digital" sensor');
    } else if (at(draft, [...sensor, "publish"]) === "period") {
      draft.source.error(
        [...sensor, "publish"],
        'a contact acts as soon as its sensor notices it; write "both" or "change" instead of "period"',
      );
    }
  },
  sentence: ({ sensor, actuator, when, command }, board) => {
    const change = when === "both" ? "changes" : `goes ${when}`;
    return `when ${nameOfValue(sensor, board)} ${change}, ${nameOfActuator(actuator, board)} is told ${command}`;
  },
  isAbout: ({ sensor }, channel) => channel.sensor.id === sensor,
  steps: ({ config: { when, command }, actuator }, program) => ({
    listen: (way, sensor) => {
      if (sensor === undefined) throw new Error("a contact without a sensor of its own");
      const output = entry(member(program.node, "outputs"), actuator);
      program.whole.run(driver.contact(way, sensor(), output, utf8(command), when !== "OFF", when !== "ON"));
    },
  }),
};
