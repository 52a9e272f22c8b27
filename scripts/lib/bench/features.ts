/** What a client is made of, for its size. Each set holds all that those before it hold. */
export interface FeatureSet {
  title: string;
  /** Names to import, by file of firmware/mqtt. */
  names: Record<string, string[]>;
}

/** What each step adds. */
const STEPS: readonly FeatureSet[] = [
  {
    title: "QoS 0 both ways",
    names: {
      client: ["createClient", "open", "close", "tick"],
      packets: ["BASIC_PACKETS"],
      publish: ["createPublisher"],
      receive: ["createReceiver"],
      skip: ["SKIP_OVERSIZED"],
    },
  },
  {
    title: "+ commands at QoS 1",
    names: { packets: ["INBOUND_QOS1_PACKETS", "together"], "large-messages": ["createLargeMessages"] },
  },
  { title: "+ commands at QoS 2", names: { packets: ["INBOUND_QOS2_PACKETS"] } },
  {
    title: "+ outbox, publishing at QoS 1",
    names: {
      packets: ["ACKNOWLEDGEMENT_PACKETS"],
      outbox: ["createOutbox", "randomPacketId"],
      "publish-acknowledged": ["createQos1Publisher"],
    },
  },
  {
    title: "everything",
    names: {
      "all-packets": ["ALL_PACKETS"],
      client: ["disconnect"],
      connect: ["connectPacket"],
      "publish-acknowledged": ["createQos2Publisher"],
      subscribe: ["subscribe", "unsubscribe"],
      topic: ["isTopicFilter", "isTopicName", "matches"],
    },
  },
];

export const FEATURE_SETS: readonly FeatureSet[] = STEPS.map(({ title }, last) => {
  const names: Record<string, string[]> = {};
  for (const step of STEPS.slice(0, last + 1)) {
    for (const [file, added] of Object.entries(step.names)) {
      names[file] = [...(names[file] ?? []), ...added];
    }
  }
  return { title, names };
});

/** A program that does nothing but hold the parts, so that none of them is left out of its bundle. */
export function featureProgram({ names }: FeatureSet, firmware: string): string {
  const imports = Object.entries(names).map(
    ([file, some]) => `import { ${some.join(", ")} } from "${firmware}/mqtt/${file}";\n`,
  );
  return `${imports.join("")}declare function hold(part: unknown): void;\n${Object.values(names)
    .flat()
    .map((name) => `hold(${name});\n`)
    .join("")}`;
}
