import * as http from "node:http";

/** Of new versions of Node.js, where it makes `fetch` go by the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. */
const { setGlobalProxyFromEnv } = http as { setGlobalProxyFromEnv?: (environment: NodeJS.ProcessEnv) => unknown };

/** Has downloads go by the proxy that the environment names, if it names one and this Node.js can. */
export function useProxyOf(environment: NodeJS.ProcessEnv): void {
  setGlobalProxyFromEnv?.(environment);
}

/** What to say of a proxy where a download failed: nothing, unless one is named that this Node.js does not use. */
export function proxyAdvice(environment: NodeJS.ProcessEnv, isUsed = setGlobalProxyFromEnv !== undefined): string {
  if (isUsed || environment["NODE_USE_ENV_PROXY"] === "1") return "";
  const names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];
  const name = names.find((each) => (environment[each] ?? "") !== "");
  return name === undefined ? "" : `; ${name} names a proxy: Node.js from 22.21 on uses it with NODE_USE_ENV_PROXY=1`;
}
