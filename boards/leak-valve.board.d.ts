// Made of leak-valve.json by whatever loads it, such as npm start: what is changed here is lost.

import type { BoardProgram, Publication, Subscription, SwitchActuator } from "../firmware/app/program/program";

/** What it drives. */
export interface Actuators {
  valve: SwitchActuator;
}

/** What it hears. */
export interface Subscriptions {
  /** home/kitchen/leak/state */
  kitchen: Subscription;
  /** home/bath/leak/state */
  bath: Subscription;
  /** home/cellar/leak/state */
  cellar: Subscription;
}

/** What it tells. */
export interface Publications {
  /** home/water/leak */
  leak: Publication;
}

/** What the program of leak-valve.json is given. */
export type LeakValve = BoardProgram<Record<never, never>, Actuators, Subscriptions, Publications>;
