import type { Id, PinName } from "./names";

/** What all kinds of actuators are asked for. */

export interface ActuatorBase {
  type: string;
  id: Id;
  /**
   * Its name for people, in Home Assistant. Default: the id, with spaces
   * @minLength 1
   */
  name: string;
  /** Where commands are taken. Default: <base>/<id>/set */
  commandTopic: string;
  /** Quality of service that commands are asked for with: 0 at most once, 1 at least once, 2 exactly once. */
  commandQos: 0 | 1 | 2;
  /** Where the state is published, retained, after each change. Default: <base>/<id>/state */
  stateTopic: string;
}

/** An actuator that drives one pin. */
export interface PinActuatorBase extends ActuatorBase {
  pin: PinName;
}
