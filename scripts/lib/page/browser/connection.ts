import type { DeskAction, DeskNews } from "../../desk/protocol";

/** As the server knows it. It stands behind the # of the address, which no browser sends anywhere. */
const TOKEN_HEADER = "x-desk-token";
/** After so long without a word the server is gone: it says the time each second. */
const SILENCE_MS = 8_000;
const RETRY_MS = 1_500;

export type Link = { state: "joining" | "there" | "gone" } | { state: "refused"; why: string };

function headers(): Record<string, string> {
  return { [TOKEN_HEADER]: location.hash.slice(1) };
}

/** Follows what happens on the desks, and joins again whenever the server was gone. It never ends. */
export async function follow(onNews: (news: DeskNews) => void, onLink: (link: Link) => void): Promise<void> {
  for (;;) {
    const refusal = await followOnce(onNews, onLink).catch(() => undefined);
    onLink(refusal === undefined ? { state: "gone" } : { state: "refused", why: refusal });
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** @returns why the server would not tell, where it would not */
async function followOnce(onNews: (news: DeskNews) => void, onLink: (link: Link) => void): Promise<string | undefined> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const response = await fetch("/events", { headers: headers(), signal: silence.signal });
    if (!response.ok || response.body === null) return (await problemOf(response)) ?? "The server told nothing.";
    onLink({ state: "there" });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      const events = (rest + value).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) onNews(JSON.parse(event.slice("data: ".length)) as DeskNews);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** @throws Error in words, where it cannot be done */
export async function perform(desk: number, action: DeskAction): Promise<void> {
  let response: Response;
  try {
    response = await fetch("/action", { method: "POST", headers: headers(), body: JSON.stringify({ desk, action }) });
  } catch {
    throw new Error("The command that serves this page has ended, or does not answer.");
  }
  const problem = await problemOf(response);
  if (problem !== undefined) throw new Error(problem);
}

/** @returns what could not be done; undefined where nothing was wrong */
async function problemOf(response: Response): Promise<string | undefined> {
  const told: unknown = await response.json().catch(() => undefined);
  const error = typeof told === "object" && told !== null ? (told as { error?: unknown }).error : undefined;
  if (typeof error === "string") return error;
  return response.ok ? undefined : `The server answered ${response.status}.`;
}
