import { useState } from "preact/hooks";
import type { DeskState } from "./desk-state";
import { act } from "./desks";

/** Publishes whatever somebody wants, as anybody else at the broker could. */
export function PublishForm({ desk }: { desk: DeskState }) {
  const [topic, setTopic] = useState("");
  const [payload, setPayload] = useState("");
  const [retain, setRetain] = useState(false);
  return (
    <details class="publish">
      <summary>Publish a message</summary>
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault();
          void act(desk, { do: "publish", topic, payload, retain, qos: 0 });
        }}
      >
        <input
          type="text"
          required
          aria-label="Topic"
          placeholder="topic"
          value={topic}
          onInput={(event) => setTopic(event.currentTarget.value)}
        />
        <input
          type="text"
          aria-label="Payload"
          placeholder="payload"
          value={payload}
          onInput={(event) => setPayload(event.currentTarget.value)}
        />
        <label class="check">
          <input type="checkbox" checked={retain} onChange={(event) => setRetain(event.currentTarget.checked)} />
          retained
        </label>
        <button type="submit">Publish</button>
      </form>
    </details>
  );
}
