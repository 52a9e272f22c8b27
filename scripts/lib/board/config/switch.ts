import type { ActuatorBase } from "./actuators";
import type { OnOffFailSafe } from "./fail-safe";
import type { Id } from "./names";

/** Switches. */

/** A relay or anything else that is on or off. Commands: ON, OFF, TOGGLE. */
export interface SwitchActuatorConfig extends ActuatorBase {
  type: "switch";
  /**
   * Whether a low level turns it on, as most relay boards want it.
   * @default false
   */
  activeLow?: boolean;
  /**
   * State at boot; "LAST" is what it was before: kept in flash memory once it has stood for 5 to 10 s, at most once a minute, and
   * OFF where nothing is kept.
   * @default "OFF"
   */
  initialValue?: "ON" | "OFF" | "LAST";
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
   * longest one in the group holds.
   * @default 0
   * @minimum 0
   * @maximum 3600
   */
  interlockWaitSeconds?: number;
}
