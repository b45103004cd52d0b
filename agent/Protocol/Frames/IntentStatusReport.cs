using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Frames;

/// <summary>The newest status of one intent.</summary>
/// <param name="Id">The intent.</param>
/// <param name="Status">Its status; null or absent when the agent has removed the intent and all it made.</param>
public sealed record IntentStatusReport(string Id, IntentStatus? Status);
