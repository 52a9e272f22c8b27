import { field, remainingLength, uint16Bytes } from "./packet";

/** A message that the server publishes when the node is gone without DISCONNECT. §3.1.2.5 */
export interface Will {
  /** A valid topic name. */
  topic: string;
  message: string;
  qos: 0 | 1 | 2;
  retain: boolean;
}

/** What a CONNECT packet says; texts are byte strings of at most 65,535 bytes. */
export interface ConnectOptions {
  /** May be "" only with a clean session. [MQTT-3.1.3-7] */
  clientId: string;
  cleanSession: boolean;
  /** 0 (off) … 65,535. */
  keepAliveSeconds: number;
  will?: Will;
  username?: string;
  /** Only with a user name. [MQTT-3.1.2-22] */
  password?: string;
}

/**
 * The CONNECT packet of somebody whose user name and password are kept elsewhere.
 * @param beginning All of it behind its fixed header that stands before them; its flags say which of them follow
 * @param credentials The user name, or that and the password, each with its length in front (`field`)
 */
export function withCredentials(beginning: string, credentials: string): string {
  return "\x10" + remainingLength(beginning.length + credentials.length) + beginning + credentials;
}

/** Protocol name and level: MQTT 3.1.1. [MQTT-3.1.2-1], [MQTT-3.1.2-2] */
const PROTOCOL = "\0\x04MQTT\x04";

/** The CONNECT packet. §3.1 */
export function connectPacket(options: ConnectOptions): string {
  let flags = options.cleanSession ? 2 : 0;
  let payload = field(options.clientId);
  const will = options.will;
  if (will !== undefined) {
    flags += 4 + will.qos * 8 + (will.retain ? 32 : 0);
    payload += field(will.topic) + field(will.message);
  }
  if (options.username !== undefined) {
    flags += 128;
    payload += field(options.username);
    if (options.password !== undefined) {
      flags += 64;
      payload += field(options.password);
    }
  }
  const variableHeader = PROTOCOL + String.fromCharCode(flags) + uint16Bytes(options.keepAliveSeconds);
  return withCredentials(variableHeader + payload, "");
}
