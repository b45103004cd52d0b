namespace Pdp.Kubernetes.Logs;

/// <summary>A line of a log.</summary>
/// <param name="Time">When it was written; null unless times were asked for.</param>
/// <param name="Text">The line without its break. Bytes that are not UTF-8 stand as U+FFFD.</param>
/// <param name="Continues">The line was longer than the limit; its next part follows.</param>
public sealed record LogLine(DateTimeOffset? Time, string Text, bool Continues);
