namespace Pdp.Protocol.Intents;

/// <summary>A condition in Kubernetes' standard form.</summary>
/// <param name="Type">CamelCase.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">CamelCase.</param>
/// <param name="Message">For people.</param>
/// <param name="ObservedGeneration">Generation it speaks of.</param>
/// <param name="LastTransitionTime">When <paramref name="Status"/> last changed, UTC.</param>
public sealed record StatusCondition(
    string Type, string Status, string Reason, string Message, long ObservedGeneration, DateTimeOffset LastTransitionTime);
