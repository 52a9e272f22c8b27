import { describe, packetId, payloadOf, type Packet } from "./wire";

/** What the specification asks of each packet that a client sends, given what it sent and took in before. */

/** A message of QoS 1 or 2 that was sent and is not acknowledged to the end. */
interface UnderWay {
  id: number;
  payload: string;
  isReleased: boolean;
}

/** Plain data, so that it can be copied. */
export interface Laws {
  underWay: UnderWay[];
  /** Identifiers in the order in which their PUBREC came. */
  released: number[];
  /** Of this connection: payloads of PUBLISH, identifiers of PUBREL, the acknowledgements that are owed. */
  published: string[];
  releasedNow: number[];
  owed: Packet[];
  /** Whether a message of QoS 2 was not acknowledged on this connection, which is the end of it: none behind it may be either. */
  isPassedOver: boolean;
  /** The first law that was broken. */
  broken: string;
}

export function createLaws(): Laws {
  return { underWay: [], released: [], published: [], releasedNow: [], owed: [], isPassedOver: false, broken: "" };
}

function breaks(laws: Laws, what: string): void {
  if (laws.broken === "") laws.broken = what;
}

/** A new network connection begins. */
export function begin(laws: Laws): void {
  laws.published = [];
  laws.releasedNow = [];
  laws.owed = [];
  laws.isPassedOver = false;
}

/** The client sends a packet. */
export function sends(laws: Laws, packet: Packet): void {
  const first = packet.charCodeAt(0);
  const id = packetId(packet);
  const known = laws.underWay.find((message) => message.id === id);
  const text = describe(packet);
  switch (first >> 4) {
    case 1:
      break;
    case 3:
      publishes(laws, packet, known, text);
      break;
    case 4:
    case 5:
    case 7:
      acknowledges(laws, packet, text);
      break;
    case 6: {
      if (known?.isReleased !== true) breaks(laws, `${text} without a PUBREC for it [MQTT-4.3.3-1]`);
      const order = laws.released.indexOf(id);
      if (laws.releasedNow.some((other) => laws.released.indexOf(other) > order)) {
        breaks(laws, `${text} leaves before that of an earlier PUBREC [MQTT-4.6.0-4]`);
      }
      laws.releasedNow.push(id);
      break;
    }
    default:
      breaks(laws, `${text} is nothing a client sends in a session`);
  }
}

function acknowledges(laws: Laws, packet: Packet, text: string): void {
  while (laws.owed.length > 0 && laws.owed[0] !== packet && laws.owed[0]!.startsWith("\x50")) {
    laws.owed.shift();
    laws.isPassedOver = true;
  }
  if (laws.owed.shift() !== packet) {
    breaks(laws, `${text} is not the acknowledgement that is owed next [MQTT-4.6.0-2] [MQTT-4.6.0-3]`);
  }
  if (laws.isPassedOver && packet.startsWith("\x50")) {
    breaks(laws, `${text}, and a message before that one was not acknowledged [MQTT-4.6.0-3]`);
  }
}

function publishes(laws: Laws, packet: Packet, known: UnderWay | undefined, text: string): void {
  const first = packet.charCodeAt(0);
  const payload = payloadOf(packet);
  const isDup = (first & 8) > 0;
  if (payload.startsWith("c")) {
    // The constant packet: on each connection anew, and with DUP also when the server has lost the session.
    if (packetId(packet) !== 2 || (known !== undefined && (known.payload !== payload || !isDup))) {
      breaks(laws, `${text} is no constant packet, or leaves again without DUP [MQTT-3.3.1-1]`);
    }
    if (known === undefined) laws.underWay.push({ id: 2, payload, isReleased: false });
    return;
  }
  if (laws.published.some((other) => Number(other.slice(0, 2)) >= Number(payload.slice(0, 2)))) {
    breaks(laws, `${text} leaves out of its order, or twice on a connection [MQTT-4.6.0-1]`);
  }
  laws.published.push(payload);
  if ((first & 6) === 0) {
    if (isDup) breaks(laws, `${text} has DUP [MQTT-3.3.1-2]`);
    return;
  }
  const id = packetId(packet);
  if (id === 0) breaks(laws, `${text} has packet identifier 0 [MQTT-2.3.1-1]`);
  if (known === undefined) {
    if (isDup) breaks(laws, `${text} has DUP, and was never sent before [MQTT-4.3.2-1]`);
    laws.underWay.push({ id, payload, isReleased: false });
  } else if (known.payload !== payload) {
    breaks(laws, `${text} has an identifier that is in use [MQTT-2.3.1-2]`);
  } else if (known.isReleased) {
    breaks(laws, `${text} after PUBREC for it [MQTT-4.3.3-1]`);
  } else if (!isDup) {
    breaks(laws, `${text} is sent again without DUP [MQTT-3.3.1-1]`);
  }
}

/** The client takes in a packet, whole. `sessionPresent` of CONNACK counts. */
export function takes(laws: Laws, packet: Packet): void {
  const first = packet.charCodeAt(0);
  const id = packetId(packet);
  switch (first >> 4) {
    case 2:
      // Without a session, both sides begin anew.
      if (packet.charCodeAt(2) === 0) {
        laws.underWay = [];
        laws.released = [];
      }
      break;
    case 3: {
      const qos = (first >> 1) & 3;
      if (qos > 0) laws.owed.push(String.fromCharCode(qos === 1 ? 0x40 : 0x50, 2, id >> 8, id & 255));
      break;
    }
    case 6:
      laws.owed.push(String.fromCharCode(0x70, 2, id >> 8, id & 255));
      break;
    case 5: {
      const known = laws.underWay.find((message) => message.id === id);
      if (known !== undefined && !known.isReleased) {
        known.isReleased = true;
        laws.released.push(id);
      }
      break;
    }
    default:
      laws.underWay = laws.underWay.filter((message) => message.id !== id);
      laws.released = laws.released.filter((other) => other !== id);
  }
}
