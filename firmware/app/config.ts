import type { Client, ClientOptions, Inbound, Loss, Outbox } from "../mqtt/record";
import type { Actuator } from "../actuators/actuator";

/**
 * A board file as it reaches the chip, but for its sensors, which are added to the started node (see telemetry.ts): resolved,
 * topics and packets computed on the host. All strings are byte strings; a topic field is a topic name with its 16-bit length
 * in front, as it stands in a PUBLISH packet.
 */
export interface NodeConfig extends Inbound {
  name: string;
  /** A value that is no part of the program, by its name (kept/secrets.ts): of brokers and networks that of `index`, 0 … */
  secret: (name: string, index: number) => string;
  mqtt: ClientOptions;
  /** Makes the outbox, where the board has one. */
  createOutbox?: (client: Client, lost: (loss: Loss) => void) => Outbox;
  /** Whether the board may have more to say at once than there is room for, so that readings are owed; see readings/owed.ts. */
  owesReadings: boolean;
  /** Topic field. */
  statusTopic: string;
  /** SUBSCRIBE to it. */
  watchPacket: string;
  /** Topic field. */
  diagnosticsTopic: string;
  actuators: ActuatorEntry[];
}

export interface ActuatorEntry {
  id: string;
  /** Topic field. */
  commandTopic: string;
  /** Topic field. */
  stateTopic: string;
  actuator: Actuator;
}
