import type { Actuator } from "../../../../firmware/actuators/actuator";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import type { Node } from "../../../../firmware/app/node";
import { PublishStatus, type Client } from "../../../../firmware/mqtt/record";
import { RelayDesk } from "../../actuators/relay-desk";

/** A node, as far as it hears messages and commands an actuator, in virtual time. */
export class MessagesDesk extends RelayDesk {
  readonly commands: string[] = [];
  readonly published: string[] = [];
  /** What came on topics that nobody heard. */
  readonly others: string[] = [];
  /** Which commands the actuator refuses. */
  refuses: (command: string) => boolean = () => false;
  readonly node: Node;

  constructor() {
    super();
    const actuator: Actuator = {
      command: (payload) => {
        if (payload === "BREAK") throw new Error("no such pin");
        if (this.refuses(payload)) return false;
        this.commands.push(payload);
        return true;
      },
      state: () => this.commands.at(-1) ?? "OFF",
    };
    const publish = (payload: string): PublishStatus => (this.published.push(payload), PublishStatus.Sent);
    this.node = {
      lessGranted: undefined,
      outputs: [{ entry: { id: "valve", actuator }, publish, isDue: false }],
      diagnostics: createDiagnostics({ shortBytes: 0 } as Client, "d"),
      engine: { chip: { log: () => {} } },
      config: { statusTopic: "\0\x0bhome/status" },
      client: {
        routes: {},
        events: {
          message: (topic: string) => this.others.push(topic),
        },
      },
    } as unknown as Node;
  }

  /** A message comes on a topic, as the client hands it on. */
  message(topic: string, payload: string, retain = false): void {
    const { routes, events } = this.node.client;
    const route = routes[`\0${String.fromCharCode(topic.length)}${topic}`];
    if (route === undefined) events.message(topic, payload, retain);
    else route(payload, retain);
  }
}
