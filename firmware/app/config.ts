import type { ClientOptions } from "../mqtt/client";
import type { Sensor } from "../sensors/sensor";
import type { Actuator } from "../actuators/actuator";

/**
 * A board file as it reaches the chip: resolved, topics and packets computed on the host. All strings are byte strings; a
 * topic field is a topic name with its 16-bit length in front, as it stands in a PUBLISH packet.
 */
export interface NodeConfig {
  name: string;
  ssid: string;
  password: string;
  brokers: BrokerAddress[];
  mqtt: ClientOptions;
  /** Topic field. */
  statusTopic: string;
  /** Topic field. */
  diagnosticsTopic: string;
  sensors: SensorEntry[];
  actuators: ActuatorEntry[];
}

export interface BrokerAddress {
  host: string;
  port: number;
}

export interface SensorEntry {
  id: string;
  /** Topic field. */
  stateTopic: string;
  periodMs: number;
  sensor: Sensor;
}

export interface ActuatorEntry {
  id: string;
  /** Topic name. */
  commandTopic: string;
  /** Topic field. */
  stateTopic: string;
  actuator: Actuator;
}
