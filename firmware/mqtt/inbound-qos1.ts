import { Failure, type Client } from "./record";
import { fail } from "./client";
import { control } from "./control";
import { deliver, isMessage } from "./inbound";
import { PUBACK, uint16 } from "./packet";

/** Inbound application messages of QoS 1: handed on each time they arrive, then acknowledged. §4.3.2 */

export function publish1(client: Client, data: string, body: number, end: number): void {
  if (isMessage(client, data, body, end)) {
    const idAt = body + 2 + uint16(data, body);
    if (uint16(data, idAt) === 0) {
      fail(client, Failure.ProtocolViolation); // [MQTT-2.3.1-1]
    } else if (deliver(client, data, body, end)) {
      acknowledge1(client, data, idAt);
    }
  }
}

/** PUBACK for the packet identifier at `idAt`. [MQTT-3.3.4-1], [MQTT-4.3.2-2] */
export function acknowledge1(client: Client, data: string, idAt: number): void {
  control(client, PUBACK + data.substr(idAt, 2));
}
