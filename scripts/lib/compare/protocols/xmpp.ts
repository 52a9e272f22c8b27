import type { Element, XmppClient } from "@xmpp/client";
import { KEEP_ALIVE_SECONDS, NAME, type Address, type Client, type Protocol } from "../protocol";

const DOMAIN = "localhost";
const SERVICE = `pubsub.${DOMAIN}`;
const PUBSUB = "http://jabber.org/protocol/pubsub";
const LONGEST_ANSWER_MS = 30_000;

/**
 * XMPP with xmpp.js: a node of publish-subscribe (XEP-0060) that keeps no items, with a reading as JSON (XEP-0335). A publication is always
 * answered; a notification never is.
 */
export const xmpp: Protocol = {
  name: "XMPP",
  server: "ejabberd",
  port: "xmpp",
  isAcknowledged: true,
  // A ping and its answer (XEP-0199), as often as the others show that they are there.
  idle: {
    sender: { up: KEEP_ALIVE_SECONDS, down: KEEP_ALIVE_SECONDS },
    receiver: { up: KEEP_ALIVE_SECONDS, down: KEEP_ALIVE_SECONDS },
  },
  async prepare(address) {
    const { xml, ask, end } = await join(address, "owner");
    const fields = { "pubsub#persist_items": "0", "pubsub#send_last_published_item": "never" };
    await ask(
      xml("create", { node: NAME }),
      xml(
        "configure",
        {},
        xml(
          "x",
          { xmlns: "jabber:x:data", type: "submit" },
          xml("field", { var: "FORM_TYPE", type: "hidden" }, xml("value", {}, `${PUBSUB}#node_config`)),
          ...Object.entries(fields).map(([name, value]) => xml("field", { var: name }, xml("value", {}, value))),
        ),
      ),
    );
    await end();
  },
  async connectSender(address) {
    const { xml, ask, ...client } = await join(address, "sender");
    return {
      ...client,
      async send(payload) {
        const reading = xml("json", { xmlns: "urn:xmpp:json:0" }, payload);
        await ask(xml("publish", { node: NAME }, xml("item", {}, reading)));
      },
    };
  },
  async connectReceiver(address, index, onReading) {
    const { xml, ask, entity, ...client } = await join(address, `reader${index}`);
    entity.on("stanza", (stanza) => {
      const items = stanza.getChild("event")?.getChild("items");
      if (stanza.is("message") && items?.attrs["node"] === NAME)
        onReading(items.getChild("item")?.getChild("json")?.text() ?? "");
    });
    const subscriber = { node: NAME, jid: String(entity.jid) };
    await ask(xml("subscribe", subscriber));
    return {
      ...client,
      async end() {
        await ask(xml("unsubscribe", subscriber));
        await client.end();
      },
    };
  },
};

type Xml = typeof import("@xmpp/client", { with: { "resolution-mode": "import" } }).xml;

interface Joined extends Client {
  entity: XmppClient;
  xml: Xml;
  /** Asks the service for publish-subscribe. */
  ask(...children: Element[]): Promise<void>;
}

async function join({ host, port, user, ca }: Address, resource: string): Promise<Joined> {
  // An ES module, out of reach of require.
  const { client, xml } = await import("@xmpp/client");
  const entity = client({
    service: `${ca === undefined ? "xmpp" : "xmpps"}://${host}:${port}`,
    domain: DOMAIN,
    ...user,
    resource,
    timeout: LONGEST_ANSWER_MS,
  });
  entity.reconnect.stop();
  entity.on("error", () => undefined);
  if (ca !== undefined) trust(entity, ca);
  await entity.start();
  return {
    entity,
    xml,
    async ask(...children) {
      const pubsub = xml("pubsub", { xmlns: PUBSUB }, ...children);
      await entity.iqCaller.request(xml("iq", { type: "set", to: SERVICE }, pubsub), LONGEST_ANSWER_MS);
    },
    async keepAlive() {
      await entity.iqCaller.request(xml("iq", { type: "get" }, xml("ping", { xmlns: "urn:xmpp:ping" })));
    },
    end: async () => void (await entity.stop()),
  };
}

/** Has a client trust who signed the server's certificate: it has no option for that. */
function trust(entity: XmppClient, ca: string): void {
  entity.transports = entity.transports.map(
    (Transport) =>
      class extends Transport {
        override socketParameters(service: string): object | undefined {
          const parameters = super.socketParameters(service);
          return parameters === undefined ? undefined : { ...parameters, ca: [ca], servername: DOMAIN };
        }
      },
  );
}
