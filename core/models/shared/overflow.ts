/** How providers say that a request does not fit the window, where they have no code for it. */
const phrases: readonly RegExp[] = [
  // Anthropic
  /prompt is too long/i,
  /input length and .?max_tokens.? exceed context limit/i,
  // OpenAI, vLLM, OpenRouter, Mistral, DeepSeek
  /maximum context length/i,
  /exceeds? the (model'?s |available )?(maximum )?context (window|length|size)/i,
  /context (window|length|size) (was |is |has been )?exceeded/i,
  // Groq, Cerebras
  /reduce the length of the (messages|prompt|input)/i,
  // xAI
  /maximum prompt length is \d+/i,
  // Gemini
  /input token count .*exceeds the maximum/i,
  // llama.cpp, LM Studio, Ollama
  /exceed_context_size|greater than the context length|prompt (is )?too long/i,
  // Moonshot, Z.ai
  /exceeded model token limit|model_context_window_exceeded/i,
]

/** Whether an error message means that the request is larger than the context window. */
export function saysOverflow(message: string): boolean {
  return phrases.some((phrase) => phrase.test(message))
}
