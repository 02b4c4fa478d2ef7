/** Whether an OpenAI model reasons; names that are not OpenAI's older ones count as such. */
export function isReasoningModel(model: string): boolean {
  return !/(^|\/)(gpt-3|gpt-4|chatgpt-4|davinci|babbage)/.test(model)
}

/** Whether a name is that of an OpenAI reasoning model, which takes no `max_tokens`. */
export function isOpenAiReasoningModel(model: string): boolean {
  return /(^|\/)(o\d|gpt-[5-9])/.test(model)
}
