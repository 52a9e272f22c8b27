import assert from "node:assert/strict";
import { flashAll } from "../../../../scripts/lib/flash/flash-all";
import { UserError } from "../../../../scripts/lib/user-error";

/** Goes through three boards; `door` fails. */
async function goThrough(...answers: (string | undefined)[]): Promise<{ isWhole: boolean; lines: string[] }> {
  const lines: string[] = [];
  const isWhole = await flashAll(["attic", "door", "shed"], {
    flash: async (name) => {
      if (name === "door") throw new UserError("door: no answer");
      lines.push(`flashing ${name}`);
    },
    ask: async (question) => {
      lines.push(question);
      return answers.shift();
    },
    print: (line) => lines.push(line),
  });
  return { isWhole, lines: lines.filter((line) => !line.startsWith("plug in")) };
}

describe("flashing all boards", () => {
  it("asks for each chip, goes on after one that fails, and tells what came of each", async () => {
    assert.deepEqual(await goThrough("", "", ""), {
      isWhole: false,
      lines: [
        "flashing attic",
        "door: no answer",
        "flashing shed",
        "attic  flashed",
        "door   FAILED",
        "shed   flashed",
      ],
    });
  });

  it("skips and ends when it is told to", async () => {
    assert.deepEqual(await goThrough("s", "q"), {
      isWhole: true,
      lines: ["attic  skipped", "door   not reached", "shed   not reached"],
    });
  });

  it("is refused where nobody can be asked", async () => {
    await assert.rejects(goThrough(undefined), /--all asks .* use --board/);
  });
});
