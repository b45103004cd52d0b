namespace Pdp.Protocol.Intents;

/// <summary>How an analysis stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Held">Measurements that held.</param>
/// <param name="Failed">Measurements that did not.</param>
/// <param name="Inconclusive">Measurements that told nothing.</param>
/// <param name="MeasuredAt">When the last one was made, UTC.</param>
/// <param name="Value">What it measured; null when it told nothing.</param>
/// <param name="Message">For people; empty when there is nothing to say.</param>
public sealed record AnalysisStatus(
    string Name, int Held, int Failed, int Inconclusive, DateTimeOffset MeasuredAt, double? Value = null, string Message = "");
