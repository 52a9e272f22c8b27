import type { Contender } from "./compare";
import type { Protocol } from "./protocol";

/** The servers that run, by name and by what they speak. */
export type ServerPorts = Partial<Record<string, Partial<Record<Protocol["port"], Contender["ports"]>>>>;

/** Which protocols have a server here, and which are left out for want of one. */
export function contenders(
  protocols: readonly Protocol[],
  ports: ServerPorts,
): { present: Contender[]; leftOut: Protocol[] } {
  const present: Contender[] = [];
  const leftOut: Protocol[] = [];
  for (const protocol of protocols) {
    const found = ports[protocol.server]?.[protocol.port];
    if (found === undefined) leftOut.push(protocol);
    else present.push({ protocol, ports: found });
  }
  return { present, leftOut };
}

/** What to do about a server that is missing, and what goes without it. */
export function missingServer(server: string, debianPackage: string, leftOut: readonly Protocol[]): string {
  const names = leftOut.filter((protocol) => protocol.server === server).map(({ name }) => name);
  return `left out: ${names.join("; ")} (there is no ${server}: apt-get install ${debianPackage})`;
}
