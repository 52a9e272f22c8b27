import type { Cover } from "../../../firmware/actuators/cover";

import type { Interlock, Relay } from "../../../firmware/actuators/relay";
import { topicField } from "../bytes";
import type { ActuatorBase } from "../board/config/actuator";
import type { FailSafe } from "../board/config/fail-safe";
import type { PinName } from "../board/config/names";
import { commanded, shown } from "../home-assistant/component";
import { pinNumber } from "../platforms/pin-number";
import { alarms } from "../program/alarms";
import { firmware, later, member, variable, type Code } from "../program/code";
import { engine } from "../program/engine";
import { nameFor } from "../program/names";
import type { Program } from "../program/program";
import { settings, storedValue } from "../program/settings";
import { ms } from "../program/units";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";

/**
 * A whole number of percent.
 * @asType integer
 * @minimum 0
 * @maximum 100
 */
type Percent = number;

/** What a cover does by itself when no broker can command it any more. */
export interface CoverFailSafe extends FailSafe {
  /** The command it then gives itself, once; "keep" leaves it as it is. When the broker is back it stays so. */
  action: "keep" | "OPEN" | "CLOSE" | "STOP" | Percent;
}

/**
 * A shutter, blind, awning or window with a motor that stops at its ends by itself, driven by two relays of which never both are
 * on. Commands: OPEN, CLOSE, STOP, or a position from 0 (closed) to 100 (open), rounded to a whole number. States: opening,
 * closing, open, closed, stopped, and None where it stands and nobody knows where. The position is reckoned by time, and kept over a
 * reboot; cut off from power while it moves, it is unknown until the next end.
 */
export interface CoverActuatorConfig extends ActuatorBase {
  type: "cover";
  /** The relay that opens it. */
  openPin: PinName;
  /** The relay that closes it. */
  closePin: PinName;
  /** Whether a low level turns a relay on, as most relay boards want it. */
  activeLow: boolean;
  /**
   * How many seconds it takes from closed to open.
   * @minimum 0.5
   * @maximum 600
   */
  openSeconds: number;
  /**
   * How many seconds it takes from open to closed. Default: as openSeconds
   * @minimum 0.5
   * @maximum 600
   */
  closeSeconds: number;
  /**
   * How many seconds longer a relay stays on at an end, so that the cover gets there.
   * @minimum 0
   * @maximum 60
   */
  overrunSeconds: number;
  /**
   * How long both relays are off before the motor turns the other way, in seconds.
   * @minimum 0
   * @maximum 60
   */
  reverseWaitSeconds: number;
  /** Where the position is published, retained, once a second while it moves. Default: <base>/<id>/position */
  positionTopic: string;
  /** What it is for Home Assistant, which then draws and calls it so. Default: just a cover */
  as?: "awning" | "blind" | "curtain" | "garage" | "gate" | "shutter" | "window";
  failSafe?: CoverFailSafe;
}

const driver = firmware<typeof import("../../../firmware/actuators/cover")>("actuators/cover");
const { createRelay } = firmware<typeof import("../../../firmware/actuators/relay")>("actuators/relay");
const { createInterlock } = firmware<typeof import("../../../firmware/actuators/interlock")>("actuators/interlock");
const { publishPosition } =
  firmware<typeof import("../../../firmware/app/commands/cover-position")>("app/commands/cover-position");

/** How much longer than its way a relay may be on before its own limit ends it: what blocks the engine comes on top of the way. */
const LIMIT_SECONDS = 15;

export const cover: ActuatorDescriptor<CoverActuatorConfig> = {
  type: "cover",
  defaults: { activeLow: false, overrunSeconds: 2, reverseWaitSeconds: 0.5 },
  exampleEntry: { openSeconds: 25 },
  derived: { closeSeconds: ({ openSeconds }) => openSeconds },
  pins: { openPin: "driven", closePin: "driven" },
  example: () => "OPEN",
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "opening",
  topics: { positionTopic: { level: "position", longest: "100" } },
  handle: "CoverActuator",
  homeAssistant: {
    // OPEN, CLOSE, STOP and the states are Home Assistant's defaults, and so are positions from 0 to 100. None it shows as unknown.
    commanded: (config) => ({
      p: "cover",
      ...(config.as === undefined ? {} : { dev_cla: config.as }),
      pos_t: config.positionTopic,
      set_pos_t: config.commandTopic,
      ...commanded(config),
    }),
    shown: (config) => ({ p: "sensor", ...shown(config) }),
  },
  control: ({ positionTopic }) => ({ kind: "cover", hasPosition: true, positionTopic }),
  isKept: () => true,
  changesByItself: () => true,
  make: (config, program) => {
    const { id, openPin, closePin, openSeconds, closeSeconds, overrunSeconds, reverseWaitSeconds } = config;
    const stored = storedValue(program, id, "?");
    const rest = createInterlock(alarms(program), ms(reverseWaitSeconds));
    const motor = program.before.define(nameFor("motor", id), rest);
    const made = driver.cover(
      alarms(program),
      relay(config, openPin, openSeconds, motor, program),
      relay(config, closePin, closeSeconds, motor, program),
      {
        openMs: ms(openSeconds),
        closeMs: ms(closeSeconds),
        overrunMs: ms(overrunSeconds),
        stored,
        beforeMoving: later(member(settings(program), "save")()),
      },
    );
    return program.before.define(coverName(id), made);
  },
  start: ({ id, positionTopic }, program) => {
    const topic = topicField(positionTopic);
    program.whole.run(publishPosition(program.node, alarms(program), variable<Cover>(coverName(id)), topic));
  },
};

function coverName(id: string): string {
  return nameFor("cover", id);
}

function relay(
  { activeLow, overrunSeconds }: CoverActuatorConfig,
  pin: PinName,
  seconds: number,
  motor: Code<Interlock>,
  program: Program,
): Code<Relay> {
  const maxOnMs = ms(seconds + overrunSeconds + LIMIT_SECONDS);
  const options = { pin: pinNumber(pin), activeLow, initialValue: false, maxOnMs, minimumOffMs: 0 };
  return createRelay(engine("pins").digitalOutputs, alarms(program), options, motor);
}
