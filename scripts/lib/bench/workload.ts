import { topicField } from "../bytes";

/** What every client of the comparison does: a reading goes out, a command comes in. All are byte strings. */

/** 33 bytes. */
export const READING_TOPIC = "home/kitchen/esp32-01/temperature";
/** 6 bytes. */
export const READING = "21.375";

/** Published now and then, retained, beside the readings. */
export const STATE_TOPIC = "home/kitchen/esp32-01/pump/state";

export const COMMAND_TOPIC = "home/kitchen/esp32-01/pump/set";
export const COMMAND = "ON";

/** CONNECT of a client named "bench" with a clean session and a keep alive of a minute. */
export const CONNECT_PACKET = "\x10\x11\0\x04MQTT\x04\x02\0\x3c\0\x05bench";

/** A SUBSCRIBE for the command topic. @param qos 0 … 2 */
export function subscribePacket(qos: number): string {
  return short("\x82", `\0\x01${topicField(COMMAND_TOPIC)}${String.fromCharCode(qos)}`);
}

/** The reading at QoS 0, or at QoS 1 with packet identifier 2. */
export function readingPacket(qos: 0 | 1): string {
  return short(qos === 0 ? "0" : "2", topicField(READING_TOPIC) + (qos === 0 ? "" : "\0\x03") + READING);
}

/** The command at QoS 0: 36 bytes. */
export const COMMAND_PACKET = short("0", topicField(COMMAND_TOPIC) + COMMAND);

/** A packet with one byte of remaining length. */
function short(firstByte: string, rest: string): string {
  return firstByte + String.fromCharCode(rest.length) + rest;
}
