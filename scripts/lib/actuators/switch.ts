import type { Relay } from "../../../firmware/actuators/relay";
import type { PinActuatorBase } from "../board/config/actuator";
import type { OnOffFailSafe } from "../board/config/fail-safe";
import type { Id } from "../board/config/names";
import { commanded, shown, type Component } from "../home-assistant/component";
import { pinNumber } from "../platforms/pin-number";
import { alarms } from "../program/alarms";
import { firmware, same, value, type Code } from "../program/code";
import { engine } from "../program/engine";
import { nameFor } from "../program/names";
import type { Program } from "../program/program";
import { storedValue } from "../program/settings";
import { ms } from "../program/units";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";
import { checkInterlocks, longestWaitSeconds } from "./interlocks";

/** A relay or anything else that is on or off. Commands: ON, OFF, TOGGLE. */
export interface SwitchActuatorConfig extends PinActuatorBase {
  type: "switch";
  /** Whether a low level turns it on, as most relay boards want it. */
  activeLow: boolean;
  /**
   * State at boot; "LAST" is what it was before: kept in flash memory once it has stood for 5 to 10 s, at most once a minute, and
   * OFF where nothing is kept.
   */
  initialValue: "ON" | "OFF" | "LAST";
  failSafe?: OnOffFailSafe;
  /**
   * The longest time on in seconds: then it goes off by itself, whoever switched it on. Another ON while it is on makes it no
   * longer. The time holds without a broker too; an attempt to connect that nobody answers may make it up to 10 s more.
   * @minimum 0.1
   * @maximum 604800
   */
  maxOnSeconds?: number;
  /**
   * The shortest time off in seconds, as compressors want it, also after boot. An ON that comes too early is obeyed when the
   * time is over, unless an OFF comes before that; until then the state is OFF.
   * @minimum 0.1
   * @maximum 86400
   */
  minimumOffSeconds?: number;
  /** The name of a group of switches of which no two are ever on together: when one is to go on, the others go off first. */
  interlock?: Id;
  /**
   * How long all of an interlock's group stay off after one of them went off, in seconds, such as 0.5 to turn a motor round. The
   * longest one in the group holds. Default: 0
   * @minimum 0
   * @maximum 3600
   */
  interlockWaitSeconds?: number;
  /**
   * What it is for Home Assistant. Topics, commands and states stay as they are. At OFF a "lock" is locked and a "valve" closed;
   * where it is the other way round, say so by "activeLow". Default: a switch
   */
  as?: "fan" | "light" | "lock" | "outlet" | "siren" | "valve";
}

const { switchable } = firmware<typeof import("../../../firmware/actuators/switch")>("actuators/switch");
const { relaySwitch } = firmware<typeof import("../../../firmware/actuators/relay-switch")>("actuators/relay-switch");
const { createRelay } = firmware<typeof import("../../../firmware/actuators/relay")>("actuators/relay");
const { createInterlock } = firmware<typeof import("../../../firmware/actuators/interlock")>("actuators/interlock");

export const switchActuator: ActuatorDescriptor<SwitchActuatorConfig> = {
  type: "switch",
  defaults: { activeLow: false, initialValue: "OFF" },
  exampleEntry: { activeLow: true, maxOnSeconds: 900 },
  pins: { pin: "driven" },
  example: ({ initialValue }) => (initialValue === "ON" ? "OFF" : "ON"),
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "OFF",
  handle: "SwitchActuator",
  homeAssistant: {
    commanded: (config) => ({ ...commandedAs(config), ...commanded(config) }),
    shown: (config) => ({
      p: "binary_sensor",
      ...(config.as === undefined ? {} : { dev_cla: SHOWN_CLASSES[config.as] }),
      ...shown(config),
    }),
  },
  control: () => ({ kind: "switch" }),
  isKept: ({ initialValue }) => initialValue === "LAST",
  changesByItself: hasLimits,
  make: (config, program) => {
    const { pin, activeLow } = config;
    const options = { pin: pinNumber(pin), activeLow, initialValue: initialValue(config, program) };
    const pins = engine("pins").digitalOutputs;
    return hasLimits(config) ? relaySwitch(limited(config, options, program)) : switchable(pins, options);
  },
  checkAll: checkInterlocks,
};

/** Whether it asks for what only a relay with limits can do. */
function hasLimits({ maxOnSeconds, minimumOffSeconds, interlock }: SwitchActuatorConfig): boolean {
  return maxOnSeconds !== undefined || minimumOffSeconds !== undefined || interlock !== undefined;
}

function limited(
  { maxOnSeconds = 0, minimumOffSeconds = 0, interlock }: SwitchActuatorConfig,
  options: { pin: number; activeLow: boolean; initialValue: Code<boolean> },
  program: Program,
): Code<Relay> {
  const limits = { maxOnMs: ms(maxOnSeconds), minimumOffMs: ms(minimumOffSeconds) };
  const group = interlock === undefined ? undefined : interlockOf(interlock, program);
  return createRelay(engine("pins").digitalOutputs, alarms(program), { ...options, ...limits }, group);
}

function initialValue({ id, initialValue }: SwitchActuatorConfig, program: Program): Code<boolean> {
  return initialValue === "LAST" ? same(storedValue(program, id, "OFF"), "ON") : value<boolean>(initialValue === "ON");
}

/** The group of which no two are ever on together. */
function interlockOf(group: string, program: Program): ReturnType<typeof createInterlock> {
  return program.once(`interlock ${group}`, () => {
    const waitMs = ms(longestWaitSeconds(program.board.actuators, group));
    return program.before.define(nameFor("interlock", group), createInterlock(alarms(program), waitMs));
  });
}

type As = NonNullable<SwitchActuatorConfig["as"]>;

/** The class of a binary sensor that is on where the switch is. */
const SHOWN_CLASSES: Readonly<Record<As, string>> = {
  fan: "running",
  light: "light",
  lock: "lock",
  outlet: "power",
  siren: "sound",
  valve: "opening",
};

/** Where nothing is said of payloads and states, ON and OFF are Home Assistant's defaults. */
function commandedAs({ as }: SwitchActuatorConfig): Component {
  switch (as) {
    case "lock":
      return { p: "lock", pl_lock: "OFF", pl_unlk: "ON", stat_locked: "OFF", stat_unlocked: "ON" };
    case "outlet":
      return { p: "switch", dev_cla: "outlet" };
    case "siren":
      // Without a template it is sent JSON.
      return { p: "siren", cmd_tpl: "{{ value }}", sup_dur: false, sup_vol: false };
    case "valve":
      return { p: "valve", pl_open: "ON", pl_cls: "OFF", stat_open: "ON", stat_clsd: "OFF" };
    default:
      return { p: as ?? "switch" };
  }
}
