import * as http from "node:http";

/** Of Node.js 24.14 and later, where it makes `fetch` go by the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. */
const { setGlobalProxyFromEnv } = http as { setGlobalProxyFromEnv?: (environment: NodeJS.ProcessEnv) => unknown };

/** Has downloads go by the proxy that the environment names, if it names one and this Node.js can. */
export function useProxyOf(environment: NodeJS.ProcessEnv): void {
  setGlobalProxyFromEnv?.(environment);
}

/** What to say of a proxy where a download failed: nothing, unless one is named that this Node.js does not use. */
export function proxyAdvice(environment: NodeJS.ProcessEnv, isUsed = setGlobalProxyFromEnv !== undefined): string {
  const names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];
  const name = names.find((each) => (environment[each] ?? "") !== "");
  return isUsed || name === undefined ? "" : `; ${name} names a proxy, which Node.js uses from 24.14 on`;
}
