import { packetId, payloadOf, type Packet } from "./wire";

/**
 * A small MQTT server with one client, written from sections 4.3 and 4.4 of the specification: what it holds of a session, and
 * what it answers. It passes application messages on at once (figure 4.3, method B).
 */

/** A message on its way to the client. */
interface Outgoing {
  payload: string;
  qos: 1 | 2;
  id: number;
  isReleased: boolean;
}

/** Plain data, so that it can be copied. */
export interface Server {
  hasSession: boolean;
  isConnected: boolean;
  /** Of QoS 2 messages that were passed on and are not released. */
  receivedIds: number[];
  outgoing: Outgoing[];
  nextId: number;
  /** The payloads passed on to subscribers, in order. */
  passedOn: string[];
}

export function createServer(): Server {
  return { hasSession: false, isConnected: false, receivedIds: [], outgoing: [], nextId: 1, passedOn: [] };
}

/** Takes in a packet. @returns what it answers */
export function serve(server: Server, packet: Packet): Packet[] {
  const type = packet.charCodeAt(0) >> 4;
  if (type === 1) return accept(server);
  const id = packetId(packet);
  switch (type) {
    case 3: {
      const qos = (packet.charCodeAt(0) >> 1) & 3;
      const isNew = qos < 2 || !server.receivedIds.includes(id);
      if (isNew) server.passedOn.push(payloadOf(packet));
      if (qos === 2 && isNew) server.receivedIds.push(id);
      return qos === 0 ? [] : [short(qos === 1 ? 0x40 : 0x50, id)];
    }
    case 4:
    case 7:
      server.outgoing = server.outgoing.filter((message) => message.id !== id);
      return [];
    case 5:
      for (const message of server.outgoing) if (message.id === id) message.isReleased = true;
      return [short(0x62, id)];
    case 6:
      server.receivedIds = server.receivedIds.filter((known) => known !== id);
      return [short(0x70, id)];
    default:
      throw new Error(`the server was sent a packet of type ${type}`);
  }
}

/** Answers CONNECT with clean session 0, and sends again what the client has not acknowledged. [MQTT-4.4.0-1] */
function accept(server: Server): Packet[] {
  const answers = [`\x20\x02${server.hasSession ? "\x01" : "\0"}\0`];
  server.hasSession = true;
  server.isConnected = true;
  for (const message of server.outgoing) {
    answers.push(message.isReleased ? short(0x62, message.id) : publish(message, true));
  }
  return answers;
}

/** Publishes to the client. @returns what leaves now */
export function publishTo(server: Server, payload: string, qos: 1 | 2): Packet[] {
  const message: Outgoing = { payload, qos, id: server.nextId++, isReleased: false };
  server.outgoing.push(message);
  return server.isConnected ? [publish(message, false)] : [];
}

/** The server forgets the session, with all that is on its way to the client. */
export function forget(server: Server): void {
  server.hasSession = false;
  server.receivedIds = [];
  server.outgoing = [];
}

function publish({ payload, qos, id }: Outgoing, isDup: boolean): Packet {
  const body = `\0\x01c${String.fromCharCode(id >> 8, id & 255)}${payload}`;
  return String.fromCharCode(0x30 | (isDup ? 8 : 0) | (qos * 2), body.length) + body;
}

function short(firstByte: number, id: number): Packet {
  return String.fromCharCode(firstByte, 2, id >> 8, id & 255);
}
