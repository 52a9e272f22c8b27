import { answered, ask, ClientState, fail, Failure, type Client } from "./client";
import { uint16 } from "./packet";

/** The packets that answer what a session asked: CONNACK, SUBACK, PINGRESP. */

export function connAck(client: Client, data: string, body: number, end: number): void {
  const returnCode = data.charCodeAt(body + 1);
  // A clean session is never present [MQTT-3.2.2-1]; the other flags are reserved; codes above 5 too.
  if (
    client.state !== ClientState.Connecting ||
    end - body !== 2 ||
    data.charCodeAt(body) !== 0 ||
    returnCode > Failure.NotAuthorized
  ) {
    fail(client, Failure.ProtocolViolation);
  } else if (returnCode !== 0) {
    fail(client, returnCode);
  } else if (client.options.subscribePacket.length > 0) {
    client.state = ClientState.Subscribing;
    ask(client, client.options.subscribePacket);
  } else {
    ready(client, 0);
  }
}

/** One return code per topic filter asked for: the granted QoS, here always 0, or 0x80. [MQTT-3.8.4-5], [MQTT-3.9.3-2] */
export function subAck(client: Client, data: string, body: number, end: number): void {
  if (
    client.state !== ClientState.Subscribing ||
    end - body !== 2 + client.options.subscriptions ||
    uint16(data, body) !== 1
  ) {
    fail(client, Failure.ProtocolViolation);
    return;
  }
  let refused = 0;
  for (let i = body + 2; i < end; i++) {
    if (data.charCodeAt(i) === 0x80) {
      refused++;
    } else if (data.charCodeAt(i) !== 0) {
      fail(client, Failure.ProtocolViolation);
      return;
    }
  }
  ready(client, refused);
}

export function pingResp(client: Client, _data: string, body: number, end: number): void {
  if (end !== body || client.state === ClientState.Connecting) {
    fail(client, Failure.ProtocolViolation);
  } else if (client.state === ClientState.Ready) {
    answered(client);
  }
}

function ready(client: Client, refusedSubscriptions: number): void {
  client.state = ClientState.Ready;
  answered(client);
  client.events.ready(refusedSubscriptions);
}
