// Talking to the service that served this page, and to nothing else.

/** Why the service gave no answer, in words for the seller. `retryAfter` is in seconds; null where waiting does not help. */
class ServiceError extends Error {
  constructor(kind, message, retryAfter = null) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}

let key = null;

/** Send this API key from now on; it is kept in the memory of the page only. */
export function useKey(value) {
  key = value;
}

/** The Report on a draft: `{text, name, notice, road}`. */
export function review(draft, signal) {
  return call("/v1/review", { ...draft, previous: [] }, signal);
}

/** What a notice says. */
export function notice(text, signal) {
  return call("/v1/notice", { text }, signal);
}

/** The rules by their codes. */
export async function rules() {
  const answer = await call("/v1/rules", null);
  return new Map((answer.rules ?? answer).map((rule) => [rule.code, rule]));
}

async function call(path, body, signal) {
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (key) headers.Authorization = `Bearer ${key}`;
  let response;
  try {
    response = await fetch(path, {
      method: body ? "POST" : "GET",
      headers,
      body: body ? JSON.stringify(body) : undefined,
      signal,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
    });
    if (response.ok) return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError("gone", "The reviewer does not answer. Is “reviewer serve” still running? Your letter is safe in this window.");
  }
  throw await refusal(response);
}

async function refusal(response) {
  const said = await response.json().then(
    (body) => body.error?.message ?? "",
    () => "",
  );
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  switch (response.status) {
    case 401:
    case 403:
      return new ServiceError("key", "This reviewer asks for a key before it reads a letter.");
    case 413:
      return new ServiceError("long", `The text is too long to be reviewed. ${said}`);
    case 429:
    case 503:
      return new ServiceError("busy", "The reviewer is busy. It tries again by itself; you can go on writing.", Number.isNaN(wait) ? 2 : wait);
    case 408:
    case 504:
      return new ServiceError("slow", "The review took too long and was given up. Try again, or shorten the letter.");
    default:
      return response.status < 500
        ? new ServiceError("refused", said || `The reviewer could not read this (status ${response.status}).`)
        : new ServiceError("broken", "The reviewer failed on this letter. Your letter is safe in this window; try again after a change.");
  }
}
