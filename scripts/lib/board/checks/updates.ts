import { at, type Draft } from "../draft";

/** Checks what updates over the air need: whoever may publish on the broker must not be able to put a program on the board. */
export function checkUpdates(draft: Draft): void {
  if (at(draft, ["updates"]) !== true || at(draft, ["commands"]) !== undefined) return;
  draft.source.error(
    ["updates"],
    'updates over the air have to be signed: add "commands": { "signingKey": "${COMMAND_KEY}" }, and COMMAND_KEY to .env; ' +
      `make one with: node -p "crypto.randomBytes(32).toString('hex')"`,
  );
}
