import assert from "node:assert/strict";
import { filterOf } from "../../../../firmware/app/connection/old-filters";
import { isTopicFilter, matches } from "../../../../firmware/mqtt/topic";

/** All that it gives, in order. */
function filtersOf(topic: string): string[] {
  const filters: string[] = [];
  for (let filter = filterOf(topic, 0); filter !== ""; filter = filterOf(topic, filters.length)) filters.push(filter);
  return filters;
}

describe("the topic filters by which a message may have come", () => {
  it("are the topic itself, and then all with wildcards that match it", () => {
    assert.deepEqual(filtersOf("a/b"), [
      "a/b",
      "+/b",
      "a/+",
      "+/+",
      "#",
      "a/#",
      "+/#",
      "a/b/#",
      "+/b/#",
      "a/+/#",
      "+/+/#",
    ]);
    assert.deepEqual(filtersOf("a"), ["a", "+", "#", "a/#", "+/#"]);
  });

  for (const topic of ["home/a/leak/state", "/", "a//b", "a/b/c/d/e/f/g"]) {
    it(`of ${topic}: each is valid, matches, and is there once`, () => {
      const filters = filtersOf(topic);
      assert.equal(filters[0], topic);
      const levels = topic.split("/").length;
      assert.equal(filters.length, 2 ** levels + 2 ** (levels + 1) - 1);
      assert.equal(new Set(filters).size, filters.length);
      for (const filter of filters) assert.ok(isTopicFilter(filter) && matches(filter, topic), filter);
    });
  }

  it("of a topic with more levels is the topic alone", () => {
    assert.deepEqual(filtersOf("a/b/c/d/e/f/g/h"), ["a/b/c/d/e/f/g/h"]);
  });
});
