/** What is used here of @xmpp/client, which comes without types. */
declare module "@xmpp/client" {
  export interface Element {
    attrs: Record<string, string>;
    is(name: string): boolean;
    getChild(name: string): Element | undefined;
    text(): string;
  }
  type Transport = new (...args: never[]) => {
    socketParameters(service: string): object | undefined;
  };
  export interface XmppClient {
    /** Ways to a server: the first that knows a service's protocol is taken. */
    transports: Transport[];
    jid: { toString(): string } | null;
    reconnect: { stop(): void };
    iqCaller: { request(stanza: Element, timeoutMs?: number): Promise<Element> };
    on(event: "error", listener: (error: Error) => void): void;
    on(event: "stanza", listener: (stanza: Element) => void): void;
    start(): Promise<unknown>;
    stop(): Promise<unknown>;
  }
  export function xml(name: string, attributes?: Record<string, string>, ...children: (Element | string)[]): Element;
  export function client(options: {
    service: string;
    domain: string;
    username: string;
    password: string;
    resource: string;
    timeout?: number;
  }): XmppClient;
}
